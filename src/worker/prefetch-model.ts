/**
 * A Run's spec → its pretrained model's files in the cache, where they come from the Hub. Called by `work.ts` before the
 * trainer starts: the token stays in this process, the trainer only reads the cache.
 */

import type { ChildEvent } from '../child/events.ts';
import type { RunSpec } from '../child/run-spec.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { fetchHubModel } from '../hub/fetch-model.ts';
import { findHubRef } from '../hub/hub-id.ts';
import { dataWord } from '../text/terms.ts';

interface PrefetchOptions {
  config: Pick<Config, 'hub' | 'maxModelBytes'>;
  cacheDir: string;
  signal: AbortSignal;
  onEvent: (event: ChildEvent) => void;
}

/** @throws UserErrors `hub-…`, `hub-model-other-kind`, `cancelled` */
export async function prefetchModel(
  { model, modelFile, kind }: Pick<RunSpec, 'model' | 'modelFile' | 'kind'>,
  { config, cacheDir, signal, onEvent }: PrefetchOptions,
): Promise<void> {
  const ref = modelFile === null ? findHubRef(model) : null;
  if (ref === null) return;
  if (kind === 'policy') throw new UserError('hub-model-other-kind', { kind: dataWord(kind) });
  const onProgress = (step: string) => onEvent({ type: 'progress', step, fraction: 0, etaSeconds: null });
  const { hub, maxModelBytes: limitBytes } = config;
  try {
    await fetchHubModel(ref, { cacheDir, hub, kind, limitBytes, signal, onProgress });
  } catch (error) {
    if (signal.aborted) throw new UserError('cancelled');
    throw error;
  }
}
