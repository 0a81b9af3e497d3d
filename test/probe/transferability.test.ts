import { describe, expect, it } from 'vitest';
import { compareMeasured } from '../../src/probe/compare.ts';
import { eigenCoordinates } from '../../src/probe/eigen.ts';
import { stratifiedFolds } from '../../src/probe/folds.ts';
import { formQ } from '../../src/probe/form-q.ts';
import { centreGram, gramMatrix } from '../../src/probe/gram.ts';
import { logMe } from '../../src/probe/logme.ts';
import { measureCandidate } from '../../src/probe/measure-candidate.ts';
import {
  chooseLambda,
  LAMBDA_MULTIPLES,
  leaveOneOutError,
  prepare,
  ridgeFold,
} from '../../src/probe/ridge.ts';
import { tridiagonalise } from '../../src/probe/tridiagonal.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { pairedDifference } from '../../src/statistics/significance.ts';
import { GOLDEN, goldenInput } from './golden.ts';

const relative = (value: number, expected: number) => Math.abs(value - expected) / Math.abs(expected);

function clusters(n: number, d: number, classCount: number, separation: number, seed: number) {
  const { next: random } = seededRandom(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const labels = Int32Array.from({ length: n }, (_, i) => i % classCount);
  const values = Float32Array.from(
    { length: n * d },
    (_, at) => gauss() + ((at % d) % classCount === labels[Math.floor(at / d)] ? separation : 0),
  );
  return { features: { values, n, d }, labels };
}

describe('golden values', () => {
  for (const golden of GOLDEN) {
    const { features, labels } = goldenInput(golden.n, golden.d, golden.classCount, golden.separation);
    const gram = gramMatrix(features);
    const name = `n=${golden.n} d=${golden.d} separation=${golden.separation}`;

    // Tolerance of the whole project for these: 1e-6 relative.
    it(`reproduces rank-corrected LogME, ${name}`, () => {
      expect(relative(logMe(gram, labels, golden.classCount, 1e-12), golden.logMe)).toBeLessThan(1e-6);
      expect(relative(logMe(gram, labels, golden.classCount), golden.logMe)).toBeLessThan(1e-6);
    });

    it(`reproduces ridge leave-one-out, ${name}`, () => {
      const { gram: centred } = centreGram(
        gram,
        golden.n,
        Int32Array.from({ length: golden.n }, (_, i) => i),
      );
      const prepared = prepare(centred, labels, golden.classCount);
      for (const { lambda, mse } of golden.leaveOneOut)
        expect(relative(leaveOneOutError(prepared, formQ(prepared.t), lambda), mse)).toBeLessThan(1e-6);
    });
  }
});

describe('linear algebra', () => {
  it('rebuilds a matrix of odd size from Q and T', () => {
    const n = 37;
    const { features } = clusters(n, 11, 3, 1, 5);
    const gram = gramMatrix(features);
    const t = tridiagonalise(Float64Array.from(gram), n);
    const q = formQ(t);
    const entry = (i: number, j: number): number => {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        const qt =
          q[i * n + k]! * t.diagonal[k]! +
          (k > 0 ? q[i * n + k - 1]! * t.off[k]! : 0) +
          (k < n - 1 ? q[i * n + k + 1]! * t.off[k + 1]! : 0);
        sum += qt * q[j * n + k]!;
      }
      return sum;
    };
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) expect(Math.abs(entry(i, j) - gram[i * n + j]!)).toBeLessThan(1e-10);
  });

  it('finds the known eigenvalues of the second-difference matrix', () => {
    // 2 − 2·cos(πk/(n+1)), k = 1..n
    const n = 9;
    const t = {
      n,
      diagonal: new Float64Array(n).fill(2),
      off: Float64Array.from({ length: n }, (_, i) => (i ? -1 : 0)),
      reflectors: new Float64Array(0),
      scale: new Float64Array(n),
    };
    const found = [...eigenCoordinates(t, [])].sort((a, b) => a - b);
    found.forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (k + 1)) / (n + 1)), 12);
    });
  });

  it('predicts held-out samples as primal ridge on the same features does', () => {
    // d = 1, two classes: centred x, slope = Σxy/(Σx² + λ), decided by hand with the λ that was chosen.
    const values = Float64Array.from([-2, -1, 1, 2, -1.5, 1.6]);
    const labels = Int32Array.from([0, 0, 1, 1, 0, 1]);
    const gram = gramMatrix({ values, n: 6, d: 1 });
    const { predicted } = ridgeFold(gram, labels, 2, Int32Array.from([0, 1, 2, 3]), Int32Array.from([4, 5]));
    expect([...predicted]).toEqual([0, 1]);
  });
});

