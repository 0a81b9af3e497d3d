/**
 * A TunableDecoder and blocks to learn from → its best weights. AdamW, warm-up, then a cosine; each update gathers small
 * batches of blocks of equal length; after every epoch the validation loss decides. Next: `train-generation.ts`.
 */
import type { GenerationRecipe } from '../../../../knowledge/recipes/generation.ts';
import { TARGETS } from '../../../onnx/autodiff/loss.ts';
import { type Random, seededRandom } from '../../../statistics/random.ts';
import { scheduleAt } from '../../classifier/tail/train-tail.ts';
import { type Block, equalLengths, targetCount, updatesOf } from '../blocks.ts';
import { RATE_GROUP, type TunableDecoder } from './plan-decoder.ts';
import { meanLogProbability, targetFeed } from './score-decoder.ts';

interface EpochPoint {
  epoch: number;
  /** Mean cross-entropy of a token, nats. */
  trainLoss: number;
  validationLoss: number;
}

interface TuneDecoderOptions {
  decoder: TunableDecoder;
  train: readonly Block[];
  validation: readonly Block[];
  batchTokens: number;
  recipe: GenerationRecipe;
  seed: number;
  signal: AbortSignal;
  /** Seconds left for tuning, and what one pass over the validation part takes of them. */
  left: () => number;
  validationSeconds: number;
  onEpoch: (point: EpochPoint, rate: number) => void;
  onProgress: (share: number) => void;
}

export interface TunedDecoder {
  weights: Map<string, Float32Array>;
  rate: number;
  epochs: number;
  history: EpochPoint[];
}

/** null when the time did not suffice for one update. @throws the signal's reason when aborted */
export async function tuneDecoder(options: TuneDecoderOptions): Promise<TunedDecoder | null> {
  const { decoder } = options;
  const { rates } = decoder;
  const fresh = decoder.executor.checkpoint();
  let best: TunedDecoder | null = null;
  const lossOf = (tuned: TunedDecoder | null) =>
    Math.min(Number.POSITIVE_INFINITY, ...(tuned?.history ?? []).map((point) => point.validationLoss));
  for (const [i, rate] of rates.entries()) {
    decoder.executor.restore({ ...fresh, tensors: new Map([...fresh.tensors].map(copied)) });
    const share = (of: number) => options.onProgress((i + of) / rates.length);
    // What the rates still to come need is kept back.
    const kept = options.left() * (1 - 1 / (rates.length - i));
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
  let [step, worse] = [0, 0];
  let whole = true;
  for (let epoch = 1; whole && epoch <= recipe.epochs && worse < recipe.patience; epoch++) {
    const rateAt = () => rate * scheduleAt(++step, perEpoch * recipe.epochs, recipe.warmUp);
    const { trainLoss, share } = await runEpoch(options, random, rateAt);
    if (share === 0) break;
    whole = share === 1;
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
  }
  return tuned;
}

/** Mean training loss of an epoch and the share of it that time allowed; the last one may be cut short. */
async function runEpoch(
  { decoder, train, recipe, batchTokens, signal, left, validationSeconds }: TuneDecoderOptions,
  random: Random,
  rateAt: () => number,
): Promise<{ trainLoss: number; share: number }> {
  const all = targetCount(train);
  let [sum, read] = [0, 0];
  for (const update of updatesOf(train, recipe.updateTokens, random)) {
    signal.throwIfAborted();
    if (left() <= validationSeconds) break;
    const tokens = targetCount(update);
    sum += tokens * (await updateFrom(decoder, update, { batchTokens, rate: rateAt() }));
    read += tokens;
    // A step is synchronous inside: messages of the parent get their turn here.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { trainLoss: sum / Math.max(1, read), share: read / all };
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
