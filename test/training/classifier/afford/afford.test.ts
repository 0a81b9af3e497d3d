import { describe, expect, it } from 'vitest';
import { classificationRecipe as recipe } from '../../../../knowledge/recipes/classification.ts';
import { tensorFlowMatrices } from '../../../../src/engines/compute/matrices.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import type { Note } from '../../../../src/text/notes.ts';
import { allot, thinGrid } from '../../../../src/training/classifier/afford/thin-grid.ts';
import { makeLinearProbe } from '../../../../src/training/classifier/contenders/linear-probe.ts';
import { makeTfidf } from '../../../../src/training/classifier/contenders/tfidf.ts';
import { shareOfRows } from '../../../../src/training/classifier/draw-samples.ts';
import { planFolds } from '../../../../src/training/classifier/folds.ts';
import { classCounts, type Samples } from '../../../../src/training/classifier/samples.ts';

const CLASSES = 30;
const PER_CLASS = 6;

/** Texts of made-up words, of which three are their class's own. */
function manyClasses(): Samples {
  const random = seededRandom(5);
  const n = CLASSES * PER_CLASS;
  const labels = Int32Array.from({ length: n }, (_, i) => i % CLASSES);
  const word = () => `w${random.below(400)}`;
  const texts = Array.from(labels, (label) =>
    [`own${label}`, word(), word(), `mine${label}`, word(), word()].join(' '),
  );
  const all = Int32Array.from({ length: n }, (_, i) => i);
  return {
    kind: 'text',
    classes: Array.from({ length: CLASSES }, (_, c) => `class ${c}`),
    texts,
    files: [],
    ids: texts.map((_, i) => String(i)),
    labels,
    groups: all,
    groupNames: null,
    train: all.filter((i) => i < 4 * CLASSES),
    validation: all.filter((i) => i >= 4 * CLASSES && i < 5 * CLASSES),
    test: all.filter((i) => i >= 5 * CLASSES),
    pool: all.filter((i) => i < 5 * CLASSES),
    splitNotes: [],
  };
}

const watchFor = (seconds: number, said: Note[]) => ({
  signal: new AbortController().signal,
  onFold: () => {},
  reduced: false,
  seconds,
  onLeftOut: (note: Note) => said.push(note),
});

describe('what a race can afford', () => {
  it('takes settings from all over the grid', () => {
    const costs = [0.3, 1, 3, 10, 30, 100];
    expect(thinGrid(costs, 9)).toEqual(costs);
    expect(thinGrid(costs, 3)).toEqual([1, 10, 100]);
    expect(thinGrid(costs, 1)).toEqual([10]);
    expect(allot(7.5, 6)).toEqual({ settings: 6, share: 1 });
    expect(allot(2.9, 6)).toEqual({ settings: 2, share: 1 });
    expect(allot(0.25, 6)).toEqual({ settings: 1, share: 0.25 });
  });

  it('keeps the share of every class, and one of each', () => {
    const samples = manyClasses();
    const half = shareOfRows(samples, samples.pool, { share: 0.4, seed: 1 });
    expect([...classCounts(samples, half)]).toEqual(Array.from({ length: CLASSES }, () => 2));
    const least = shareOfRows(samples, samples.pool, { share: 0.001, seed: 1 });
    expect([...classCounts(samples, least)]).toEqual(Array.from({ length: CLASSES }, () => 1));
    expect(shareOfRows(samples, samples.pool, { share: 1, seed: 1 })).toBe(samples.pool);
  });

  it('tries TF-IDF in full with ample time, and says what it left out without', async () => {
    const samples = manyClasses();
    const plan = planFolds(samples, recipe.validation, 1);
    const said: Note[] = [];
    const ample = await makeTfidf(samples, recipe, 1).tryAll(plan, watchFor(10_000, said));
    expect(ample.map(({ hyperparameters }) => hyperparameters.cost)).toEqual(recipe.tfidf.costs);
    expect(said).toEqual([]);

    const contender = makeTfidf(samples, recipe, 1);
    const tight = await contender.tryAll(plan, watchFor(0.02, said));
    expect(tight).toHaveLength(1);
    expect(tight[0]!.predictions.n).toBe(plan.scored.length);
    expect(said).toMatchObject([{ code: 'core-made-smaller', values: { tried: 1, of: 6 } }]);
    expect(Number(said[0]!.values.percent)).toBeLessThan(100);
    // What is delivered is no dearer than what was tried.
    const fitted = await contender.fit(tight[0]!.hyperparameters, samples.pool);
    expect(fitted.predict(samples.test).n).toBe(samples.test.length);
  });

  it('tries a head in full with ample time, and fewer settings and samples without', async () => {
    const samples = manyClasses();
    const d = 24;
    const random = seededRandom(9);
    const values = Float32Array.from({ length: samples.labels.length * d }, () => random.next());
    const engine = await tensorFlowMatrices();
    const make = () =>
      makeLinearProbe({
        id: 'probe',
        name: 'Linear probe',
        role: 'transfer',
        deliverable: true,
        samples,
        features: { values, n: samples.labels.length, d },
        backbone: 'made-up',
        columns: [0, d],
        recipe,
        losses: recipe.head.losses,
        engine,
      });
    const plan = planFolds(samples, recipe.validation, 1);
    const said: Note[] = [];
    const ample = await make().tryAll(plan, watchFor(10_000, said));
    expect(ample).toHaveLength(8 * recipe.head.stops.length);
    expect(said).toEqual([]);
    const tight = await make().tryAll(plan, watchFor(0.001, said));
    expect(tight.map(({ hyperparameters }) => hyperparameters.iterations)).toEqual([10]);
    expect(tight[0]!.predictions.n).toBe(plan.scored.length);
    expect(said).toMatchObject([{ code: 'core-made-smaller', values: { tried: 1, of: 24 } }]);
  });
});
