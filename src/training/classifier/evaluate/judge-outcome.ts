/**
 * A trained classifier's predictions → what they show: with against without transfer, sample by sample, and the model
 * against guessing. Next: the Report.
 */
import {
  type Guessing,
  guessingOutcome,
  type Paired,
  type TransferOutcome,
  transferOutcome,
} from '../../../report/outcome.ts';
import { bootstrapInterval } from '../../../statistics/intervals.ts';
import { comparePaired } from '../../../statistics/significance.ts';
import type { Finalist } from '../finalist.ts';
import { macroF1Of } from './metrics.ts';
import { correctness, firstRows, fromScores, logLossOf, type Predictions, takeRows } from './predictions.ts';

export interface Judged {
  winner: Finalist;
  finalists: readonly Finalist[];
  /** Of the test part, by the id of the finalist. */
  tested: ReadonlyMap<string, Predictions>;
  validationLabels: Int32Array;
  testLabels: Int32Array;
  seed: number;
}

/** The delivered one stands for its side, the best on validation for the other. Null where one side is empty. */
export function judgeTransfer(judged: Judged): TransferOutcome | null {
  const [transfer, baseline] = (['transfer', 'baseline'] as const).map((role) => sideOf(judged, role));
  if (!transfer || !baseline) return null;
  const n = Math.min(transfer.validation.n, baseline.validation.n);
  const validation = paired(
    firstRows(transfer.validation, n),
    firstRows(baseline.validation, n),
    judged.validationLabels,
    judged.seed,
  );
  const [first, second] = [judged.tested.get(transfer.id), judged.tested.get(baseline.id)];
  const test = first && second ? paired(first, second, judged.testLabels, judged.seed) : null;
  return {
    outcome: transferOutcome(validation, test),
    transfer: transfer.id,
    baseline: baseline.id,
    validation,
    test,
  };
}

function sideOf({ winner, finalists }: Judged, role: Finalist['role']): Finalist | undefined {
  if (winner.role === role) return winner;
  return finalists.filter((one) => one.role === role).toSorted((a, b) => b.accuracy - a.accuracy)[0];
}

function paired(first: Predictions, second: Predictions, labels: Int32Array, seed: number): Paired {
  const { mean, interval } = comparePaired(correctness(first, labels), correctness(second, labels), seed);
  return { mean, interval };
}

interface GuessingInput extends Judged {
  /** Samples a class in train + validation: what a guesser knows. */
  counts: Int32Array;
  imbalanced: boolean;
}

export function judgeGuessing(input: GuessingInput): Guessing {
  const { counts, testLabels: labels, seed } = input;
  const predictions = input.tested.get(input.winner.id)!;
  const commonest = counts.indexOf(Math.max(...counts));
  const guessedRight = Uint8Array.from(labels, (label) => (label === commonest ? 1 : 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shareLosses = Float64Array.from(
    labels,
    (label) => -Math.log((counts[label]! + 1) / (total + counts.length)),
  );
  const gains = shareLosses.map((loss, row) => loss - rowLoss(predictions, labels, row));
  const accuracy = comparePaired(correctness(predictions, labels), guessedRight, seed);
  const outcome = guessingOutcome(
    {
      accuracy,
      macroF1: macroF1Of(predictions, labels) - macroF1Of(always(commonest, predictions), labels),
      logLoss: meanWithInterval(gains, seed),
    },
    input.imbalanced,
  );
  return { outcome, accuracy: meanOf(guessedRight), logLoss: meanOf(shareLosses) };
}

/** Of one sample, in nats. */
const rowLoss = (predictions: Predictions, labels: Int32Array, row: number): number =>
  logLossOf(takeRows(predictions, [row]), [labels[row]!]);

/** The same answer to everything. */
function always(answer: number, { n, classCount }: Predictions): Predictions {
  const scores = Float64Array.from({ length: n * classCount }, (_, i) => Number(i % classCount === answer));
  return fromScores(scores, classCount);
}

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function meanWithInterval(values: Float64Array, seed: number): Paired {
  const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
  return {
    mean: meanOf(values),
    interval: values.length === 0 ? [0, 0] : bootstrapInterval(values.length, mean, { seed, rounds: 500 }),
  };
}
