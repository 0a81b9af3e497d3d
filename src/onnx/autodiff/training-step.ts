/**
 * One step of training as a plain ONNX model. In: a tail with its head (`split.ts`, `head.ts`), its sizes, a loss, an
 * optimiser, the weights to train. Out: `step`, a model whose inputs are a batch, targets, weights, optimiser state and
 * rates and whose outputs are the loss, the next weights and the next state; `forward`, the same tail with its weights
 * as inputs, for validation. Next: `engines/training-step.ts` runs them; `write-back.ts` stores the result.
 *
 * Names: weight "w" → input "w", output "w/next"; its state "w/momentum" → "w/momentum/next"; rate of group "head" →
 * scalar input "rate/head"; targets "targets"; dropout mask "dropout-mask"; loss "loss".
 */
import {
  buildModel,
  DataType,
  type Dim,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  opsetOf,
  valueInfo,
} from '../model.ts';
import type { Measured } from '../shapes.ts';
import { differentiate } from './backward.ts';
import { Emitter } from './emitter.ts';
import { buildLoss, type Loss } from './loss.ts';
import { buildUpdate, CORRECTIONS, clipByGlobalNorm, type Optimiser, stateNames } from './optimiser.ts';

export interface Trainable {
  /** An initialiser of the tail. */
  name: string;
  /** Weights of one group share a learning rate. */
  group: string;
  /** Whether weight decay applies; biases and normalisation weights usually go without. Default true. */
  decay?: boolean;
}

export interface TrainingStepOptions {
  /** A prepared model with one output: logits or predictions. */
  tail: OnnxModel;
  /** Sizes of every value of the tail (`engines/measure-shapes.ts`); those of the whole model serve as well. */
  measured: Measured;
  loss: Loss;
  optimiser: Optimiser;
  trainable: readonly Trainable[];
  /** Limit of the global gradient norm. */
  clipNorm?: number;
  /** A value to be multiplied by the input "dropout-mask" (0 or 1/(1 − p), in its shape) while training. */
  dropout?: string;
  /** Splits the step in two, so that several small batches make one update (`update` is then present). */
  accumulate?: boolean;
}

export interface StepWeight extends Required<Trainable> {
  dims: number[];
  /** Where training starts. */
  initial: OnnxTensor;
  states: string[];
}

export interface TrainingStep {
  /** Without accumulation the whole step; with it, loss and gradients only: "w/gradient" → "w/gradient/next". */
  step: OnnxModel;
  /** With accumulation: gradients, weights, state, rates → next weights, next state. */
  update?: OnnxModel;
  /** The tail with weights as inputs. */
  forward: OnnxModel;
  weights: StepWeight[];
  /** Groups that have a rate input. */
  groups: string[];
  optimiser: Optimiser;
}

export const DROPOUT_MASK = 'dropout-mask';
export const LOSS = 'loss';
/** Scalar input of an accumulating step: the share of this batch in the update. */
export const SHARE = 'share';
export const rateInput = (group: string): string => `rate/${group}`;
export const nextOf = (name: string): string => `${name}/next`;
export const gradientInput = (weight: string): string => `${weight}/gradient`;

/** @throws UserError `unsupported-op` when an op between the loss and a trainable weight has no rule. */
export function buildTrainingStep(options: TrainingStepOptions): TrainingStep {
  const weights = options.trainable.map((item) => stepWeight(options, item));
  const groups = [...new Set(weights.map(({ group }) => group))];
  const parts = {
    weights,
    groups,
    optimiser: options.optimiser,
    forward: forwardModel(options.tail, weights),
  };
  const emit = new Emitter('backward/');
  const backward = lossAndGradients(options, weights, emit);
  if (options.accumulate) {
    const step = accumulatingStep(options, weights, emit, backward);
    return { ...parts, step, update: updateModel(options, weights, groups) };
  }
  const updates = emitUpdates(options, weights, emit, backward.gradients);
  const step = assemble(options.tail, emit, {
    nodes: backward.forward,
    trained: weights,
    inputs: [
      ...batchInputs(options),
      ...backward.targets,
      ...updateInputs(weights, groups, options.optimiser),
    ],
    outputs: [scalarInfo(LOSS), ...updates],
  });
  return { ...parts, step };
}

