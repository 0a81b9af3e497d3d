import { describe, expect, it } from 'vitest';
import { classificationRecipe as recipe } from '../../../../knowledge/recipes/classification.ts';
import { tensorFlowMatrices } from '../../../../src/engines/compute/matrices.ts';
import { makeLinearProbe } from '../../../../src/training/classifier/contenders/linear-probe.ts';
import { finalistOf } from '../../../../src/training/classifier/finalist.ts';
import { planFolds } from '../../../../src/training/classifier/folds.ts';
import { measureDataCurve } from '../../../../src/training/classifier/insight/data-curve.ts';
import { describeSuspects, findSuspects } from '../../../../src/training/classifier/insight/find-suspects.ts';
import { averageRepeats } from '../../../../src/training/classifier/insight/out-of-sample.ts';
import { labelsOf } from '../../../../src/training/classifier/samples.ts';
import { drawSamples } from './draw-samples.ts';

/** The probe on Gaussian classes, cross-validated as a Run does it. */
async function runProbe(options: Parameters<typeof drawSamples>[0]) {
  const { samples, features, wrong } = drawSamples(options);
  const contender = makeLinearProbe({
    id: 'probe',
    name: 'probe',
    role: 'transfer',
    deliverable: true,
    samples,
    features,
    backbone: 'none',
    columns: [0, features.d],
    recipe,
    losses: [{ loss: 'softmax', costs: [0.6] }],
    engine: await tensorFlowMatrices(),
  });
  const plan = planFolds(samples, recipe.validation, 1);
  const watch = { signal: new AbortController().signal, onFold: () => {}, reduced: false, seconds: 60 };
  const { hyperparameters, predictions } = (await contender.tryAll(plan, watch))[0]!;
  const labels = labelsOf(samples, plan.scored);
  const finalist = finalistOf({ contender, hyperparameters, predictions, labels, seconds: 0 });
  return { samples, wrong, plan, finalist, signal: watch.signal };
}

const suspectsOf = ({ samples, plan, finalist }: Awaited<ReturnType<typeof runProbe>>) =>
  findSuspects(averageRepeats(plan.scored, finalist.validation), samples);

describe('findSuspects', () => {
  it('finds most of 5 % planted wrong labels with few false alarms', async () => {
    const run = await runProbe({ n: 400, classes: 4, distance: 5, wrong: 20, seed: 2 });
    const found = suspectsOf(run);
    const hits = found.filter(({ sample }) => run.wrong.has(sample)).length;
    // Seen: 20 found, precision 1.
    expect(hits / run.wrong.size).toBeGreaterThanOrEqual(0.8);
    expect(hits / found.length).toBeGreaterThanOrEqual(0.9);
    expect(describeSuspects(found, run.samples, 400)).toMatchObject({ checked: 400, found: found.length });
  });

  it('names nearly nothing in clean data, be they easy or hard', async () => {
    const easy = await runProbe({ n: 400, classes: 4, distance: 5, wrong: 0, seed: 2 });
    expect(suspectsOf(easy).length).toBeLessThanOrEqual(2);
    const hard = await runProbe({ n: 400, classes: 4, distance: 1.5, wrong: 0, seed: 2 });
    expect(hard.finalist.accuracy).toBeLessThan(0.75);
    expect(suspectsOf(hard).length).toBeLessThanOrEqual(12);
  });
});

describe('measureDataCurve', () => {
  const curveOf = async ({ finalist, samples, plan, signal }: Awaited<ReturnType<typeof runProbe>>) =>
    measureDataCurve({ finalist, samples, plan, seed: 5, isOver: () => false, signal });

  it('rises where samples are what lacks, and is the same the second time', async () => {
    const run = await runProbe({ n: 240, classes: 4, distance: 2.5, wrong: 0, seed: 4 });
    const curve = (await curveOf(run))!;
    const scores = curve.points.map(({ score }) => score);
    expect(curve.points.map(({ samples }) => samples)).toEqual([20, 48, 96, 192]);
    expect(scores.at(-1)! - scores[0]!).toBeGreaterThan(0.1);
    expect(curve.doubling!.from).toBe(240);
    expect(curve.doubling!.low).toBeLessThanOrEqual(curve.doubling!.high);
    expect(curve.doubling!.high).toBeGreaterThan(0.01);
    expect(await curveOf(run)).toEqual(curve);
  });

  it('is flat where a tenth of the samples says it all', async () => {
    const run = await runProbe({ n: 600, classes: 2, distance: 8, wrong: 0, seed: 4 });
    expect((await curveOf(run))!.doubling!.high).toBeLessThan(0.01);
  });

  it('is left out when time is over', async () => {
    const { finalist, samples, plan, signal } = await runProbe({
      n: 240,
      classes: 2,
      distance: 5,
      wrong: 0,
      seed: 4,
    });
    const isOver = () => true;
    expect(await measureDataCurve({ finalist, samples, plan, seed: 5, isOver, signal })).toBeNull();
  });

  it('foretells what twice the samples bring', async () => {
    const options = { classes: 4, distance: 2.5, wrong: 0, seed: 9 };
    const small = await runProbe({ ...options, n: 240 });
    const { gain, low, high } = (await curveOf(small))!.doubling!;
    const large = await runProbe({ ...options, n: 480 });
    const real = large.finalist.accuracy - small.finalist.accuracy;
    expect(gain).toBeGreaterThan(0);
    // The accuracies themselves are only sure to about ± 2 points here.
    expect(real).toBeGreaterThan(low - 0.03);
    expect(real).toBeLessThan(high + 0.03);
  });
});
