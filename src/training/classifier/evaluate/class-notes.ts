/** What a person should know beside the figures of a later labelled file. Used by: `evaluate-file.ts`. */

import type { ChildResultOf } from '../../../child/messages.ts';
import type { LabelledDataset } from '../../../datasets/dataset.ts';
import type { Report } from '../../../report/report.ts';
import { type Note, note } from '../../../text/notes.ts';
import { listed } from '../../../text/terms.ts';

type Overlap = ChildResultOf<'evaluated'>['overlap'];

/** What a person should know of rows that are no news to the model. */
function overlapNotes(overlap: Overlap): Note[] {
  if (!overlap || overlap.learnt === 0) return [];
  const { learnt: count, of: total, withThem } = overlap;
  if (count === total) return [note('all-learnt', { total })];
  const [rest, accuracy] = [total - count, (100 * (withThem ?? 0)).toFixed(1)];
  return [note('some-learnt', { count, total, rest, accuracy })];
}

/** Unknown classes are counted in the profile's problem; here they are held against the model. */
export function notesOf(
  report: Report,
  { profile }: LabelledDataset,
  { n, accuracy }: Report['classification'] & {},
  overlap: Overlap,
) {
  const notes: Note[] = overlapNotes(overlap);
  if (profile.hash === report.dataset.hash && overlap === null) notes.push(note('file-of-training'));
  const unknown = profile.problems.find(({ code }) => code === 'unknown-classes');
  const left = unknown?.count ?? 0;
  if (unknown && left > 0) {
    const names = listed(unknown.items, 5);
    const counted = ((100 * accuracy * n) / (n + left)).toFixed(1);
    notes.push(note('unknown-classes-counted', { count: left, names, accuracy: counted }));
  }
  const absent = profile.classes.filter(({ count }) => count === 0).map(({ name }) => name);
  if (absent.length > 0) notes.push(note('absent-classes', { names: listed(absent, 8) }));
  return notes;
}
