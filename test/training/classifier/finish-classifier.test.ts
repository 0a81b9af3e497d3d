import { describe, expect, it } from 'vitest';
import { joinNotes, note } from '../../../src/text/notes.ts';
import { fromScores, type Predictions } from '../../../src/training/classifier/evaluate/predictions.ts';
import type { Finalist } from '../../../src/training/classifier/finalist.ts';
import { chooseWinner } from '../../../src/training/classifier/finish-classifier.ts';
import type { Stage } from '../../../src/training/classifier/stage.ts';

const LABELS = Int32Array.from({ length: 40 }, (_, i) => i % 2);

/** Right on the given share of the first half and of the second half of the rows. */
function predictions(n: number, right: (row: number) => boolean): Predictions {
  const scores = Array.from({ length: n }, (_, row) => {
    const winner = right(row) ? LABELS[row]! : 1 - LABELS[row]!;
    return winner === 0 ? [2, 0] : [0, 2];
  });
  return fromScores(scores.flat(), 2);
}

function finalist(id: string, validation: Predictions): Finalist {
  const right = Array.from({ length: validation.n }, (_, row) => {
    const at = row * 2;
    const best = validation.logProbabilities[at]! >= validation.logProbabilities[at + 1]! ? 0 : 1;
    return Number(best === LABELS[row]);
  });
  const accuracy = right.reduce((sum, value) => sum + value, 0) / validation.n;
  return {
    id,
    name: id,
    role: 'transfer',
    deliverable: true,
    members: [],
    hyperparameters: {},
    validation,
    accuracy,
    temperature: 1,
    seconds: 0,
  };
}

const stageOf = (finalists: Finalist[]) =>
  ({
    finalists,
    race: {
      labels: LABELS,
      imbalanced: false,
      plan: { folds: [], scored: Int32Array.from(LABELS.keys()), notes: [note('settings-none')] },
    },
  }) as unknown as Stage;

describe('the winner among contenders of which one was scored on the first folds only', () => {
  // The first half is easy: the probe is right on all of it, and on half of the rest.
  const probe = finalist(
    'probe',
    predictions(40, (row) => row < 20 || row % 4 < 2),
  );

  it('is not the one that had the easier rows, and whose score says so', () => {
    const tuned = finalist(
      'unfrozen-top',
      predictions(20, (row) => row !== 3 && row !== 8),
    );
    const stage = stageOf([probe, tuned]);
    const { winner, finalists, plan } = chooseWinner(stage);
    expect(winner.id).toBe('probe');
    expect(tuned.accuracy).toBeGreaterThan(probe.accuracy);
    expect(finalists[1]!.accuracy).toBeCloseTo(probe.accuracy - 0.1, 12);
    expect(plan.scored).toHaveLength(40);
  });

  it('is the one that is better on the same rows; all are then restated on those', () => {
    const weak = finalist(
      'probe',
      predictions(40, (row) => row % 4 < 2 || row >= 20),
    );
    const tuned = finalist(
      'unfrozen-top',
      predictions(20, () => true),
    );
    const stage = stageOf([weak, tuned]);
    const { winner, finalists, plan } = chooseWinner(stage);
    expect(winner.id).toBe('unfrozen-top');
    expect(finalists[0]!.accuracy).toBeCloseTo(0.5, 12);
    expect(plan.scored).toHaveLength(20);
    expect(joinNotes(plan.notes)).toContain('first 20 of 40');
    // What was tried stays as it was tried.
    expect(stage.finalists).toEqual([weak, tuned]);
    expect(stage.race.plan.scored).toHaveLength(40);
  });
});
