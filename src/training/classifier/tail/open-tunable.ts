/**
 * A Backbone goes in, a network whose upper layers can be trained comes out: frozen trunk, its outputs at hand for
 * every sample once they were prepared, and the training step of the tail. Next: `train-tail.ts`.
 */
import { join } from 'node:path';
import type { UnfreezeRecipe } from '../../../../knowledge/recipes/schema.ts';
import type { Backbone, Tap } from '../../../backbones/backbone.ts';
import { openPicked } from '../../../engines/compute/pick.ts';
import { pickExecutor } from '../../../engines/compute/pick-executor.ts';
import { type Feeds, type GraphTensor, openModel } from '../../../engines/graph-session.ts';
import { openTuning, planTuning, type Tuning, type TuningPlan } from '../../../engines/plan-tuning.ts';
import type { Checkpoint } from '../../../engines/training-step.ts';
import { UserError } from '../../../errors.ts';
import { TARGETS } from '../../../onnx/autodiff/loss.ts';
import type { Boundary } from '../../../onnx/cut/boundaries.ts';
import { readModelFile } from '../../../onnx/file/model-file.ts';
import { type FeatureTap, HEAD_BIAS, HEAD_WEIGHT } from '../../../onnx/head.ts';
import { featureWidth } from '../features/trunk.ts';
import type { LinearHead } from '../head/fit-heads.ts';
import type { Samples } from '../samples.ts';
import { boundaryFor, type Depth } from '../tune/depth.ts';
import { openWhenRun } from './frozen-part.ts';
import { openImageSource } from './image-source.ts';
import type { TailSource } from './tail-source.ts';
import { openTextSource } from './text-source.ts';

interface TunableOptions {
  backbone: Backbone;
  samples: Samples;
  /** One a class. */
  classWeights: readonly number[];
  recipe: UnfreezeRecipe;
  workDir: string;
  seed: number;
}

export interface Tunable {
  boundary: Boundary;
  plan: TuningPlan;
  tuning: Tuning;
  source: TailSource;
  /** Untrained: weights of the Backbone, no optimiser state; the head is set by `startingPoint`. */
  fresh: Checkpoint;
  close(): Promise<void>;
}

/**
 * The network of each depth, opened when first asked for; the analysis of the Backbone is shared.
 * @throws UserError when the network cannot be unfrozen, saying why
 */
export function openTunables(options: TunableOptions): (depth: Depth) => Promise<Tunable> {
  const open = new Map<Depth, Promise<Tunable>>();
  let plan: Promise<TuningPlan> | undefined;
  return (depth) => {
    plan ??= planFor(options);
    const tunable = open.get(depth) ?? plan.then((found) => openTunable(found, depth, options));
    open.set(depth, tunable);
    return tunable;
  };
}

async function openTunable(plan: TuningPlan, depth: Depth, options: TunableOptions): Promise<Tunable> {
  const { backbone, samples, recipe } = options;
  const boundary = boundaryFor(plan.boundaries, depth);
  if (!boundary) throw new UserError('nothing-to-unfreeze', { name: backbone.name });
  const tuning = await openTuning(plan, {
    boundary,
    loss: {
      kind: 'cross-entropy',
      classes: samples.classes.length,
      classWeights: options.classWeights,
      labelSmoothing: recipe.labelSmoothing,
    },
    optimiser: { kind: 'adamw', weightDecay: recipe.weightDecay },
    clipNorm: recipe.clipNorm,
    workDir: options.workDir,
  });
  const source = await openSource({ ...options, depth }, plan, tuning);
  tuning.executor = await pickExecutor({
    step: tuning.step,
    cpu: tuning.executor,
    workDir: options.workDir,
    batch: () => sampleBatch(source, samples, recipe.batch),
  });
  const close = async () => {
    await source.close();
    await tuning.executor.close();
  };
  return { boundary, plan, tuning, source, fresh: tuning.executor.checkpoint(), close };
}

/** What the frozen part is judged by: the first of its values that is made of floats. */
const figuresOf = (values: Record<string, GraphTensor>): Float32Array => {
  for (const { data } of Object.values(values)) if (data instanceof Float32Array) return data;
  return new Float32Array(0);
};

