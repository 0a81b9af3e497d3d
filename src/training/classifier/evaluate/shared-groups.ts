/** Samples with named groups → a warning where a speaker or source stands on both sides of the test. Pure. */
import { type Note, note } from '../../../text/notes.ts';
import { listed } from '../../../text/terms.ts';
import type { Samples } from '../samples.ts';

const NAMED = 5;

/** Happens only where the person gave the test part: a part that is drawn here keeps groups whole. */
export function sharedGroupsWarning({ groupNames, pool, test }: Samples): Note[] {
  if (!groupNames) return [];
  const namesIn = (rows: Int32Array) =>
    new Set(Array.from(rows, (row) => groupNames[row]!).filter((name) => name !== ''));
  const learnt = namesIn(pool);
  const tested = namesIn(test);
  const shared = [...tested].filter((name) => learnt.has(name));
  if (shared.length === 0) return [];
  return [note('groups-shared', { count: shared.length, total: tested.size, names: listed(shared, NAMED) })];
}
