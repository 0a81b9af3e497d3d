/** Outcomes of a Run go in, the sentences of the Report that only training can write come out. */

import { type Note, note } from '../../text/notes.ts';

/** Why not the one of the highest accuracy: `choose.ts` takes the steadier of those that chance may have put in order. */
export function equalsNote(
  higher: { name: string; accuracy: number },
  delivered: { name: string; accuracy: number },
  imbalanced: boolean,
): Note {
  const [otherScore, score] = [higher.accuracy.toFixed(3), delivered.accuracy.toFixed(3)];
  return note(imbalanced ? 'steadier-f1' : 'steadier-loss', {
    other: { phrase: higher.name },
    otherScore,
    model: { phrase: delivered.name },
    score,
  });
}

/** Fewer test samples than this leave an interval that says little. */
const FEW_TEST_SAMPLES = 50;
/** Fewer training samples a class than this. */
const FEW_PER_CLASS = 8;

export function sizeWarnings(smallestClass: { name: string; count: number }, testCount: number): Note[] {
  const warnings: Note[] = [];
  if (testCount < FEW_TEST_SAMPLES) warnings.push(note('few-test-samples', { count: testCount }));
  if (smallestClass.count < FEW_PER_CLASS) warnings.push(note('few-per-class', { ...smallestClass }));
  return warnings;
}
