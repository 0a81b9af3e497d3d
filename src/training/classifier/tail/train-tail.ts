/**
 * A tunable network, settings and the samples to learn from go in; after each epoch the caller is told, and may end it. AdamW,
 * lower rates further down, warm-up, then a cosine down to nothing. Next: `unfrozen.ts` scores it.
 */
import type { UnfreezeRecipe } from '../../../../knowledge/recipes/schema.ts';
import { TARGETS } from '../../../onnx/autodiff/loss.ts';
import { LOGITS } from '../../../onnx/head.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { fromScores, type Predictions } from '../evaluate/predictions.ts';
import type { Samples } from '../samples.ts';
import type { TuneSettings } from '../tune/settings.ts';
import type { Tunable } from './open-tunable.ts';

interface TailTraining {
  tunable: Tunable;
  samples: Samples;
  /** Sample indices. */
  rows: Int32Array;
  settings: TuneSettings;
  /** All of the schedule's epochs. */
  epochs: number;
  recipe: UnfreezeRecipe;
  seed: number;
  signal: AbortSignal;
  /** @returns whether to go on */
  onEpoch: (epoch: number, trainLoss: number) => Promise<boolean>;
}

/** @throws the signal's reason when aborted */
export async function trainTail(options: TailTraining): Promise<void> {
  const { tunable, samples, rows, settings, epochs, recipe, signal } = options;
  const { executor, groups } = tunable.tuning;
  const random = seededRandom(options.seed);
  const stepsPerEpoch = Math.ceil(rows.length / recipe.batch);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let loss = 0;
    for (const batch of tunable.source.batches(rows, recipe.batch, random)) {
      signal.throwIfAborted();
      const factor = scheduleAt(++step, stepsPerEpoch * epochs, recipe.warmUp);
      const targets = BigInt64Array.from(batch, (row) => BigInt(samples.labels[row]!));
      const inputs = await tunable.source.feeds(batch, settings.augment ? random : null);
      const feeds = { ...inputs, [TARGETS]: { dims: [batch.length], data: targets } };
      const rates = ratesOf(groups, settings, factor * settings.rate, recipe.headShare);
      loss += (batch.length / rows.length) * (await executor.step({ batch: feeds, rates }));
      // A step is synchronous inside: messages of the parent get their turn here.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!(await options.onEpoch(epoch, loss))) return;
  }
}

/** Linear warm-up, then half a cosine. 0–1. */
export function scheduleAt(step: number, steps: number, warmUp: number): number {
  const warm = Math.max(1, warmUp * steps);
  if (step < warm) return step / warm;
  return 0.5 * (1 + Math.cos((Math.PI * (step - warm)) / Math.max(1, steps - warm)));
}

/** "layer0" has the highest rate, each further down a fixed share less; "head" has its own share. */
export function ratesOf(
  groups: readonly string[],
  { decay }: Pick<TuneSettings, 'decay'>,
  rate: number,
  headShare: number,
): Record<string, number> {
  const share = (group: string) =>
    group === 'head' ? headShare : decay ** Number(group.replace('layer', ''));
  return Object.fromEntries(groups.map((group) => [group, rate * share(group)]));
}

/** Predictions for some rows with the present weights, in their order. */
export async function predictTail(
  { tuning, source }: Tunable,
  rows: Int32Array,
  classCount: number,
): Promise<Predictions> {
  const scores = new Float64Array(rows.length * classCount);
  const places = new Map(Array.from(rows, (row, i) => [row, i]));
  for (const batch of source.batches(rows, 32, null)) {
    const { [LOGITS]: logits } = await tuning.executor.predict(await source.feeds(batch, null));
    batch.forEach((row, i) => {
      for (let c = 0; c < classCount; c++)
        scores[places.get(row)! * classCount + c] = Number(logits!.data[i * classCount + c]);
    });
  }
  return fromScores(scores, classCount);
}
