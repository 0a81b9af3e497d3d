/**
 * Predictions of samples that were not learnt from → the classes of which more samples would help first: mistaken more than
 * the others, by precision and recall together, and no larger than most. Called by `data-curve.ts`.
 */
import type { DataCurve } from '../../../report/insight.ts';
import { quantile } from '../../../statistics/intervals.ts';

interface Judged {
  label: number;
  predicted: number;
}
type Weak = DataCurve['weakest'][number] & { f1: number };

/** A class is weak from this much F1 below the mean. */
const WEAK = 0.05;
/** Classes this near in F1 are equal: none of them is named without the others. */
const EQUAL = 0.02;
const MOST = 3;
/** A little above the median is as small as it, so that no chance sample decides. */
const SMALL = 1.2;

/** @param counts samples of each class to learn from */
export function findWeakest(
  names: readonly string[],
  counts: ArrayLike<number>,
  judged: readonly Judged[],
): DataCurve['weakest'] {
  const classes = names.flatMap((name, c) => {
    const figures = figuresOf(judged, c);
    return figures ? [{ name, ...figures, samples: counts[c]! }] : [];
  });
  if (classes.length < 2) return [];
  const mean = classes.reduce((sum, { f1 }) => sum + f1, 0) / classes.length;
  const median = quantile(Float64Array.from(counts).sort(), 0.5);
  const weak = classes
    .filter(({ f1, samples }) => f1 < mean - WEAK && samples <= median * SMALL)
    .toSorted((a, b) => a.f1 - b.f1);
  return withoutTies(weak).map(({ f1: _, ...rest }) => rest);
}

/** The first few; where the line would run between equals, all of them are left out. */
function withoutTies(weak: readonly Weak[]): Weak[] {
  const next = weak[MOST];
  if (!next) return [...weak];
  return weak.slice(0, MOST).filter(({ f1 }) => f1 < next.f1 - EQUAL);
}

/** Null of a class that was not asked for. */
function figuresOf(judged: readonly Judged[], c: number) {
  const asked = judged.filter(({ label }) => label === c).length;
  if (asked === 0) return null;
  const given = judged.filter(({ predicted }) => predicted === c).length;
  const hits = judged.filter(({ label, predicted }) => label === c && predicted === c).length;
  const precision = given === 0 ? 0 : hits / given;
  return { precision, recall: hits / asked, f1: (2 * hits) / (asked + given) };
}
