/**
 * Scores and labels go in, ROC and precision–recall curves and the average precision come out, as scikit-learn defines
 * them (`roc_curve` with every threshold, `precision_recall_curve`, `average_precision_score`). Drawn by
 * `report/charts/curves.ts`.
 */
import type { Curve } from '../../../report/evaluation.ts';
import type { Predictions } from './predictions.ts';
import { rocAuc } from './roc.ts';

/** Counts at one threshold: samples with a score of at least it. */
export interface Cut {
  threshold: number;
  hits: number;
  falseAlarms: number;
}

/** One cut a distinct score, from the highest score down. */
export function cutsOf(scores: ArrayLike<number>, positive: ArrayLike<boolean>): Cut[] {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const cuts: Cut[] = [];
  let [hits, falseAlarms] = [0, 0];
  order.forEach((row, i) => {
    if (positive[row]) hits += 1;
    else falseAlarms += 1;
    const threshold = scores[row]!;
    if (i + 1 === order.length || scores[order[i + 1]!]! !== threshold)
      cuts.push({ threshold, hits, falseAlarms });
  });
  return cuts;
}

const totals = (cuts: readonly Cut[]) => cuts.at(-1) ?? { hits: 0, falseAlarms: 0 };

/** [false positive rate, true positive rate] from [0, 0] to [1, 1]. Needs both kinds of samples. */
export function rocPoints(cuts: readonly Cut[]): [number, number][] {
  const all = totals(cuts);
  return [
    [0, 0],
    ...cuts.map((cut): [number, number] => [cut.falseAlarms / all.falseAlarms, cut.hits / all.hits]),
  ];
}

/** [recall, precision] by ascending recall, beginning with scikit-learn's [0, 1]. Needs a positive sample. */
export function precisionRecallPoints(cuts: readonly Cut[]): [number, number][] {
  const all = totals(cuts);
  return [
    [0, 1],
    ...cuts.map((cut): [number, number] => [cut.hits / all.hits, cut.hits / (cut.hits + cut.falseAlarms)]),
  ];
}

/** Σ (Rₖ − Rₖ₋₁)·Pₖ over the cuts, without interpolation; null when there is no positive sample. */
export function averagePrecision(cuts: readonly Cut[]): number | null {
  const all = totals(cuts);
  if (all.hits === 0) return null;
  let [sum, before] = [0, 0];
  for (const { hits, falseAlarms } of cuts) {
    sum += ((hits - before) / all.hits) * (hits / (hits + falseAlarms));
    before = hits;
  }
  return sum;
}

/** Natural logarithms of the probabilities of one class, and which samples are of it. */
export function oneAgainstRest(
  { n, classCount, logProbabilities }: Predictions,
  labels: ArrayLike<number>,
  c: number,
) {
  return {
    scores: Float64Array.from({ length: n }, (_, row) => logProbabilities[row * classCount + c]!),
    positive: Array.from({ length: n }, (_, row) => labels[row] === c),
  };
}

/** Points of a stored curve: enough for a chart. */
const STORED_POINTS = 200;

const thin = (points: [number, number][]): [number, number][] => {
  if (points.length <= STORED_POINTS) return points;
  const step = (points.length - 1) / (STORED_POINTS - 1);
  return Array.from({ length: STORED_POINTS }, (_, i) => points[Math.round(i * step)]!);
};

/** Null when every sample is of the class, or none is. */
function curveOf(predictions: Predictions, labels: ArrayLike<number>, c: number, name: string): Curve | null {
  const { scores, positive } = oneAgainstRest(predictions, labels, c);
  const area = rocAuc(scores, positive);
  if (area === null) return null;
  const cuts = cutsOf(scores, positive);
  return {
    name,
    positives: totals(cuts).hits,
    rocAuc: area,
    averagePrecision: averagePrecision(cuts)!,
    roc: thin(rocPoints(cuts)),
    precisionRecall: thin(precisionRecallPoints(cuts)),
  };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Highest true positive rate of a curve at a false positive rate, linear between its points. */
function rateAt(points: readonly [number, number][], x: number): number {
  const after = points.findIndex(([at]) => at > x);
  if (after < 0) return 1;
  const [[left, low], [right, high]] = [points[after - 1]!, points[after]!];
  return low + ((high - low) * (x - left)) / (right - left);
}

/** Mean of the classes' true positive rates at each false positive rate. */
function meanCurve(curves: readonly Curve[]): Curve {
  const grid = Array.from({ length: 101 }, (_, i) => i / 100);
  return {
    name: null,
    positives: curves.reduce((sum, { positives }) => sum + positives, 0),
    rocAuc: meanOf(curves.map(({ rocAuc: area }) => area)),
    averagePrecision: meanOf(curves.map((curve) => curve.averagePrecision)),
    roc: grid.map((x) => [x, meanOf(curves.map(({ roc }) => rateAt(roc, x)))]),
    precisionRecall: [],
  };
}

/** More lines in one chart cannot be told apart. */
const CLASSES_SHOWN = 6;

/**
 * The curves worth showing: the positive class of two, else the classes of the lowest average precision and the mean.
 * @returns also the mean average precision; null when a class has no sample.
 */
export function classCurves(
  predictions: Predictions,
  labels: ArrayLike<number>,
  names: readonly string[],
  positive: number,
): { curves: Curve[]; averagePrecision: number | null } {
  const all = names.map((name, c) => curveOf(predictions, labels, c, name));
  const known = all.filter((curve) => curve !== null);
  const mean = known.length < names.length ? null : meanOf(known.map((curve) => curve.averagePrecision));
  if (names.length === 2) {
    const curve = all[positive];
    return { curves: curve ? [curve] : [], averagePrecision: mean };
  }
  const hardest = known.toSorted((a, b) => a.averagePrecision - b.averagePrecision).slice(0, CLASSES_SHOWN);
  return { curves: known.length > 0 ? [meanCurve(known), ...hardest] : [], averagePrecision: mean };
}