/** Samples from all over the pool: files and texts are often sorted by class or length. */
export async function sampleBatch(source: TailSource, samples: Samples, batch: number): Promise<Feeds> {
  const stride = Math.max(1, Math.floor(samples.pool.length / batch));
  const rows = samples.pool.filter((_, i) => i % stride === 0).subarray(0, batch);
  const targets = BigInt64Array.from(rows, (row) => BigInt(samples.labels[row]!));
  return { ...(await source.sample(rows)), [TARGETS]: { dims: [rows.length], data: targets } };
}

async function planFor({ backbone, samples, workDir }: TunableOptions): Promise<TuningPlan> {
  const { name, onnxPath, taps, preprocessing } = backbone;
  const classCount = samples.classes.length;
  if (preprocessing.kind === 'audio') throw new UserError('kind-stays-frozen', { name });
  const mask = preprocessing.kind === 'text' ? preprocessing.inputs.mask : null;
  const d = featureWidth(taps);
  return planTuning({
    model: await readModelFile(onnxPath),
    taps: taps.map((tap) => featureTap(tap, mask)),
    head: { weight: new Float32Array(classCount * d), bias: new Float32Array(classCount) },
    workDir,
  });
}

function featureTap({ output, pooling }: Tap, mask: string | null): FeatureTap {
  const masked = mask === null ? {} : { mask };
  switch (pooling) {
    case 'none':
      return { output, pooling, rank: 2 };
    case 'cls':
      return { output, pooling, rank: 3 };
    case 'last-token':
      return { output, pooling, rank: 3, ...masked };
    case 'mean':
      return mask === null ? { output, pooling, rank: 4 } : { output, pooling: 'masked-mean', rank: 3, mask };
    case 'mean-max-deviation':
      throw new UserError('pooling-not-trainable');
  }
}

async function openSource(
  { backbone, samples, recipe, workDir, seed, depth }: TunableOptions & { depth: Depth },
  { measured }: TuningPlan,
  { split }: Tuning,
): Promise<TailSource> {
  const { preprocessing } = backbone;
  const trunk = openWhenRun(() =>
    openPicked('trunk', (provider) => openModel(split.trunk, { workDir, provider }), figuresOf),
  );
  const trunkInputs = split.trunk.graph.input.map(({ name }) => name);
  const path = join(workDir, `activations-${depth}.bin`);
  const sizesOf = (name: string) => measured.sizes.get(name) ?? [];
  if (preprocessing.kind === 'text')
    return openTextSource({
      trunk,
      trunkInputs,
      tailInputs: split.sharedInputs,
      values: split.values.map((name) => ({ name, sizes: sizesOf(name) })),
      tokens: sizesOf(preprocessing.inputs.ids)[1] ?? '',
      preprocessing,
      samples,
      path,
    });
  if (preprocessing.kind !== 'image') throw new Error('sounds were refused above');
  const { values } = split;
  const { views } = recipe;
  return openImageSource({
    trunk,
    input: trunkInputs[0]!,
    values,
    preprocessing,
    samples,
    views,
    seed,
    path,
  });
}

/** Where training starts: the Backbone's weights and a head on its features, softened by the head's temperature. */
export function startingPoint(fresh: Checkpoint, head: LinearHead, temperature: number): Checkpoint {
  const { d, classCount, weights } = head;
  const matrix = new Float32Array(classCount * d);
  for (let f = 0; f < d; f++)
    for (let c = 0; c < classCount; c++) matrix[c * d + f] = weights[f * classCount + c]! / temperature;
  const bias = Float32Array.from(weights.subarray(d * classCount), (value) => value / temperature);
  return {
    updates: 0,
    tensors: new Map([...fresh.tensors, [HEAD_WEIGHT, matrix], [HEAD_BIAS, bias]]),
  };
}

/** The present head, on the tuned network's features. */
export function presentHead(weights: ReadonlyMap<string, Float32Array>): LinearHead {
  const matrix = weights.get(HEAD_WEIGHT)!;
  const bias = weights.get(HEAD_BIAS)!;
  const classCount = bias.length;
  const d = matrix.length / classCount;
  const flat = new Float64Array((d + 1) * classCount);
  for (let c = 0; c < classCount; c++) {
    for (let f = 0; f < d; f++) flat[f * classCount + c] = matrix[c * d + f]!;
    flat[d * classCount + c] = bias[c]!;
  }
  return { d, classCount, weights: flat };
}
