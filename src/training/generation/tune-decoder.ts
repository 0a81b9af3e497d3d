/**
 * A TunableDecoder and blocks to learn from → its best weights. AdamW, warm-up, then a cosine; each update gathers small
 * batches of blocks of equal length; after every epoch the validation loss decides. Next: `train-generation.ts`.
 */
import type { GenerationRecipe } from '../../../knowledge/recipes/generation.ts';
import { TARGETS } from '../../onnx/autodiff/loss.ts';
import { type Random, seededRandom } from '../../random.ts';
import { scheduleAt } from '../tune/train-tail.ts';
import { type Block, equalLengths, targetCount, updatesOf } from './blocks.ts';
import { RATE_GROUP, type TunableDecoder } from './plan-decoder.ts';
import { meanLogProbability, targetFeed } from './score-decoder.ts';

export interface EpochPoint {
  epoch: number;
  /** Mean cross-entropy of a token, nats. */
  trainLoss: number;
  validationLoss: number;
}

export interface TuneDecoderOptions {
  decoder: TunableDecoder;
  train: readonly Block[];
  validation: readonly Block[];
  batchTokens: number;
  recipe: GenerationRecipe;
  seed: number;
  signal: AbortSignal;
  /** Seconds left for tuning. */
  left: () => number;
  onEpoch: (point: EpochPoint, rate: number) => void;
  onProgress: (share: number) => void;
}

export interface TunedDecoder {
  weights: Map<string, Float32Array>;
  rate: number;
  epochs: number;
  history: EpochPoint[];
}

/** null when the time did not suffice for one epoch. @throws the signal's reason when aborted */
export async function tuneDecoder(options: TuneDecoderOptions): Promise<TunedDecoder | null> {
  const { decoder, recipe } = options;
  const fresh = decoder.executor.checkpoint();
  let best: TunedDecoder | null = null;
  const lossOf = (tuned: TunedDecoder | null) =>
    Math.min(Number.POSITIVE_INFINITY, ...(tuned?.history ?? []).map((point) => point.validationLoss));
  for (const [i, rate] of recipe.rates.entries()) {
    decoder.executor.restore({ ...fresh, tensors: new Map([...fresh.tensors].map(copied)) });
    const share = (of: number) => options.onProgress((i + of) / recipe.rates.length);
    // What the rates still to come need is kept back.
    const kept = options.left() * (1 - 1 / (recipe.rates.length - i));
    const tuned = await tuneAtRate(
      { ...options, onProgress: share, left: () => options.left() - kept },
      rate,
    );
    if (lossOf(tuned) < lossOf(best)) best = tuned;
  }
  return best;
}

const copied = ([name, values]: [string, Float32Array]): [string, Float32Array] => [name, values.slice()];

async function tuneAtRate(options: TuneDecoderOptions, rate: number): Promise<TunedDecoder | null> {
  const { decoder, recipe, validation, batchTokens, signal } = options;
  const random = seededRandom(options.seed);
  const perEpoch = Math.ceil(targetCount(options.train) / recipe.updateTokens);
  let tuned: TunedDecoder | null = null;
  const history: EpochPoint[] = [];
  let [step, worse, seconds] = [0, 0, 0];
  for (let epoch = 1; epoch <= recipe.epochs && worse < recipe.patience; epoch++) {
    if (options.left() <= seconds) break;
    const start = performance.now();
    const rateAt = () => rate * scheduleAt(++step, perEpoch * recipe.epochs, recipe.warmUp);
    const trainLoss = await runEpoch(options, random, rateAt);
    if (trainLoss === null) break;
    const weights = decoder.executor.weights();
    const scores = await decoder.scorer.documents(validation, { weights, batchTokens, signal });
    const point = { epoch, trainLoss, validationLoss: -meanLogProbability(scores) };
    const lowest = Math.min(Number.POSITIVE_INFINITY, ...history.map((one) => one.validationLoss));
    history.push(point);
    options.onEpoch(point, rate);
    if (point.validationLoss < lowest) {
      worse = 0;
      tuned = { weights, rate, epochs: epoch, history };
    } else worse += 1;
    options.onProgress(epoch / recipe.epochs);
    seconds = (performance.now() - start) / 1_000;
  }
  return tuned;
}

/** Mean training loss of an epoch; null when the time ended in its midst. */
async function runEpoch(
  { decoder, train, recipe, batchTokens, signal, left }: TuneDecoderOptions,
  random: Random,
  rateAt: () => number,
): Promise<number | null> {
  const all = targetCount(train);
  let loss = 0;
  for (const update of updatesOf(train, recipe.updateTokens, random)) {
    signal.throwIfAborted();
    if (left() <= 0) return null;
    const tokens = targetCount(update);
    loss += (tokens / all) * (await updateFrom(decoder, update, { batchTokens, rate: rateAt() }));
    // A step is synchronous inside: messages of the parent get their turn here.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return loss;
}

/** One update; returns the mean loss of its tokens. */
export async function updateFrom(
  { executor, trunk }: Pick<TunableDecoder, 'executor' | 'trunk'>,
  blocks: readonly Block[],
  { batchTokens, rate }: { batchTokens: number; rate: number },
): Promise<number> {
  const tokens = targetCount(blocks);
  const calls = [];
  for (const batch of equalLengths(blocks, batchTokens)) {
    const feeds = { ...(await trunk.feeds(batch)), [TARGETS]: targetFeed(batch) };
    calls.push({ batch: feeds, share: targetCount(batch) / tokens });
  }
  return executor.accumulate(calls, { [RATE_GROUP]: rate });
}
