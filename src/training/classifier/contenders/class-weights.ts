/** Class counts go in, the weights that contenders may give classes come out: equal, and lifted for rare ones. */
import type { ClassificationRecipe } from '../../../../knowledge/recipes/schema.ts';

export const CLASS_WEIGHTINGS = ['equal', 'rare-lifted'] as const;
export type ClassWeighting = (typeof CLASS_WEIGHTINGS)[number];

/** Which weightings are worth trying: lifted ones only for imbalanced classes. */
export function weightingsFor(
  counts: Int32Array,
  imbalance: ClassificationRecipe['imbalance'],
): ClassWeighting[] {
  return isImbalanced(counts, imbalance) ? [...CLASS_WEIGHTINGS] : ['equal'];
}

export function isImbalanced(counts: Int32Array, imbalance: ClassificationRecipe['imbalance']): boolean {
  const present = counts.filter((count) => count > 0);
  return Math.max(...present) / Math.min(...present) > imbalance.ratio;
}

/** One weight a class; the mean over the samples is 1. */
export function classWeightsOf(counts: Int32Array, weighting: ClassWeighting, strength: number): number[] {
  if (weighting === 'equal') return Array.from(counts, () => 1);
  const raw = Array.from(counts, (count) => (count === 0 ? 0 : count ** -strength));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = raw.reduce((sum, weight, c) => sum + weight * counts[c]!, 0) / total;
  return raw.map((weight) => weight / mean);
}
