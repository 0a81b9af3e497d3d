/**
 * A Ranking → which of its candidates are measured on a person's data: about six that train here, those that need no download
 * first, then those of the Hub in the Ranking's order, as many as one measuring may fetch. Used by `/recommend` and by
 * `/finetune model:auto`.
 */
import type { Candidate, Ranking } from '../ranking.ts';

const MOST = 6;
/** Where neither a file's size nor the number of parameters is published. */
const UNKNOWN_MIB = 100;

export interface Fetching {
  /** Whether models of the Hub are fetched at all (HUB_AUTO). */
  fromHub: boolean;
  maxMiB: number;
  /** Whether the operator's token opens a repository that is behind terms. */
  mayOpen: (hubId: string) => boolean;
}

export interface Shortlist {
  /** Ids of the catalogue, in the order in which they are measured. */
  ids: string[];
  /** About how much has to be fetched, if nothing was fetched before. */
  fetchMiB: number;
  /** Names of those of the Hub that would be among them, were they not left out by HUB_AUTO. */
  leftOut: string[];
}

const isClosed = ({ access, hubId }: Candidate, { mayOpen }: Fetching): boolean =>
  access === 'gated' && (hubId === null || !mayOpen(hubId));

export function shortlist({ eligible }: Pick<Ranking, 'eligible'>, fetching: Fetching): Shortlist {
  const embedded = eligible.filter(({ runsHere }) => runsHere === 'embedded').slice(0, MOST);
  const taken: Candidate[] = [];
  let fetchMiB = 0;
  // Found by live search, nothing is known of how good they are, and much may be fetched in vain.
  for (const one of eligible.filter(({ runsHere, hub }) => runsHere === 'hub' && hub === null)) {
    const size = one.sizeMiB ?? UNKNOWN_MIB;
    if (embedded.length + taken.length >= MOST) break;
    if (fetchMiB + size > fetching.maxMiB || isClosed(one, fetching)) continue;
    taken.push(one);
    fetchMiB += size;
  }
  const fetched = fetching.fromHub ? taken : [];
  return {
    ids: [...embedded, ...fetched].map(({ id }) => id),
    fetchMiB: fetching.fromHub ? Math.round(fetchMiB) : 0,
    leftOut: fetching.fromHub ? [] : taken.map(({ name }) => name),
  };
}
