/** Gaussian classes with unit deviation in 20 features, and labels of which some are wrong. */
import { seededRandom } from '../../../../src/statistics/random.ts';
import type { FeatureTable } from '../../../../src/training/classifier/head/feature-space.ts';
import type { Samples } from '../../../../src/training/classifier/samples.ts';

const FEATURES = 20;

/** @param options.distance between the means of the classes, about */
export function drawSamples(options: {
  n: number;
  classes: number;
  distance: number;
  wrong: number;
  seed: number;
}): { samples: Samples; features: FeatureTable; wrong: Set<number> } {
  const { n, classes, distance } = options;
  const random = seededRandom(options.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const spread = distance / Math.sqrt(2 * FEATURES);
  const means = Array.from({ length: classes }, () =>
    Array.from({ length: FEATURES }, () => normal() * spread),
  );
  const truth = Int32Array.from({ length: n }, (_, i) => i % classes);
  const values = Float32Array.from(
    { length: n * FEATURES },
    (_, i) => means[truth[Math.floor(i / FEATURES)]!]![i % FEATURES]! + normal(),
  );
  const wrong = new Set<number>();
  while (wrong.size < options.wrong) wrong.add(random.below(n));
  const labels = truth.map((label, i) =>
    wrong.has(i) ? (label + 1 + random.below(classes - 1)) % classes : label,
  );
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const cut = Math.floor(0.8 * n);
  return {
    samples: {
      kind: 'image',
      classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
      texts: [],
      files: [],
      ids: Array.from(all, String),
      labels,
      groups: all,
      groupNames: null,
      train: all.slice(0, cut),
      validation: all.slice(cut),
      test: all.slice(0, 0),
      pool: all,
      splitNotes: [],
    },
    features: { values, n, d: FEATURES },
    wrong,
  };
}
