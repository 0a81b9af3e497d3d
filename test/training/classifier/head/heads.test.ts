import { beforeAll, describe, expect, it } from 'vitest';
import { type Matrices, onnxMatrices, tensorFlowMatrices } from '../../../../src/engines/compute/matrices.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { accuracyOf, fromScores } from '../../../../src/training/classifier/evaluate/predictions.ts';
import {
  foldStandardisation,
  makeLearningSpace,
  measureStandardisation,
  standardise,
} from '../../../../src/training/classifier/head/feature-space.ts';
import {
  fitHeads,
  type LinearHead,
  scoreFeatures,
} from '../../../../src/training/classifier/head/fit-heads.ts';

/** Gaussian clusters on a scale and offset that differ by feature. */
function clusters(n: number, d: number, classCount: number, seed: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const centres = Array.from({ length: classCount * d }, normal);
  const labels = Int32Array.from({ length: n }, (_, row) => row % classCount);
  const values = new Float32Array(n * d);
  for (let row = 0; row < n; row++)
    for (let f = 0; f < d; f++)
      values[row * d + f] = 5 * f + (1 + f) * (0.6 * centres[labels[row]! * d + f]! + normal());
  return { values, labels, n, d };
}

const allRows = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const trial = { cost: 3, loss: 'softmax', classWeights: [1, 1, 1], maxIterations: 300 } as const;

/** Gradient of the objective at a head, by plain loops. */
function gradientNorm(head: LinearHead, features: Float32Array, labels: Int32Array, cost: number): number {
  const { d, classCount } = head;
  const n = labels.length;
  const { logProbabilities } = fromScores(scoreFeatures(head, features, allRows(n)), classCount);
  const gradient = head.weights.map((value, i) => (i < d * classCount ? value / (cost * n) : 0));
  for (let row = 0; row < n; row++)
    for (let c = 0; c < classCount; c++) {
      const slope = (Math.exp(logProbabilities[row * classCount + c]!) - Number(c === labels[row])) / n;
      for (let f = 0; f < d; f++) gradient[f * classCount + c]! += slope * features[row * d + f]!;
      gradient[d * classCount + c]! += slope;
    }
  return Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
}

describe('measureStandardisation', () => {
  it('takes a feature whose deviation is rounding alone as constant', () => {
    // 0.1 is no single-precision number: summing it leaves a remainder in the mean.
    const values = Float32Array.from({ length: 24 }, (_, i) => (i % 2 ? i : 0.1));
    const { scale } = measureStandardisation(
      { values, n: 12, d: 2 },
      Int32Array.from({ length: 12 }, (_, i) => i),
    );
    expect(scale[0]).toBe(0);
    expect(scale[1]).toBeGreaterThan(0);
  });
});

describe.each([
  ['TensorFlow.js', tensorFlowMatrices],
  ['ONNX Runtime', onnxMatrices],
])('heads on %s', (_, open) => {
  let engine: Matrices;
  beforeAll(async () => {
    engine = await open();
  });

  it('reach the optimum of L2-regularised softmax regression: the gradient vanishes', async () => {
    const data = clusters(150, 12, 3, 1);
    const by = measureStandardisation(data, allRows(150));
    const features = standardise(data, allRows(150), by);
    const trials = [trial, { ...trial, cost: 0.1 }];
    const request = {
      engine,
      features,
      n: 150,
      d: 12,
      labels: data.labels,
      classCount: 3,
      trials,
      tolerance: 1e-9,
    };
    const heads = await fitHeads(request);
    heads.forEach((head, t) => {
      // Single precision of the matrix products.
      expect(gradientNorm(head, features, data.labels, trials[t]!.cost)).toBeLessThan(1e-4);
    });
    expect(
      accuracyOf(fromScores(scoreFeatures(heads[0]!, features, allRows(150)), 3), data.labels),
    ).toBeGreaterThan(0.8);
  });

  it('learnt in the span of few samples equal those learnt on all features', async () => {
    const data = clusters(40, 90, 3, 2);
    const by = measureStandardisation(data, allRows(40));
    const features = standardise(data, allRows(40), by);
    const space = await makeLearningSpace(engine, features, 40, 90);
    expect(space.d).toBe(40);
    const common = { engine, n: 40, labels: data.labels, classCount: 3, trials: [trial], tolerance: 1e-9 };
    const [small] = await fitHeads({ ...common, features: space.values, d: space.d });
    const [large] = await fitHeads({ ...common, features, d: 90 });
    const lifted = scoreFeatures(await space.toFeatureWeights(small!), features, allRows(40));
    const direct = scoreFeatures(large!, features, allRows(40));
    direct.forEach((score, i) => {
      expect(lifted[i]).toBeCloseTo(score, 2);
    });
    const folded = scoreFeatures(foldStandardisation(large!, by), data.values, allRows(40));
    direct.forEach((score, i) => {
      expect(folded[i]).toBeCloseTo(score, 4);
    });
  });

  it('trained on squared loss are the ridge solution', async () => {
    // One feature, two classes, by hand: w = Σ(x − x̄)(y − ȳ) / (Σ(x − x̄)² + 1/cost).
    const features = Float32Array.of(-1, 0, 1, 2);
    const labels = Int32Array.of(0, 0, 1, 1);
    const ridge = { cost: 0.5, loss: 'squared', classWeights: [1, 1], maxIterations: 100 } as const;
    const request = {
      engine,
      features,
      n: 4,
      d: 1,
      labels,
      classCount: 2,
      trials: [ridge],
      tolerance: 1e-12,
    };
    const [head] = await fitHeads(request);
    expect(head!.weights[1]).toBeCloseTo(2 / (5 + 2), 4);
    expect(head!.weights[0]).toBeCloseTo(-2 / (5 + 2), 4);
  });
});
