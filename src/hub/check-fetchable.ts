/**
 * Can a model of the Hub be had from here? In: a HubRef. Out: nothing, or the UserError that its download would end with. Asked
 * before a Run is queued; what was fetched before needs no network.
 */
import type { DataKind } from '../datasets/dataset.ts';
import { timeLimit } from '../time-limit.ts';
import { readSnapshot } from './hub-cache.ts';
import { type Fetch, type HubAccess, hubFetch } from './hub-errors.ts';
import type { HubRef } from './hub-id.ts';

/** A Hub that does not answer for so long would hold a download up as well. */
const PATIENCE_MS = 8_000;

/** @throws UserErrors `hub-unreachable`, `hub-not-found`, `hub-gated` and the like */
export async function checkFetchable(
  ref: HubRef,
  { cacheDir, hub, kind }: { cacheDir: string; hub: HubAccess; kind: DataKind },
): Promise<void> {
  if (await readSnapshot(cacheDir, ref, kind)) return;
  const subject = ref.revision === 'main' ? ref.name : `${ref.name}@${ref.revision}`;
  const asking = hubFetch(subject, hub);
  const fetch: Fetch = (input, init) => asking(input, { ...init, signal: timeLimit(PATIENCE_MS) });
  const { modelInfo } = await import('@huggingface/hub');
  await modelInfo({ name: ref.name, revision: ref.revision, hubUrl: hub.endpoint, fetch });
}
