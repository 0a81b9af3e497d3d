/**
 * Frozen features [n, d] + labels → how well they separate the classes: accuracy of a stratified k-fold ridge
 * probe with λ chosen inside each training fold, rank-corrected LogME. Runs in the trainer
 * child (`src/training/measure.ts`); pure, seeded, no heavy import. `compareMeasured` then pairs the candidates.
 */
import { stratifiedFolds } from './folds.ts';
import { type Features, gramMatrix, scaleFeatures } from './gram.ts';
import { logMe } from './logme.ts';
import { ridgeFold } from './ridge.ts';

export interface MeasureOptions {
  folds?: number;
  seed: number;
  /** Near-duplicates, speakers, sources: kept in one fold. */
  groups?: Int32Array | null;
}

export interface Measured {
  /** Out-of-fold accuracy, 0–1. */
  accuracy: number;
  /** Evidence per sample; comparable between candidates on the same samples only. */
  logme: number;
  /** 1 where the sample was predicted right when held out, [n]. */
  correct: Uint8Array;
  /** λ chosen in each fold. */
  lambdas: number[];
  seconds: number;
}

/** @param labels class index of each sample, [n]; at least two classes @throws Error when sizes disagree */
export function measureCandidate(
  features: Features,
  labels: ArrayLike<number>,
  options: MeasureOptions,
): Measured {
  const started = performance.now();
  const { n } = features;
  if (labels.length !== n) throw new Error(`measureCandidate: ${labels.length} labels for ${n} samples`);
  const measured = measureGram(gramMatrix(scaleFeatures(features)), labels, options);
  return { ...measured, seconds: (performance.now() - started) / 1_000 };
}

/** The same from a Gram matrix [n, n], for sparse features such as TF-IDF. */
export function measureGram(
  gram: Float64Array,
  labels: ArrayLike<number>,
  options: MeasureOptions,
): Measured {
  const started = performance.now();
  const y = Int32Array.from(labels);
  const n = y.length;
  const classCount = y.reduce((max, label) => Math.max(max, label), 0) + 1;
  const folds = Math.max(2, Math.min(options.folds ?? 5, n));
  const fold = stratifiedFolds(y, { folds, seed: options.seed, groups: options.groups });
  const correct = new Uint8Array(n);
  const lambdas: number[] = [];
  for (let f = 0; f < folds; f++) {
    const held = indicesWhere(n, (i) => fold[i] === f);
    const train = indicesWhere(n, (i) => fold[i] !== f);
    if (held.length === 0 || train.length === 0) continue;
    const { predicted, lambda } = ridgeFold(gram, y, classCount, train, held);
    lambdas.push(lambda);
    held.forEach((i, position) => {
      correct[i] = predicted[position] === y[i] ? 1 : 0;
    });
  }
  return {
    accuracy: correct.reduce((sum, value) => sum + value, 0) / n,
    logme: logMe(gram, y, classCount),
    correct,
    lambdas,
    seconds: (performance.now() - started) / 1_000,
  };
}

const indicesWhere = (n: number, test: (i: number) => boolean): Int32Array =>
  Int32Array.from(Array.from({ length: n }, (_, i) => i).filter(test));
