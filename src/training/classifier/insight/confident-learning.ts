/**
 * Out-of-sample predictions and the labels that people gave go in; the samples whose label looks wrong come out, the
 * most suspicious first. Confident learning: Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty
 * in Dataset Labels", JAIR 70 (2021), with "prune by noise rate" (section 3.2). Next: `find-suspects.ts`.
 */
import type { Predictions } from '../evaluate/predictions.ts';

interface LabelIssue {
  /** Row of the predictions. */
  row: number;
  given: number;
  /** The most probable class. */
  suggested: number;
  /** Probability of the class that was given and of the one suggested. */
  givenProbability: number;
  suggestedProbability: number;
}

interface LabelIssues {
  /** Calibrated confident joint, counts: joint[given][true], rows sum to the samples with that label. */
  joint: Int32Array[];
  /** Sum of the joint beside its diagonal: how many labels are estimated to be wrong. */
  estimated: number;
  /** By normalised margin p(given) − max p(other), lowest first. */
  issues: LabelIssue[];
}

/** A probability counts as confident when it is no more than this under the threshold (as cleanlab does). */
const TOLERANCE = 1e-6;

/** @param predictions calibrated and out of sample: nobody learnt from the rows that are judged; [n, classes] */
export function findLabelIssues(predictions: Predictions, labels: ArrayLike<number>): LabelIssues {
  const probabilities = Float64Array.from(predictions.logProbabilities, Math.exp);
  const table: Table = { ...predictions, probabilities, labels };
  const joint = calibratedJoint(table);
  const flagged = pruneByNoiseRate(table, joint);
  const issues = [...flagged].map((row) => issueOf(table, row));
  const margin = ({ givenProbability, suggestedProbability }: LabelIssue) =>
    givenProbability - suggestedProbability;
  return {
    joint,
    estimated: joint.reduce(
      (sum, counts, given) => sum + counts.reduce((all, count) => all + count, 0) - counts[given]!,
      0,
    ),
    issues: issues
      .filter(({ given, suggested }) => given !== suggested)
      .sort((a, b) => margin(a) - margin(b) || a.row - b.row),
  };
}

interface Table extends Predictions {
  /** Row-major [n, classCount]. */
  probabilities: Float64Array;
  labels: ArrayLike<number>;
}

/** Mean self-confidence of each class: the mean probability of class c over the samples labelled c (equation 2). */
function classThresholds({ n, classCount, probabilities, labels }: Table): Float64Array {
  const sums = new Float64Array(classCount);
  const counts = new Float64Array(classCount);
  for (let row = 0; row < n; row++) {
    sums[labels[row]!]! += probabilities[row * classCount + labels[row]!]!;
    counts[labels[row]!]!++;
  }
  // Nobody is confident of a class that no sample has.
  return sums.map((sum, c) => (counts[c] === 0 ? 1 : sum / counts[c]!));
}

/** The confident joint (equation 1), scaled so that each row sums to the count of its label (equation 3). */
function calibratedJoint(table: Table): Int32Array[] {
  const { n, classCount, labels } = table;
  const thresholds = classThresholds(table);
  const joint = Array.from({ length: classCount }, () => new Float64Array(classCount));
  const given = new Float64Array(classCount);
  for (let row = 0; row < n; row++) {
    given[labels[row]!]!++;
    const guess = confidentClass(table, row, thresholds);
    if (guess >= 0) joint[labels[row]!]![guess]!++;
  }
  return joint.map((counts, label) => {
    counts[label] = Math.max(1, counts[label]!);
    const sum = counts.reduce((all, count) => all + count, 0);
    return roundKeepingSum(counts.map((count) => (count / sum) * given[label]!));
  });
}

/** The most probable of the classes whose threshold a row reaches; −1 when it reaches none. */
function confidentClass({ classCount, probabilities }: Table, row: number, thresholds: Float64Array): number {
  let best = -1;
  for (let c = 0; c < classCount; c++) {
    const value = probabilities[row * classCount + c]!;
    if (value < thresholds[c]! - TOLERANCE) continue;
    if (best < 0 || value > probabilities[row * classCount + best]!) best = c;
  }
  return best;
}

/** Largest remainders go up. */
function roundKeepingSum(values: Float64Array): Int32Array {
  const rounded = Int32Array.from(values, Math.round);
  const total = Math.round(values.reduce((sum, value) => sum + value, 0));
  let missing = total - rounded.reduce((sum, value) => sum + value, 0);
  const step = Math.sign(missing);
  const order = Array.from(values, (_, i) => i).sort(
    (a, b) => step * (values[b]! - rounded[b]! - (values[a]! - rounded[a]!)),
  );
  for (const i of order) {
    if (missing === 0) break;
    rounded[i]! += step;
    missing -= step;
  }
  return rounded;
}

/** For each pair the joint[given][true] samples with the largest p(true) − p(given); one of each label is left. */
function pruneByNoiseRate(table: Table, joint: readonly Int32Array[]): Set<number> {
  const { n, classCount, probabilities, labels } = table;
  const flagged = new Set<number>();
  const byLabel: number[][] = Array.from({ length: classCount }, () => []);
  for (let row = 0; row < n; row++) byLabel[labels[row]!]!.push(row);
  for (const [given, rows] of byLabel.entries()) {
    if (rows.length <= 1) continue;
    for (let other = 0; other < classCount; other++) {
      const count = joint[given]![other]!;
      if (other === given || count === 0) continue;
      const margin = (row: number) =>
        probabilities[row * classCount + other]! - probabilities[row * classCount + given]!;
      const order = rows.toSorted((a, b) => margin(b) - margin(a) || a - b);
      for (const row of order.slice(0, count)) flagged.add(row);
    }
  }
  return flagged;
}

function issueOf({ classCount, probabilities, labels }: Table, row: number): LabelIssue {
  const own = probabilities.subarray(row * classCount, (row + 1) * classCount);
  const given = labels[row]!;
  const suggested = own.indexOf(Math.max(...own));
  return {
    row,
    given,
    suggested,
    givenProbability: own[given]!,
    suggestedProbability: own[suggested]!,
  };
}
