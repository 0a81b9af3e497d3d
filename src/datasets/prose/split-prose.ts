/**
 * Documents → who is learnt from, chosen on, tested on. Seeded; near-duplicates stay together; shares count characters.
 * Next: `training/generation`.
 */
import { drawKey } from '../../hash.ts';
import { drawGroups } from '../../statistics/groups.ts';
import { type Note, note } from '../../text/notes.ts';
import type { ProseDataset } from '../dataset.ts';

interface ProseSplit {
  /** Document indices, ascending. */
  train: number[];
  validation: number[];
  test: number[];
  notes: Note[];
}

const HELD_OUT = 0.15;

export function splitProse({ documents }: Pick<ProseDataset, 'documents'>, seed: number): ProseSplit {
  const all = documents.reduce((sum, { text }) => sum + text.length, 0);
  const drawn = drawGroups(
    documents.keys(),
    (i) => documents[i]!.group,
    (i) => drawKey(seed, documents[i]!.text),
  );
  const parts = { test: [] as number[], validation: [] as number[], train: [] as number[] };
  const filled = { test: 0, validation: 0 };
  for (const members of drawn) {
    const characters = members.reduce((sum, i) => sum + documents[i]!.text.length, 0);
    // A group too large for a held-out part is learnt from.
    const fits = (part: 'test' | 'validation') =>
      filled[part] < HELD_OUT * all && characters <= 2 * HELD_OUT * all;
    const part = fits('test') ? 'test' : fits('validation') ? 'validation' : 'train';
    parts[part].push(...members);
    if (part !== 'train') filled[part] += characters;
  }
  const [train, validation, test] = [parts.train, parts.validation, parts.test].map((part) =>
    part.toSorted((a, b) => a - b),
  ) as [number[], number[], number[]];
  const together = documents.length - drawn.length;
  return {
    train,
    validation,
    test,
    notes: [
      note('split-texts', { seed }),
      ...(together > 0
        ? [
            note('split-texts-grouped', {
              groups: drawn.length,
            }),
          ]
        : []),
    ],
  };
}
