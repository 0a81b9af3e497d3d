/**
 * Whether a variant of a model is as good as the whole: the rule of compact delivery. In: what both gave for the same
 * test samples. Out: yes or no. Pure. Next: `offer-compact.ts`.
 */

export interface Judged {
  /** As the Report shows it. */
  figure: number;
  /** One a test sample, higher is better: right or wrong, minus an error, ln p, whether the same action was chosen. */
  samples: ArrayLike<number>;
}

export interface Measure {
  name: string;
  better: 'higher' | 'lower';
  /** How much worse the figure may be; `relative`: as a share of the full model's. */
  tolerance: { by: number; relative: boolean };
}

/** One-sided 5 % of the normal distribution. */
const CRITICAL = 1.645;
/** However few samples there are to tell: chance explains no more than so many times the tolerance. */
const MOST_TOLERANCES = 4;

/**
 * As good: at most the tolerance worse (half a point), or worse by no more than chance explains, by the standard error of
 * the paired differences, and in no case by more than two points.
 */
export function isAsGood(full: Judged, variant: Judged, { better, tolerance }: Measure): boolean {
  const worse = better === 'higher' ? full.figure - variant.figure : variant.figure - full.figure;
  const allowed = tolerance.relative ? tolerance.by * Math.abs(full.figure) : tolerance.by;
  // A share of counts such as 0.005 of 200 is not hit exactly.
  if (worse <= allowed + 1e-9) return true;
  if (!(worse <= MOST_TOLERANCES * allowed)) return false;
  const n = full.samples.length;
  const differences = Float64Array.from({ length: n }, (_, i) => full.samples[i]! - variant.samples[i]!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return n > 1 && mean <= CRITICAL * Math.sqrt(squares / (n - 1) / n);
}
