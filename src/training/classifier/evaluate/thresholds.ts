/**
 * Validation and test predictions of a binary classifier go in, advice on the threshold comes out: chosen on validation,
 * then read off on the test part. Next: the Report.
 */
import type { Decision, Thresholds } from '../../../report/evaluation.ts';
import { bootstrapInterval } from '../../../statistics/intervals.ts';
import { type Cut, cutsOf, oneAgainstRest } from './curves.ts';
import type { Predictions } from './predictions.ts';

/** Recall and precision that the advice aims at. */
const GOAL = 0.95;
/** Rarer than this, a class is the one that is looked for. */
const RARE_SHARE = 0.4;

/** Which of two classes counts as positive: the clearly rarer one, else the second (as in scikit-learn). */
export function positiveClass(counts: ArrayLike<number>): number {
  const [first = 0, second = 0] = [counts[0], counts[1]];
  return first < RARE_SHARE * (first + second) ? 0 : 1;
}

interface Judged {
  probabilities: Float64Array;
  positive: boolean[];
}

function judged(predictions: Predictions, labels: ArrayLike<number>, c: number): Judged {
  const { scores, positive } = oneAgainstRest(predictions, labels, c);
  return { probabilities: scores.map(Math.exp), positive };
}

/** What calling every probability of at least `threshold` positive gives; 0 where a denominator is 0. */
function decide({ probabilities, positive }: Judged, threshold: number, rows?: ArrayLike<number>): Decision {
  let [hits, claimed, all] = [0, 0, 0];
  const n = rows?.length ?? probabilities.length;
  for (let i = 0; i < n; i++) {
    const row = rows ? rows[i]! : i;
    const said = probabilities[row]! >= threshold;
    if (said) claimed += 1;
    if (positive[row]) all += 1;
    if (said && positive[row]) hits += 1;
  }
  return {
    precision: claimed === 0 ? 0 : hits / claimed,
    recall: all === 0 ? 0 : hits / all,
    f1: claimed + all === 0 ? 0 : (2 * hits) / (claimed + all),
  };
}

/** Between this score and the next lower one, so that a slightly different score falls on the same side. */
const between = (cuts: readonly Cut[], i: number): number =>
  i + 1 < cuts.length ? (cuts[i]!.threshold + cuts[i + 1]!.threshold) / 2 : cuts[i]!.threshold / 2;

/** The cut with the highest figure; of equals the first, which flags the fewest. Null when none has one. */
function bestCut(cuts: readonly Cut[], figure: (cut: Cut) => number | null): number | null {
  let best: { value: number; index: number } | null = null;
  cuts.forEach((cut, index) => {
    const value = figure(cut);
    if (value !== null && (best === null || value > best.value)) best = { value, index };
  });
  const found = best as { value: number; index: number } | null;
  return found && between(cuts, found.index);
}

/** @returns null unless there are two classes, and samples of both among the validation ones. */
export function adviseThresholds(options: {
  validation: Predictions;
  validationLabels: ArrayLike<number>;
  test: Predictions;
  testLabels: ArrayLike<number>;
  names: readonly string[];
  positive: number;
  seed: number;
}): Thresholds | null {
  const { names, positive, seed } = options;
  if (names.length !== 2) return null;
  const validation = judged(options.validation, options.validationLabels, positive);
  const test = judged(options.test, options.testLabels, positive);
  const cuts = cutsOf(validation.probabilities, validation.positive);
  const all = cuts.at(-1);
  if (!all || all.hits === 0 || all.falseAlarms === 0) return null;
  const precision = ({ hits, falseAlarms }: Cut) => hits / (hits + falseAlarms);
  const bestF1 = bestCut(cuts, ({ hits, falseAlarms }) => (2 * hits) / (hits + falseAlarms + all.hits))!;
  const found = [
    { goal: 'default' as const, threshold: 0.5 },
    { goal: 'best-f1' as const, threshold: bestF1 },
    {
      goal: 'recall-95' as const,
      threshold: bestCut(cuts, (cut) => (cut.hits >= GOAL * all.hits ? precision(cut) : null)),
    },
    {
      goal: 'precision-95' as const,
      threshold: bestCut(cuts, (cut) => (precision(cut) >= GOAL ? cut.hits : null)),
    },
  ];
  const gain = (rows: Int32Array) => decide(validation, bestF1, rows).f1 - decide(validation, 0.5, rows).f1;
  const [low] = bootstrapInterval(validation.positive.length, gain, { seed, rounds: 500 });
  return {
    positive: names[positive]!,
    rows: found.map(({ goal, threshold }) => ({
      goal,
      threshold,
      validation: threshold === null ? null : decide(validation, threshold),
      test: threshold === null ? null : decide(test, threshold),
    })),
    defaultIsAsGood: low <= 0,
  };
}
