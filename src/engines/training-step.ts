/**
 * Runs a TrainingStep. In: the step (`onnx/autodiff/training-step.ts`), then one batch at a time. Out: losses, and at
 * the end the trained weights. Next: the training loop calls `step`, `predict` on validation, then
 * `onnx/cut/write-back.ts` stores `weights()`.
 *
 * Weights and state live in two sets of buffers: a step reads one and writes the other, so memory does not grow and
 * nothing is copied between steps.
 */
import { CORRECTIONS, correctionsAt } from '../onnx/autodiff/optimiser.ts';
import {
  gradientInput,
  LOSS,
  nextOf,
  rateInput,
  SHARE,
  type StepWeight,
  type TrainingStep,
} from '../onnx/autodiff/training-step.ts';
import { encodeModel, type OnnxModel } from '../onnx/model.ts';
import { float32Of } from '../onnx/tensor.ts';
import { type Feeds, type GraphSession, type GraphTensor, openModel } from './graph-session.ts';

export interface StepCall {
  /** The tail's inputs, "targets" and, if the step has one, "dropout-mask". */
  batch: Feeds;
  /** Learning rate a group. */
  rates: Readonly<Record<string, number>>;
}

/** Everything needed to go on later: copies, by name (weights and optimiser state), and the count of updates. */
export interface Checkpoint {
  updates: number;
  tensors: Map<string, Float32Array>;
}

export interface TrainingExecutor {
  /** One update from one batch; returns the batch's loss. */
  step(call: StepCall): Promise<number>;
  /** One update from several small batches of which each counts by its `share` (shares sum to 1); returns the mean loss. */
  accumulate(calls: readonly { batch: Feeds; share: number }[], rates: StepCall['rates']): Promise<number>;
  /** Outputs of the tail with the present weights. */
  predict(inputs: Feeds): Promise<Record<string, GraphTensor>>;
  /** Copies of the present weights by initialiser name. */
  weights(): Map<string, Float32Array>;
  checkpoint(): Checkpoint;
  restore(checkpoint: Checkpoint): void;
  close(): Promise<void>;
}

/** Opens a graph on one executor; ONNX Runtime by default. */
export type OpenGraph = (model: Uint8Array, options: { threads?: number }) => Promise<GraphSession>;

type Buffers = Record<string, GraphTensor>;
const zeros = (dims: readonly number[]): GraphTensor => ({
  dims,
  data: new Float32Array(dims.reduce((n, size) => n * size, 1)),
});
const scalar = (value: number): GraphTensor => ({ dims: [], data: Float32Array.of(value) });

function firstBuffers(weights: readonly StepWeight[]): Buffers {
  return Object.fromEntries(
    weights.flatMap(({ name, dims, initial, states }): [string, GraphTensor][] => [
      [name, { dims, data: float32Of(initial).slice() }],
      ...states.map((state): [string, GraphTensor] => [state, zeros(dims)]),
    ]),
  );
}

const blank = (buffers: Buffers): Buffers =>
  Object.fromEntries(Object.entries(buffers).map(([name, { dims }]) => [name, zeros(dims)]));

/** The outputs "…/next" written into `buffers`. */
const asNext = (buffers: Buffers): Buffers =>
  Object.fromEntries(Object.entries(buffers).map(([name, tensor]) => [nextOf(name), tensor]));

export async function openTrainingStep(
  step: TrainingStep,
  options: { threads?: number; open?: OpenGraph; workDir?: string } = {},
): Promise<TrainingExecutor> {
  const open = (model: OnnxModel) =>
    options.open ? options.open(encodeModel(model), options) : openModel(model, options);
  const main = await open(step.step);
  const update = step.update && (await open(step.update));
  return new Executor(step, { main, update, open: () => open(step.forward) });
}

interface Sessions {
  main: GraphSession;
  update: GraphSession | undefined;
  open: () => Promise<GraphSession>;
}

