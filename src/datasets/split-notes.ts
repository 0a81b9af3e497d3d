/** How a labelled Dataset was split, as Notes for the Report. Called by `split.ts`. */

import { type Note, note } from '../text/notes.ts';
import { type Term, term } from '../text/term.ts';
import { listed, partWord } from '../text/terms.ts';
import type { LabelledDataset, Part } from './dataset.ts';

const partsTerm = ([one, other]: readonly Part[]): Term =>
  other ? term('word.parts-and', { one: partWord(one!), other: partWord(other) }) : partWord(one!);

const percent = (share: number): string => String(Math.round(share * 100));

/** @param drawn.groups sets of samples that stay together; as many as samples where none do */
export function drawnNotes(
  dataset: LabelledDataset,
  { seed, shares, groups }: { seed: number; shares: Record<Part, number>; groups: number },
): Note[] {
  const [train, validation, test] = [shares.train, shares.validation, shares.test].map(percent) as [
    string,
    string,
    string,
  ];
  const drawn = note('split-drawn', { seed, train, validation, test });
  if (groups === dataset.samples.length) return [drawn];
  return [drawn, note('split-grouped', { groups })];
}

/**
 * @param given.named the parts that the data give themselves, "validation and test"
 * @param given.drawn those drawn from the rest; empty where there is none
 * @param given.removed training samples with a copy in a given part
 */
export function givenNotes({
  named,
  drawn,
  removed,
  seed,
}: {
  named: readonly Part[];
  drawn: readonly Part[];
  removed: number;
  seed: number;
}): Note[] {
  const notes = [note('split-given', { parts: partsTerm(named) })];
  if (drawn.length > 0)
    notes.push(
      note('split-rest-drawn', {
        parts: partsTerm(drawn),
        seed,
      }),
    );
  if (removed > 0) notes.push(note('split-copies-removed', { count: removed }));
  return notes;
}

/** @param options.share of the data that became the validation part */
export function separateTestNotes(
  { profile, samples }: LabelledDataset,
  { seed, share, removed }: { seed: number; share: number; removed: number },
): Note[] {
  const [train, validation] = [percent(1 - share), percent(share)];
  const notes = [
    note('split-separate-test', { name: profile.name, count: samples.length, seed, train, validation }),
  ];
  if (removed > 0) notes.push(note('split-tested-removed', { count: removed }));
  return notes;
}

/** Classes that a part lacks; empty when none does. @param dealt sample indices of each part */
export function missingNotes(dataset: LabelledDataset, dealt: Record<Part, number[]>): Note[] {
  return (['train', 'validation', 'test'] as const).flatMap((part) => {
    const present = new Set(dealt[part].map((index) => dataset.samples[index]!.label));
    const missing = dataset.classes.filter((_, c) => !present.has(c));
    const names = listed(missing, 5);
    return missing.length === 0 ? [] : [note('split-missing-classes', { part: partWord(part), names })];
  });
}
