/**
 * The recipe, the depths that come into question and a seed go in; the settings to try come out, in the order of
 * trying: the default of every depth first, then a draw from all combinations. Next: `search.ts`.
 */
import type { UnfreezeRecipe } from '../../../../knowledge/recipes/schema.ts';
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import type { Hyperparameters } from '../contenders/contender.ts';
import { DEPTHS, type Depth } from './depth.ts';

export interface TuneSettings {
  depth: Depth;
  /** Learning rate of the layer nearest to the head, at the top of the schedule. */
  rate: number;
  /** Rate of each layer further down, as a share of the one above. */
  decay: number;
  /** Learn from changed versions of each image too. */
  augment: boolean;
}

/** @param augmentable false for data that are never changed (text) */
export function listSettings(
  recipe: UnfreezeRecipe,
  options: { depths: readonly Depth[]; augmentable: boolean; seed: number },
): TuneSettings[] {
  const { trials } = recipe.search;
  const { depths } = options;
  const augments = options.augmentable && recipe.views > 1 ? [true, false] : [false];
  const ways = depths.map((depth) => waysOf(recipe, depth, augments));
  const defaults = ways.flatMap(([first]) => first ?? []);
  const others = ways.flatMap(([, ...rest]) => rest);
  const order = Int32Array.from(others.keys());
  shuffle(order, seededRandom(options.seed));
  const drawn = Array.from(order.subarray(0, Math.max(0, trials - defaults.length)), (i) => others[i]!);
  // One depth after the other: what is open for one is not needed for the next.
  return [...defaults, ...drawn].sort((a, b) => depths.indexOf(a.depth) - depths.indexOf(b.depth));
}

/** All settings of one depth, the default first. */
function waysOf({ search }: UnfreezeRecipe, depth: Depth, augments: readonly boolean[]): TuneSettings[] {
  const { rates, decays } = depth === 'all' ? search.all : search;
  return rates.flatMap((rate) =>
    decays.flatMap((decay) => augments.map((augment) => ({ depth, rate, decay, augment }))),
  );
}

/** Stands for the settings in checkpoints and in the Report. */
export const settingsId = ({ depth, rate, decay, augment }: TuneSettings): string =>
  `${depth}-rate${rate}-decay${decay}${augment ? '-augmented' : ''}`;

export const toHyperparameters = ({ depth, rate, decay, augment }: TuneSettings): Hyperparameters => ({
  depth,
  layerRate: rate,
  layerDecay: decay,
  augmentation: augment,
});

/** Reads back what `toHyperparameters` wrote. */
export const fromHyperparameters = (values: Hyperparameters): TuneSettings => ({
  depth: DEPTHS.find((depth) => depth === values.depth) ?? 'top',
  rate: Number(values.layerRate),
  decay: Number(values.layerDecay),
  augment: values.augmentation === true,
});