describe('choice of λ', () => {
  it('by generalised cross-validation is that of exact leave-one-out, or its neighbour on the grid', () => {
    for (const separation of [0, 0.2, 0.6]) {
      const { features, labels } = clusters(200, 60, 4, separation, 12);
      const { gram } = centreGram(
        gramMatrix(features),
        200,
        Int32Array.from({ length: 200 }, (_, i) => i),
      );
      const prepared = prepare(gram, labels, 4);
      const position = (exactLimit: number) =>
        LAMBDA_MULTIPLES.indexOf(chooseLambda(prepared, 1, exactLimit) as 1);
      expect(Math.abs(position(1_000) - position(0))).toBeLessThanOrEqual(1);
    }
  });
});

describe('measureCandidate', () => {
  it('stays near chance on noise, where leave-one-out would be far below it', () => {
    const { features, labels } = clusters(120, 256, 3, 0, 3);
    const { accuracy } = measureCandidate(features, labels, { folds: 5, seed: 1 });
    expect(accuracy).toBeGreaterThan(0.2);
    expect(accuracy).toBeLessThan(0.47);
  });

  it('orders three backbones by how well they separate the classes, with both estimators', () => {
    const results = [0.05, 0.15, 0.4].map((separation) => {
      const { features, labels } = clusters(200, 96, 4, separation, 9);
      return measureCandidate(features, labels, { folds: 5, seed: 1 });
    });
    expect(results[0]!.accuracy).toBeLessThan(results[1]!.accuracy);
    expect(results[1]!.accuracy).toBeLessThan(results[2]!.accuracy);
    expect(results[0]!.logme).toBeLessThan(results[1]!.logme);
    expect(results[1]!.logme).toBeLessThan(results[2]!.logme);
  });

  it('gives the same numbers for the same seed', () => {
    const { features, labels } = clusters(60, 20, 2, 0.3, 4);
    const [first, second] = [1, 2].map(() => measureCandidate(features, labels, { seed: 7 }));
    expect(second!.accuracy).toBe(first!.accuracy);
    expect(second!.logme).toBe(first!.logme);
    expect([...second!.correct]).toEqual([...first!.correct]);
  });

  it('is not moved by the scale of one tap or by a constant feature', () => {
    const { features, labels } = clusters(80, 12, 2, 0.5, 6);
    const stretched = Float32Array.from(features.values, (value, at) =>
      at % 12 === 0 ? value * 1e4 : at % 12 === 1 ? 3 : value,
    );
    const flat = Float32Array.from(features.values, (value, at) => (at % 12 === 1 ? 3 : value));
    const a = measureCandidate({ ...features, values: stretched }, labels, { seed: 1 });
    const b = measureCandidate({ ...features, values: flat }, labels, { seed: 1 });
    expect(a.accuracy).toBe(b.accuracy);
  });
});

describe('stratifiedFolds', () => {
  it('gives every fold its share of every class', () => {
    const labels = Int32Array.from({ length: 53 }, (_, i) => (i < 20 ? 0 : 1));
    const fold = stratifiedFolds(labels, { folds: 5, seed: 3 });
    for (let f = 0; f < 5; f++) {
      const zeros = [...labels].filter((label, i) => label === 0 && fold[i] === f).length;
      expect(zeros).toBe(4);
    }
  });

  it('never splits a group', () => {
    const labels = Int32Array.from({ length: 40 }, (_, i) => Math.floor(i / 4) % 2);
    const groups = Int32Array.from({ length: 40 }, (_, i) => Math.floor(i / 4));
    const fold = stratifiedFolds(labels, { folds: 5, seed: 3, groups });
    for (let i = 0; i < 40; i++) expect(fold[i]).toBe(fold[groups[i]! * 4]);
  });
});

describe('paired differences', () => {
  it('computes mean and standard error by hand: differences +1, +1, 0, −1', () => {
    const { mean, standardError } = pairedDifference(
      Uint8Array.from([1, 1, 1, 0]),
      Uint8Array.from([0, 0, 1, 1]),
    );
    expect(mean).toBe(0.25);
    // variance = (3 − 4·0.0625)/3 = 0.91667; standard error = √(0.91667/4)
    expect(standardError).toBeCloseTo(Math.sqrt(0.9166666667 / 4), 9);
  });

  it('compares every candidate with the best, which has no difference', () => {
    const compared = compareMeasured([
      { id: 'a', accuracy: 0.5, logme: 0, correct: Uint8Array.from([1, 0, 1, 0]) },
      { id: 'b', accuracy: 0.75, logme: 0, correct: Uint8Array.from([1, 1, 1, 0]) },
    ]);
    expect(compared[1]!.difference).toBeNull();
    expect(compared[0]!.difference!.mean).toBe(-0.25);
  });
});
