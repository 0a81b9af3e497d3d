/**
 * Candidates of the Hub → their files in the cache, one after the other, under a limit of bytes for all of them. In: ids. Out:
 * for each a promise that resolves when it is here, or to the reason why not. Used by `measure-candidates.ts` and `work.ts`,
 * which work with the first while the next are under way.
 */

import { findModel } from '../catalogue/knowledge.ts';
import type { ChildEvent } from '../child/events.ts';
import type { RunSpec } from '../child/run-spec.ts';
import type { Config } from '../config.ts';
import type { DataKind } from '../datasets/dataset.ts';
import { isUserError } from '../errors.ts';
import { fetchHubModel } from '../hub/fetch-model.ts';
import { readSnapshot, snapshotBytes } from '../hub/hub-cache.ts';
import { findHubRef } from '../hub/hub-id.ts';

interface FetchingOptions {
  config: Pick<Config, 'hub' | 'maxModelBytes' | 'measure'>;
  cacheDir: string;
  kind: DataKind;
  signal: AbortSignal;
  onProgress: (step: string) => void;
}

export interface Fetched {
  id: string;
  /** null: it is here. */
  reason: string | null;
}

/** In the order of `ids`. None rejects. */
export function prefetchCandidates(ids: readonly string[], options: FetchingOptions): Promise<Fetched>[] {
  const state = { bytesLeft: options.config.measure.maxMiB * 2 ** 20, away: null };
  let last: Promise<unknown> = Promise.resolve();
  return ids.map((id) => {
    const next = last.then(() => fetchOne(id, options, state));
    last = next;
    return next;
  });
}

/** Of a whole row of downloads. */
interface State {
  bytesLeft: number;
  /** What a Hub said that cannot be reached: it is not asked again and again. */
  away: string | null;
}

async function fetchOne(id: string, options: FetchingOptions, state: State): Promise<Fetched> {
  const { config, cacheDir, kind, signal, onProgress } = options;
  const ref = findHubRef(id);
  if (ref === null) return { id, reason: null };
  if (state.away !== null) return { id, reason: state.away };
  if (signal.aborted) return { id, reason: 'the time budget had ended' };
  const known = await readSnapshot(cacheDir, ref, kind);
  const limitBytes = known ? config.maxModelBytes : Math.min(config.maxModelBytes, state.bytesLeft);
  try {
    const snapshot = await fetchHubModel(ref, {
      ...{ cacheDir, kind, limitBytes, signal, onProgress },
      hub: config.hub,
    });
    if (!known) state.bytesLeft -= await snapshotBytes(cacheDir, snapshot);
    return { id, reason: null };
  } catch (error) {
    if (signal.aborted) return { id, reason: 'the time budget ended while it was fetched' };
    if (!isUserError(error)) throw error;
    if (error.code === 'hub-unreachable') state.away = error.message;
    return { id, reason: error.message };
  }
}

/** Downloads of `model:auto` may take so much of its budget; they do not count as training. */
const FETCH_SHARE = 0.5;

interface AutoOptions extends Pick<FetchingOptions, 'config' | 'cacheDir' | 'signal'> {
  onEvent: (event: ChildEvent) => void;
}

/** A Run's spec with the candidates that are here, and the names of those that did not arrive. */
export async function prefetchAuto(spec: RunSpec, { onEvent, ...options }: AutoOptions): Promise<RunSpec> {
  if (spec.model !== 'auto' || !spec.candidates?.some((id) => findHubRef(id) !== null)) return spec;
  const onProgress = (step: string) => onEvent({ type: 'progress', step, fraction: 0, etaSeconds: null });
  const limit = AbortSignal.timeout(spec.budgetSeconds * FETCH_SHARE * 1_000);
  const signal = AbortSignal.any([options.signal, limit]);
  const fetched = await Promise.all(
    prefetchCandidates(spec.candidates, { ...options, kind: spec.kind, signal, onProgress }),
  );
  options.signal.throwIfAborted();
  const missing = fetched.filter(({ reason }) => reason !== null).map(({ id }) => findModel(id)?.name ?? id);
  return {
    ...spec,
    candidates: fetched.filter(({ reason }) => reason === null).map(({ id }) => id),
    notFetched: [...(spec.notFetched ?? []), ...missing],
  };
}