function stepWeight({ tail, optimiser }: TrainingStepOptions, item: Trainable): StepWeight {
  const initial = tail.graph.initializer.find(({ name }) => name === item.name);
  if (initial === undefined) throw new Error(`"${item.name}" is no weight of this tail`);
  if (initial.dataType !== DataType.FLOAT) throw new Error(`"${item.name}" is not float32`);
  return { decay: true, ...item, dims: initial.dims, initial, states: stateNames(optimiser, item.name) };
}

const scalarInfo = (name: string) => valueInfo(name, DataType.FLOAT, []);
const weightInfo = (name: string, dims: readonly Dim[]) => valueInfo(name, DataType.FLOAT, dims);

interface BackwardPart {
  forward: OnnxNode[];
  gradients: Map<string, string>;
  targets: OnnxValueInfo[];
}

/** Appends loss and backward pass; the loss is named LOSS. */
function lossAndGradients(
  options: TrainingStepOptions,
  weights: readonly StepWeight[],
  emit: Emitter,
): BackwardPart {
  const { tail } = options;
  const output = tail.graph.output[0]?.name ?? '';
  const { nodes, measured } = withDropout(tail.graph.node, options);
  const loss = buildLoss(emit, options.loss, output);
  emit.named(LOSS, loss.loss);
  const { forward, gradients } = differentiate({
    nodes,
    measured,
    seeds: new Map([[output, loss.gradient]]),
    wanted: weights.map(({ name }) => name),
    constants: new Map(tail.graph.initializer.map((tensor) => [tensor.name, tensor])),
    emit,
  });
  for (const { name } of weights) if (!gradients.has(name)) gradients.set(name, emit.zerosLike(name));
  return { forward, gradients, targets: loss.targets };
}

/** Consumers of the dropout value read it masked. */
function withDropout(nodes: readonly OnnxNode[], { dropout, measured }: TrainingStepOptions) {
  if (dropout === undefined) return { nodes, measured };
  const masked = `${dropout}/masked`;
  const sizes = measured.sizes.get(dropout) ?? [];
  const swap = (value: string) => (value === dropout ? masked : value);
  const readers = nodes.map((item) => ({ ...item, input: item.input.map(swap) }));
  const first = readers.findIndex(({ input }) => input.includes(masked));
  return {
    nodes: readers.toSpliced(first, 0, node('Mul', [dropout, DROPOUT_MASK], [masked])),
    measured: { ...measured, sizes: new Map([...measured.sizes, [masked, sizes], [DROPOUT_MASK, sizes]]) },
  };
}

function batchInputs({ tail, dropout }: TrainingStepOptions): OnnxValueInfo[] {
  return [...tail.graph.input, ...(dropout === undefined ? [] : [valueInfo(DROPOUT_MASK, DataType.FLOAT)])];
}

function updateInputs(
  weights: readonly StepWeight[],
  groups: readonly string[],
  optimiser: Optimiser,
): OnnxValueInfo[] {
  const scalars = [...groups.map(rateInput), ...(optimiser.kind === 'adamw' ? CORRECTIONS : [])];
  return [
    ...weights.flatMap(({ name, states, dims }) => [name, ...states].map((value) => weightInfo(value, dims))),
    ...scalars.map(scalarInfo),
  ];
}

/**
 * ONNX Runtime 1.30 multiplies [o, i, 1, 1] by a scalar element by element (14 ms for 1 M on one core, flat 1.3 ms), so
 * such weights are updated flat.
 */
const isSlow = (dims: readonly number[]) => dims.length > 1 && dims.at(-1) === 1;
const flatten = (emit: Emitter, value: string, dims: readonly number[]) =>
  isSlow(dims) ? emit.op('Reshape', [value, emit.ints([-1])]) : value;
const unflatten = (emit: Emitter, value: string, dims: readonly number[]) =>
  isSlow(dims) ? emit.op('Reshape', [value, emit.ints(dims)]) : value;

