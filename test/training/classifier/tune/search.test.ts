import { describe, expect, it } from 'vitest';
import { classificationRecipe } from '../../../../knowledge/recipes/classification.ts';
import { ratesOf } from '../../../../src/training/classifier/tail/train-tail.ts';
import { DEPTHS, type Depth } from '../../../../src/training/classifier/tune/depth.ts';
import { pays } from '../../../../src/training/classifier/tune/ladder.ts';
import { type Score, searchByHalving } from '../../../../src/training/classifier/tune/search.ts';
import {
  fromHyperparameters,
  listSettings,
  settingsId,
  toHyperparameters,
} from '../../../../src/training/classifier/tune/settings.ts';

const RUNGS = [
  { epochs: 1, keep: 2 },
  { epochs: 3, keep: 1 },
];

/** A trial is a number; `score` gives what it reaches after so many epochs. */
function run(trials: readonly number[], score: (trial: number, epochs: number) => Score<number>) {
  const log: string[] = [];
  const end = searchByHalving<number, number>(trials, RUNGS, {
    score: async (trial, { epochs }) => score(trial, epochs),
    rank: (scores) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!),
    onRung: (number, _, entries) =>
      log.push(...entries.map(({ trial, score, kept }) => `${number}:${trial}:${score}:${kept}`)),
  });
  return end.then((result) => ({ ...result, log }));
}

describe('successive halving', () => {
  it('gives the best of a rung more epochs, and ends with the best of those', async () => {
    const late = new Map([
      [30, 1],
      [20, 9],
    ]);
    const end = await run([10, 20, 30], (trial, epochs) => (epochs === 1 ? trial : late.get(trial)!));
    expect(end).toMatchObject({ best: 20, cutOff: null });
    expect(end.log).toEqual(['1:10:10:false', '1:20:20:true', '1:30:30:true', '2:30:1:false', '2:20:9:true']);
  });

  it('ended by time in the first rung goes on with the best so far, and says what was left out', async () => {
    const end = await run([10, 20, 5, 40], (trial) => (trial === 5 ? null : trial));
    expect(end).toMatchObject({ best: 20, cutOff: { rung: 1, scored: 2, of: 4 } });
    expect(end.log.slice(2)).toEqual(['1:5:null:false', '1:40:null:false']);
  });

  it('ended by time in a later rung goes back to the order of the finished one', async () => {
    const end = await run([10, 20, 30], (trial, epochs) => (epochs === 1 || trial === 30 ? trial : null));
    expect(end).toMatchObject({ best: 30, cutOff: { rung: 2, scored: 1, of: 2 } });
  });

  it('leaves out what cannot be tried, and has nothing to give when that is all', async () => {
    const some = await run([10, 20, 30], (trial) => (trial === 30 ? 'failed' : trial));
    expect(some.best).toBe(20);
    const none = await run([10, 20, 30], () => 'failed');
    expect(none).toMatchObject({ best: null, cutOff: null });
  });
});

describe('the settings to try', () => {
  const recipe = classificationRecipe.unfreeze;
  const list = (seed: number, augmentable = true) =>
    listSettings(recipe, { depths: DEPTHS, augmentable, seed });

  it('begin with the default of every depth, one depth after the other, none twice', () => {
    const settings = list(3);
    expect(settings).toHaveLength(recipe.search.trials);
    expect(new Set(settings.map(settingsId)).size).toBe(settings.length);
    const depths = settings.map(({ depth }) => depth);
    expect(depths).toEqual(depths.toSorted().toReversed());
    const { rates, decays } = recipe.search;
    const first = { rate: rates[0], decay: decays[0], augment: true };
    expect(settings[0]).toEqual({ depth: 'top', ...first });
    expect(settings.find(({ depth }) => depth === 'deep')).toEqual({ depth: 'deep', ...first });
    const { all } = recipe.search;
    expect(settings.find(({ depth }) => depth === 'all')).toEqual({
      ...first,
      depth: 'all',
      rate: all.rates[0],
      decay: all.decays[0],
    });
  });

  it('are the same for the same seed, and change nothing that cannot be changed', () => {
    expect(list(3)).toEqual(list(3));
    expect(list(3)).not.toEqual(list(4));
    expect(list(3, false).some(({ augment }) => augment)).toBe(false);
  });

  it('survive being stored with the other hyperparameters', () => {
    for (const settings of list(1))
      expect(fromHyperparameters({ epochs: 4, ...toHyperparameters(settings) })).toEqual(settings);
  });
});

describe('the rates', () => {
  it('fall from layer to layer; the head has its own share', () => {
    const rates = ratesOf(['head', 'layer0', 'layer2'], { decay: 0.5 }, 0.01, 0.3);
    expect(rates.head).toBeCloseTo(0.003, 12);
    expect(rates.layer0).toBeCloseTo(0.01, 12);
    expect(rates.layer2).toBeCloseTo(0.0025, 12);
  });
});

describe('the ladder of depths', () => {
  const rank = (scores: readonly number[]) =>
    [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const climb = (depth: Depth, top: number, deep: number) =>
    pays(
      [
        { depth: 'top', score: top },
        { depth: 'deep', score: deep },
      ],
      { depths: DEPTHS, depth, rank },
    );

  it('has two steps that are always tried; the third where the second did better than the first', () => {
    expect(climb('deep', 0.9, 0.8)).toBe(true);
    expect(climb('all', 0.8, 0.9)).toBe(true);
    expect(climb('all', 0.9, 0.8)).toBe(false);
  });
});
