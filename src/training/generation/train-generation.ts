/**
 * Plain text and a causal decoder → a tuned generator, compared with an n-gram model and with itself untouched. Reads top
 * to bottom: split → tokens → n-gram → untouched → tuned → choose on validation → test once. Next:
 * `generation-report.ts`, `write-decoder.ts`.
 */
import { generationRecipe } from '../../../knowledge/recipes/generation.ts';
import type { ChildEvent } from '../../child/events.ts';
import type { ChildTaskOf } from '../../child/messages.ts';
import type { ProseDataset } from '../../datasets/dataset.ts';
import { splitProse } from '../../datasets/prose/split-prose.ts';
import { isUserError, UserError } from '../../errors.ts';
import type { LoraSettings } from '../../onnx/adapters.ts';
import { type Note, note } from '../../text/notes.ts';
import type { Depth } from '../classifier/tune/depth.ts';
import type { Budget } from '../job/budget.ts';
import type { Progress } from '../job/progress.ts';
import { type Block, cutBlocks } from './blocks.ts';
import { type Decoder, loadDecoder } from './decoder/load-decoder.ts';
import { openTunableDecoder, type TunableDecoder } from './decoder/plan-decoder.ts';
import { meanLogProbability, type Scores } from './decoder/score-decoder.ts';
import { type TunedDecoder, tuneDecoder } from './decoder/tune-decoder.ts';
import { type WriteDecoderOptions, type WrittenDecoder, writeDecoder } from './decoder/write-decoder.ts';
import { fitNgram, type NgramModel } from './ngram.ts';
import { codecFrom } from './open-codec.ts';

interface GenerationJob {
  task: ChildTaskOf<'train'>;
  dataset: ProseDataset;
  budget: Budget;
  progress: Progress;
  emit: (event: ChildEvent) => void;
  signal: AbortSignal;
}

export interface Candidate {
  id: 'ngram' | 'untouched' | 'tuned';
  validation: Scores;
  test: Scores | null;
  seconds: number;
}

export interface TrainedGenerator {
  decoder: Decoder;
  candidates: Candidate[];
  chosen: 'untouched' | 'tuned';
  tuned: TunedDecoder | null;
  /** What was tuned, and how many weights. */
  depth: { label: string; parameters: number; lora: LoraSettings | null };
  split: ReturnType<typeof splitProse>;
  blockTokens: number;
  warnings: Note[];
  seconds: Record<string, number>;
  files: WrittenDecoder['files'];
  delivery: WrittenDecoder['delivery'];
}

interface Prepared {
  decoder: Decoder;
  split: TrainedGenerator['split'];
  ids: number[][];
  blocks: { train: Block[]; validation: Block[]; test: Block[] };
  blockTokens: number;
  batchTokens: number;
}

/** @throws UserError of the model, and those of data that are too few */
export async function trainGeneration(job: GenerationJob): Promise<TrainedGenerator> {
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - start) / 1_000;
    return result;
  };
  job.progress.begin('Reading the decoder', 0.1);
  const prepared = await timed('model', () => prepare(job));
  const { decoder } = prepared;
  const { unfreeze } = job.task.spec;
  // Adapters on the layers of all blocks.
  const depth = unfreeze === 'deep' || unfreeze === 'all' ? 'deep' : 'top';
  const tunable = await openTunable(job, decoder, depth).catch(explain);
  try {
    const raced = await race(job, prepared, { tunable, timed });
    const { chosen, tuned } = raced;
    job.progress.begin('Writing and checking the model', 0.98);
    const weights = chosen === 'tuned' ? tuned!.weights : raced.fresh;
    const proof = await proofOf(tunable, prepared.blocks.test, weights);
    await tunable.close();
    const written: WriteDecoderOptions = {
      artifactDir: job.task.artifactDir,
      decoder,
      tuned: chosen === 'tuned' ? { split: tunable.split, weights: tunable.merged(weights) } : null,
      proof,
      test: prepared.blocks.test,
      workDir: job.task.folders.workDir,
      signal: job.signal,
    };
    const { files, delivery } = await timed('export', () => writeDecoder(written));
    const { label } = tunable.boundary;
    const shared = { decoder, chosen, tuned, seconds, files, delivery, split: prepared.split };
    const { candidates, warnings } = raced;
    const { blockTokens } = prepared;
    const described = { label, parameters: tunable.parameters, lora: tunable.lora };
    return { ...shared, candidates, warnings, blockTokens, depth: described };
  } catch (error) {
    await tunable.close().catch(() => undefined);
    throw error;
  }
}

async function openTunable({ task }: GenerationJob, decoder: Decoder, depth: Depth): Promise<TunableDecoder> {
  const { plain } = decoder.graphs;
  const options = { depth, workDir: task.folders.workDir, seed: task.spec.seed };
  return openTunableDecoder({ ...decoder, plain }, { ...options, recipe: generationRecipe });
}

function explain(error: unknown): never {
  if (!isUserError(error)) throw error;
  throw new UserError('decoder-not-tunable', { reason: error.term }, { cause: error });
}