/** Appends clipping and updates; returns the outputs "…/next". */
function emitUpdates(
  { optimiser, clipNorm }: TrainingStepOptions,
  weights: readonly StepWeight[],
  emit: Emitter,
  raw: ReadonlyMap<string, string>,
): OnnxValueInfo[] {
  const flat = new Map(weights.map(({ name, dims }) => [name, flatten(emit, raw.get(name) ?? '', dims)]));
  const gradients = clipNorm === undefined ? flat : clipByGlobalNorm(emit, flat, clipNorm);
  return weights.flatMap(({ name, group, decay, states, dims }) => {
    const rule = decay ? optimiser : { ...optimiser, weightDecay: 0 };
    const next = buildUpdate(emit, rule, {
      weight: flatten(emit, name, dims),
      gradient: gradients.get(name) ?? '',
      rate: rateInput(group),
      states: states.map((state) => flatten(emit, state, dims)),
    });
    emit.named(nextOf(name), unflatten(emit, next.weight, dims));
    states.forEach((state, i) => {
      emit.named(nextOf(state), unflatten(emit, next.states[i] ?? '', dims));
    });
    return [name, ...states].map((value) => weightInfo(nextOf(value), dims));
  });
}

/** Adds this batch's gradients, times its share, to the sums given in. */
function accumulatingStep(
  options: TrainingStepOptions,
  weights: readonly StepWeight[],
  emit: Emitter,
  backward: BackwardPart,
) {
  for (const { name, dims } of weights) {
    const gradient = flatten(emit, backward.gradients.get(name) ?? '', dims);
    const share = unflatten(emit, emit.op('Mul', [gradient, SHARE]), dims);
    emit.named(nextOf(gradientInput(name)), emit.op('Add', [gradientInput(name), share]));
  }
  const sums = (rename: (name: string) => string) =>
    weights.map(({ name, dims }) => weightInfo(rename(name), dims));
  return assemble(options.tail, emit, {
    nodes: backward.forward,
    trained: weights,
    inputs: [
      ...batchInputs(options),
      ...backward.targets,
      ...sums((name) => name),
      ...sums(gradientInput),
      scalarInfo(SHARE),
    ],
    outputs: [scalarInfo(LOSS), ...sums((name) => nextOf(gradientInput(name)))],
  });
}

function updateModel(
  options: TrainingStepOptions,
  weights: readonly StepWeight[],
  groups: readonly string[],
): OnnxModel {
  const emit = new Emitter('update/');
  const sums = new Map(weights.map(({ name }) => [name, gradientInput(name)]));
  const outputs = emitUpdates(options, weights, emit, sums);
  const inputs = [
    ...updateInputs(weights, groups, options.optimiser),
    ...weights.map(({ name, dims }) => weightInfo(gradientInput(name), dims)),
  ];
  return buildModel({
    nodes: emit.nodes,
    initializers: emit.initializers,
    inputs,
    outputs,
    opset: opsetOf(options.tail),
  });
}

function forwardModel(tail: OnnxModel, weights: readonly StepWeight[]): OnnxModel {
  const inputs = [...tail.graph.input, ...weights.map(({ name, dims }) => weightInfo(name, dims))];
  return assemble(tail, new Emitter(''), {
    nodes: tail.graph.node,
    trained: weights,
    inputs,
    outputs: tail.graph.output,
  });
}

interface Assembly {
  nodes: readonly OnnxNode[];
  /** Weights that are inputs and so leave the initialisers. */
  trained: readonly StepWeight[];
  inputs: OnnxValueInfo[];
  outputs: OnnxValueInfo[];
}

function assemble(tail: OnnxModel, emit: Emitter, { nodes, trained, inputs, outputs }: Assembly): OnnxModel {
  const names = new Set(trained.map(({ name }) => name));
  const kept = tail.graph.initializer.filter(({ name }) => !names.has(name));
  const model = buildModel({
    nodes: [...nodes, ...emit.nodes],
    initializers: [...kept, ...emit.initializers],
    inputs,
    outputs,
    irVersion: Math.max(8, tail.irVersion),
  });
  return { ...model, opsetImport: tail.opsetImport };
}
