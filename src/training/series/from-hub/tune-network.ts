/**
 * A network of the Hub and the person's series → the same with its decoder and output layers fine-tuned. The encoder stays
 * as it is and reads every window once; a few hundred steps of pinball loss over its quantiles follow, stopped early.
 */
import { type Feeds, type GraphTensor, openModel } from '../../../engines/graph-session.ts';
import { measureShapes } from '../../../engines/measure-shapes.ts';
import { openTrainingStep, type TrainingExecutor } from '../../../engines/training-step.ts';
import { buildTrainingStep } from '../../../onnx/autodiff/training-step.ts';
import { listBoundaries } from '../../../onnx/cut/boundaries.ts';
import { type Split, splitAt } from '../../../onnx/cut/split.ts';
import { DataType, int64Tensor, node, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import type { Measured } from '../../../onnx/shapes.ts';
import { withWeights } from '../../../onnx/with-weights.ts';
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import type { ForecastContext } from '../forecaster.ts';
import { meanPinball } from '../mixer/train-mixer.ts';
import { type TuningWindow, tuningWindows } from '../tuning-windows.ts';
import { type NetworkSizes, type NormalisedHistory, networkBatch, normalised } from './network-forecast.ts';

/** Windows whose encoding is kept; each costs the encoder's time once. */
const MAX_WINDOWS = 320;
const MAX_HELD = 64;
/** Fewer teach nothing that the pretrained weights do not know, as for the mixer. */
const MINIMUM_WINDOWS = 24;
/** Of a window's history: longer ones cost time and change little of what the decoder learns. */
const LONGEST_HISTORY = 512;
const BATCH = 32;
const MAX_STEPS = 200;
const CHECK_EVERY = 20;
const PATIENCE = 3;
const RATES = { output: 3e-4, decoder: 1e-4 };
/** Normalised values beyond this are cut, as for the mixer: an outlier must not drown the rest. */
const LIMIT = 20;

export interface NetworkTuning {
  model: OnnxModel;
  sizes: NetworkSizes;
  quantiles: readonly number[];
}

/** null when there is too little to learn from, or nothing was learnt. */
export async function tuneNetwork(
  { model, sizes, quantiles }: NetworkTuning,
  training: readonly Float64Array[],
  context: ForecastContext,
): Promise<OnnxModel | null> {
  const limits = { horizon: sizes.horizon, most: MAX_WINDOWS };
  const { train, validation, horizon } = tuningWindows(training, context, limits);
  if (train.length < MINIMUM_WINDOWS || validation.length < 4) return null;
  const cut = await cutBelowDecoder(model, sizes, horizon);
  const learnt = await encode(cut.split, train, sizes, horizon);
  const held = await encode(cut.split, validation.slice(0, MAX_HELD), sizes, horizon);
  const executor = await openTraining(cut, quantiles);
  const best = await descend(executor, { learnt, held, quantiles, seed: context.seed });
  await executor.close();
  return best === null ? null : withWeights(model, best);
}

interface Cut {
  split: Split;
  measured: Measured;
}

/** The whole decoder above, the whole encoder below. @throws Error when the graph cannot be cut there */
async function cutBelowDecoder(
  model: OnnxModel,
  { patch, longest }: NetworkSizes,
  horizon: number,
): Promise<Cut> {
  const shaped = withSteps(model, horizon);
  const probe = (rows: number, patches: number): Feeds => {
    const dims = [rows, patches * patch];
    const ones = new Float32Array(rows * patches * patch).fill(1);
    return { context: { dims, data: ones }, mask: { dims, data: ones } };
  };
  const several = longest > patch;
  const measured = await measureShapes(shaped, probe(3, several ? 2 : 1), probe(5, several ? 4 : 1));
  const wanted = trainedWeights(shaped);
  for (const boundary of listBoundaries(shaped, measured)) {
    const split = splitAt(shaped, boundary, measured);
    const above = new Set(split.tail.graph.initializer.map(({ name }) => name));
    if (wanted.every((name) => above.has(name))) return { split, measured };
  }
  throw new Error('the network cannot be cut below its decoder');
}

const trainedWeights = ({ graph }: OnnxModel): string[] =>
  graph.initializer
    .filter(({ dataType }) => dataType === DataType.FLOAT)
    .map(({ name }) => name)
    .filter((name) => /^(decoder|output_patch_embedding|head)\./.test(name));

/** The first `horizon` steps, with the quantiles last: [n, horizon, levels], as the loss reads them. */
function withSteps(model: OnnxModel, horizon: number): OnnxModel {
  const one = (name: string, value: number) => int64Tensor(`steps.${name}`, [1], [value]);
  return {
    ...model,
    graph: {
      ...model.graph,
      node: [
        ...model.graph.node,
        node('Transpose', ['quantiles'], ['steps.turned'], { perm: [0, 2, 1] }),
        node('Slice', ['steps.turned', 'steps.start', 'steps.end', 'steps.axis'], ['steps.quantiles']),
      ],
      initializer: [...model.graph.initializer, one('start', 0), one('end', horizon), one('axis', 1)],
      output: [valueInfo('steps.quantiles', DataType.FLOAT)],
    },
  };
}

/** What the decoder reads of each window, and what it should say. */
interface Encoded {
  count: number;
  inputs: Feeds;
  targets: GraphTensor;
}

async function encode(
  { trunk, sharedInputs }: Split,
  windows: readonly TuningWindow[],
  sizes: NetworkSizes,
  horizon: number,
): Promise<Encoded> {
  const rows = windows.map(({ history }) =>
    normalised(history.subarray(-Math.min(LONGEST_HISTORY, sizes.longest))),
  );
  const steps = Math.max(...rows.map(({ values }) => values.length));
  const session = await openModel(trunk);
  const parts: Feeds[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const feeds = networkBatch(rows.slice(from, from + BATCH), sizes.patch, steps);
    const shared = Object.fromEntries(sharedInputs.map((name) => [name, feeds[name]!]));
    parts.push({ ...(await session.run(feeds)), ...shared });
  }
  await session.close();
  const targets = windows.flatMap(({ future }, row) => [...futureOf(rows[row]!, future, horizon)]);
  return {
    count: windows.length,
    inputs: joined(parts),
    targets: { dims: [windows.length, horizon], data: Float32Array.from(targets) },
  };
}

const futureOf = ({ centre, scale }: NormalisedHistory, future: Float64Array, horizon: number) =>
  future.subarray(0, horizon).map((value) => Math.max(-LIMIT, Math.min(LIMIT, (value - centre) / scale)));

/** Batches one below the other. */
function joined(parts: readonly Feeds[]): Feeds {
  return Object.fromEntries(
    Object.keys(parts[0]!).map((name) => {
      const all = parts.map((part) => part[name]!);
      const data = new Float32Array(all.reduce((sum, one) => sum + one.data.length, 0));
      let end = 0;
      for (const one of all) {
        data.set(Float32Array.from(one.data, Number), end);
        end += one.data.length;
      }
      const rows = all.reduce((sum, { dims }) => sum + dims[0]!, 0);
      return [name, { dims: [rows, ...all[0]!.dims.slice(1)], data }];
    }),
  );
}

function openTraining({ split, measured }: Cut, quantiles: readonly number[]): Promise<TrainingExecutor> {
  const step = buildTrainingStep({
    tail: split.tail,
    measured,
    loss: { kind: 'pinball', quantiles },
    optimiser: { kind: 'adamw', weightDecay: 0.01 },
    trainable: trainedWeights(split.tail).map((name) => ({
      name,
      group: name.startsWith('decoder') ? 'decoder' : 'output',
    })),
    clipNorm: 1,
  });
  return openTrainingStep(step, {});
}

interface Descent {
  learnt: Encoded;
  held: Encoded;
  quantiles: readonly number[];
  seed: number;
}

/** The weights with the least loss on the windows held back; null where they are the pretrained ones. */
async function descend(executor: TrainingExecutor, { learnt, held, quantiles, seed }: Descent) {
  const loss = async () => {
    const [output] = Object.values(await executor.predict(held.inputs));
    return meanPinball(output!.data, held.targets.data, quantiles);
  };
  let best = { loss: await loss(), weights: null as Map<string, Float32Array> | null };
  let stale = 0;
  const random = seededRandom(seed);
  const order = Array.from({ length: learnt.count }, (_, index) => index);
  const size = Math.min(BATCH, learnt.count);
  for (let step = 0, next = order.length; step < MAX_STEPS && stale < PATIENCE; step++) {
    if (next + size > order.length) {
      shuffle(order, random);
      next = 0;
    }
    const rows = order.slice(next, next + size);
    next += size;
    const warm = Math.min(1, (step + 1) / CHECK_EVERY);
    await executor.step({
      batch: rowsOf({ ...learnt.inputs, targets: learnt.targets }, rows),
      rates: { output: RATES.output * warm, decoder: RATES.decoder * warm },
    });
    if ((step + 1) % CHECK_EVERY !== 0) continue;
    const now = await loss();
    stale = now < best.loss ? 0 : stale + 1;
    if (now < best.loss) best = { loss: now, weights: executor.weights() };
  }
  return best.weights;
}

const rowsOf = (all: Feeds, rows: readonly number[]): Feeds =>
  Object.fromEntries(
    Object.entries(all).map(([name, { dims, data }]) => {
      const each = data.length / dims[0]!;
      const picked = new Float32Array(rows.length * each);
      rows.forEach((row, i) => {
        for (let k = 0; k < each; k++) picked[i * each + k] = Number(data[row * each + k]);
      });
      return [name, { dims: [rows.length, ...dims.slice(1)], data: picked }];
    }),
  );
