/** How a labelled Dataset was split, as Notes for the Report. Called by `split.ts`. */
import { type Note, note } from '../text/notes.ts';
import type { LabelledDataset, Part } from './dataset.ts';

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
  const drawn = note(
    'split-drawn',
    `Drawn with seed ${seed}, stratified by class, ${train}/${validation}/${test} % train/validation/test.`,
    { seed, train, validation, test },
  );
  if (groups === dataset.samples.length) return [drawn];
  return [
    drawn,
    note('split-grouped', `Duplicates and groups were kept together (${groups} groups).`, { groups }),
  ];
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
  named: string;
  drawn: string;
  removed: number;
  seed: number;
}): Note[] {
  const notes = [note('split-given', `The ${named} part is the one given in the data.`, { parts: named })];
  if (drawn !== '')
    notes.push(
      note('split-rest-drawn', `The ${drawn} part was drawn from the rest, stratified, seed ${seed}.`, {
        parts: drawn,
        seed,
      }),
    );
  if (removed > 0)
    notes.push(
      note(
        'split-copies-removed',
        `${removed} samples with a copy in a given part were left out of training.`,
        { count: removed },
      ),
    );
  return notes;
}

/** @param options.share of the data that became the validation part */
export function separateTestNotes(
  { profile, samples }: LabelledDataset,
  { seed, share, removed }: { seed: number; share: number; removed: number },
): Note[] {
  const [train, validation] = [percent(1 - share), percent(share)];
  const notes = [
    note(
      'split-separate-test',
      `Test part: the separate file ${profile.name} (${samples.length} samples). Train and validation drawn with seed ${seed}, stratified, ${train}/${validation} %.`,
      { name: profile.name, count: samples.length, seed, train, validation },
    ),
  ];
  if (removed > 0)
    notes.push(
      note(
        'split-tested-removed',
        `${removed} samples that also stand in the test file (or in a group with one) were left out of training.`,
        { count: removed },
      ),
    );
  return notes;
}

/** Classes that a part lacks; empty when none does. @param dealt sample indices of each part */
export function missingNotes(dataset: LabelledDataset, dealt: Record<Part, number[]>): Note[] {
  return (['train', 'validation', 'test'] as const).flatMap((part) => {
    const present = new Set(dealt[part].map((index) => dataset.samples[index]!.label));
    const missing = dataset.classes.filter((_, c) => !present.has(c));
    const names = `${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`;
    return missing.length === 0
      ? []
      : [note('split-missing-classes', `The ${part} part has no sample of ${names}.`, { part, names })];
  });
}