async function prepare({ task, dataset }: GenerationJob): Promise<Prepared> {
  const decoder = await loadDecoder(task);
  const codec = codecFrom(decoder.tokenizer);
  const split = splitProse(dataset, task.spec.seed);
  const ids = dataset.documents.map(({ text }) => codec.encode(text));
  const blockTokens = Math.min(generationRecipe.blockTokens, decoder.positions);
  const blocksOf = (rows: readonly number[]) =>
    cutBlocks(
      rows.map((document) => ({ document, ids: ids[document]! })),
      { length: blockTokens, startToken: decoder.startToken, endToken: decoder.endToken },
    );
  const { train, validation, test } = split;
  const smallest = Math.min(train.length, validation.length, test.length);
  if (smallest === 0) throw new UserError('too-few-different-texts', { count: dataset.documents.length });
  return {
    decoder,
    split,
    ids,
    blocks: { train: blocksOf(train), validation: blocksOf(validation), test: blocksOf(test) },
    blockTokens,
    batchTokens: Math.max(1, Math.floor(generationRecipe.batchLogits / decoder.vocabulary)),
  };
}

interface Raced {
  candidates: Candidate[];
  chosen: TrainedGenerator['chosen'];
  tuned: TunedDecoder | null;
  fresh: Map<string, Float32Array>;
  warnings: Note[];
}

type Timed = <T>(name: string, work: () => Promise<T>) => Promise<T>;

async function race(
  job: GenerationJob,
  prepared: Prepared,
  { tunable, timed }: { tunable: TunableDecoder; timed: Timed },
): Promise<Raced> {
  const { progress, signal } = job;
  const { split, ids, blocks, batchTokens } = prepared;
  const seconds: Record<string, number> = {};
  const clock: Timed = async (name, work) => {
    const start = performance.now();
    const result = await timed(name, work);
    seconds[name] = (performance.now() - start) / 1_000;
    return result;
  };
  const fresh = tunable.executor.weights();
  const scoresOf = (part: readonly Block[], weights: ReadonlyMap<string, Float32Array>) =>
    tunable.scorer.documents(part, { weights, batchTokens, signal, onProgress: (s) => progress.advance(s) });

  progress.begin('Counting n-grams', 0.13);
  const ngram = await clock('ngram', async () => countNgrams(prepared));
  progress.begin('Measuring the decoder as it is', 0.25);
  const before = await clock('untouched', () => scoresOf(blocks.validation, fresh));
  const { tuned, warnings } = await clock('tuning', () =>
    tune(job, prepared, { tunable, validationSeconds: seconds.untouched! }),
  );
  const after = tuned && (await scoresOf(blocks.validation, tuned.weights));
  const chosen = after && meanLogProbability(after) > meanLogProbability(before) ? 'tuned' : 'untouched';

  progress.begin('Testing', 0.95);
  const tested = await clock('test', async () => ({
    untouched: await scoresOf(blocks.test, fresh),
    tuned: chosen === 'tuned' ? await scoresOf(blocks.test, tuned!.weights) : null,
  }));
  const counted = (rows: readonly number[]) => scoreNgram(ngram, rows, ids);
  const candidates: Candidate[] = [
    {
      id: 'ngram',
      validation: counted(split.validation),
      test: counted(split.test),
      seconds: seconds.ngram!,
    },
    { id: 'untouched', validation: before, test: tested.untouched, seconds: seconds.untouched! },
  ];
  if (after)
    candidates.push({ id: 'tuned', validation: after, test: tested.tuned, seconds: seconds.tuning! });
  return { candidates, chosen, tuned, fresh, warnings };
}

const countNgrams = ({ decoder, split, ids }: Prepared): NgramModel =>
  fitNgram(
    split.train.map((row) => ids[row]!),
    { order: generationRecipe.ngramOrder, vocabulary: decoder.vocabulary, endToken: decoder.endToken },
  );

const scoreNgram = (model: NgramModel, rows: readonly number[], ids: readonly number[][]): Scores =>
  new Map(
    rows.map((row) => {
      const values = model.score(ids[row]!);
      return [row, { logProbability: values.reduce((a, b) => a + b, 0), tokens: values.length }];
    }),
  );

/** Nothing is tuned when the person wants the weights as they are. */
async function tune(
  { task, budget, progress, emit, signal }: GenerationJob,
  { blocks, batchTokens, decoder }: Prepared,
  { tunable, validationSeconds }: { tunable: TunableDecoder; validationSeconds: number },
): Promise<{ tuned: TunedDecoder | null; warnings: Note[] }> {
  const { unfreeze, seed } = task.spec;
  if (unfreeze === 'none' || unfreeze === 'head')
    return {
      tuned: null,
      warnings: [note('nothing-tuned', { unfreeze })],
    };
  progress.begin(`Tuning ${decoder.name}: ${tunable.boundary.label}`, 0.85);
  const tuned = await tuneDecoder({
    decoder: tunable,
    train: blocks.train,
    validation: blocks.validation,
    batchTokens,
    recipe: generationRecipe,
    seed,
    signal,
    left: () => budget.left(),
    validationSeconds,
    onEpoch: (point, rate) =>
      emit({
        type: 'epoch',
        model: `${decoder.name}, rate ${rate}`,
        ...point,
        validationScore: -point.validationLoss,
      }),
    onProgress: (share) => progress.advance(share),
  });
  const short = note('no-time-to-tune');
  return { tuned, warnings: tuned ? [] : [short] };
}

/** Blocks of the test part with ln p of their targets. */
async function proofOf(
  { scorer }: TunableDecoder,
  test: readonly Block[],
  weights: ReadonlyMap<string, Float32Array>,
): Promise<WriteDecoderOptions['proof']> {
  const proof: WriteDecoderOptions['proof'] = [];
  for (const block of test.slice(0, 3))
    proof.push({ block, logProbabilities: await scorer.tokens([block], weights) });
  return proof;
}