class Executor implements TrainingExecutor {
  readonly #step: TrainingStep;
  readonly #sessions: Sessions;
  #forward: Promise<GraphSession> | undefined;
  #now: Buffers;
  #next: Buffers;
  #sums: [Buffers, Buffers] | undefined;
  #updates = 0;

  constructor(step: TrainingStep, sessions: Sessions) {
    this.#step = step;
    this.#sessions = sessions;
    this.#now = firstBuffers(step.weights);
    this.#next = blank(this.#now);
  }

  async step({ batch, rates }: StepCall): Promise<number> {
    if (this.#sessions.update !== undefined) return this.accumulate([{ batch, share: 1 }], rates);
    const feeds = { ...batch, ...this.#now, ...this.#scalars(rates) };
    const outputs = await this.#sessions.main.run(feeds, asNext(this.#next));
    this.#swap();
    return Number(outputs[LOSS]?.data[0]);
  }

  async accumulate(
    calls: readonly { batch: Feeds; share: number }[],
    rates: StepCall['rates'],
  ): Promise<number> {
    const { main, update } = this.#sessions;
    if (update === undefined) throw new Error('this step was built without `accumulate`');
    let [sum, next] = this.#clearedSums();
    let loss = 0;
    for (const { batch, share } of calls) {
      const feeds = { ...batch, ...this.#weightBuffers(), ...sum, [SHARE]: scalar(share) };
      const outputs = await main.run(feeds, asNext(next));
      loss += share * Number(outputs[LOSS]?.data[0]);
      [sum, next] = [next, sum];
    }
    await update.run({ ...this.#now, ...sum, ...this.#scalars(rates) }, asNext(this.#next));
    this.#swap();
    return loss;
  }

  async predict(inputs: Feeds): Promise<Record<string, GraphTensor>> {
    this.#forward ??= this.#sessions.open();
    return (await this.#forward).run({ ...inputs, ...this.#weightBuffers() });
  }

  weights(): Map<string, Float32Array> {
    return new Map(this.#step.weights.map(({ name }) => [name, this.#values(name).slice()]));
  }

  checkpoint(): Checkpoint {
    const names = Object.keys(this.#now);
    return {
      updates: this.#updates,
      tensors: new Map(names.map((name) => [name, this.#values(name).slice()])),
    };
  }

  restore({ updates, tensors }: Checkpoint): void {
    this.#updates = updates;
    for (const [name, values] of tensors) this.#values(name).set(values);
  }

  async close(): Promise<void> {
    await this.#sessions.main.close();
    await this.#sessions.update?.close();
    if (this.#forward !== undefined) await (await this.#forward).close();
  }

  #swap(): void {
    [this.#now, this.#next] = [this.#next, this.#now];
    this.#updates += 1;
  }

  #values(name: string): Float32Array {
    const data = this.#now[name]?.data;
    if (data instanceof Float32Array) return data;
    throw new Error(`"${name}" is no weight or state of this step`);
  }

  #weightBuffers(): Buffers {
    return Object.fromEntries(this.#step.weights.map(({ name }) => [name, this.#now[name] as GraphTensor]));
  }

  #clearedSums(): [Buffers, Buffers] {
    const fresh = () =>
      Object.fromEntries(this.#step.weights.map(({ name, dims }) => [gradientInput(name), zeros(dims)]));
    this.#sums ??= [fresh(), fresh()];
    for (const { data } of Object.values(this.#sums[0])) (data as Float32Array).fill(0);
    return this.#sums;
  }

  /** Rates and Adam's corrections for the coming update. */
  #scalars(rates: StepCall['rates']): Buffers {
    const { optimiser, groups } = this.#step;
    const scalars: Buffers = {};
    for (const group of groups) {
      const rate = rates[group];
      if (rate === undefined) throw new Error(`no learning rate for the group "${group}"`);
      scalars[rateInput(group)] = scalar(rate);
    }
    if (optimiser.kind === 'adamw')
      correctionsAt(optimiser, this.#updates + 1).forEach((value, i) => {
        scalars[CORRECTIONS[i] as string] = scalar(value);
      });
    return scalars;
  }
}
