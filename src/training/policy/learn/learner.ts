/** A loss graph → minibatch steps; its weights → answers of the matching graph without the loss. */
import { openGraph } from '../../../engines/graph-session.ts';
import { measureShapes, probeFeeds } from '../../../engines/measure-shapes.ts';
import { openTrainingStep, type TrainingExecutor } from '../../../engines/training-step.ts';
import { buildTrainingStep } from '../../../onnx/autodiff/training-step.ts';
import { encodeModel, type OnnxModel } from '../../../onnx/model.ts';
import { withWeights } from '../../../onnx/with-weights.ts';
import { type Random, seededRandom } from '../../../statistics/random.ts';
import type { Transitions } from '../transitions.ts';

const BATCH = 256;
const RATE = 1e-3;

export type Weights = ReadonlyMap<string, Float32Array>;

/** Names of the float weights of our own networks: those of the layers, not the constants of the loss. */
const layerWeights = ({ graph }: OnnxModel): string[] =>
  graph.initializer.map(({ name }) => name).filter((name) => /\.(weight|bias)$/.test(name));

interface Learner {
  /** One update; the rate falls linearly to a tenth over `totalSteps`. */
  step(batch: Record<string, { dims: number[]; data: Float32Array }>): Promise<number>;
  weights(): Weights;
  close(): Promise<void>;
}

export interface LearnerSettings {
  weightDecay?: number;
  /** Initialisers that learn; by default the layers of our own networks. */
  trainable?: readonly string[] | undefined;
  /** Weights of the output layer with the unit of its scores: their rate grows with it. */
  output?: { names: readonly string[]; unit: number } | undefined;
}

/** @throws UserError when the graph has an op without a derivative above the weights that learn */
export async function openLearner(
  model: OnnxModel,
  totalSteps: number,
  { weightDecay = 1e-4, trainable = layerWeights(model), output }: LearnerSettings = {},
): Promise<Learner> {
  const measured = await measureShapes(
    model,
    probeFeeds(model, { batch: 3, other: 3 }),
    probeFeeds(model, { batch: 5, other: 5 }),
  );
  const step = buildTrainingStep({
    tail: model,
    measured,
    loss: { kind: 'mean' },
    optimiser: { kind: 'adamw', weightDecay },
    trainable: trainable.map((name) => ({
      name,
      group: output?.names.includes(name) ? 'output' : 'all',
      decay: name.endsWith('weight'),
    })),
    clipNorm: 10,
  });
  const executor: TrainingExecutor = await openTrainingStep(step, { threads: 1 });
  let done = 0;
  return {
    step: (batch) => {
      const rate = RATE * Math.max(0.1, 1 - done / totalSteps);
      done += 1;
      return executor.step({ batch, rates: { all: rate, output: rate * (output?.unit ?? 1) } });
    },
    weights: () => executor.weights(),
    close: () => executor.close(),
  };
}

/** Outputs of `model` with `weights` for rows of states [n, d]. */
export async function ask(
  model: OnnxModel,
  weights: Weights,
  states: Float32Array,
  d: number,
): Promise<Record<string, Float32Array>> {
  const session = await openGraph(encodeModel(withWeights(model, weights)), { threads: 1 });
  try {
    const outputs = await session.run({ state: { dims: [states.length / d, d], data: states } });
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]),
    );
  } finally {
    await session.close();
  }
}

/** Draws minibatches of rows and gathers their states, one-hot actions and other columns. */
export class Sampler {
  readonly #data: Transitions;
  readonly #random: Random;
  readonly size: number;

  constructor(data: Transitions, seed: number) {
    this.#data = data;
    this.#random = seededRandom(seed);
    this.size = Math.min(BATCH, data.n);
  }

  rows(): Int32Array {
    return Int32Array.from({ length: this.size }, () => this.#random.below(this.#data.n));
  }

  states(rows: Int32Array) {
    const { d, states } = this.#data;
    const data = new Float32Array(rows.length * d);
    rows.forEach((row, index) => {
      data.set(states.subarray(row * d, (row + 1) * d), index * d);
    });
    return { dims: [rows.length, d], data };
  }

  actions(rows: Int32Array) {
    const { a, action } = this.#data;
    const data = new Float32Array(rows.length * a);
    rows.forEach((row, index) => {
      data[index * a + action[row]!] = 1;
    });
    return { dims: [rows.length, a], data };
  }

  column(rows: Int32Array, values: Float32Array) {
    return { dims: [rows.length, 1], data: Float32Array.from(rows, (row) => values[row]!) };
  }
}
