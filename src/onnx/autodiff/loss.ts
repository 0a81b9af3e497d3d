/**
 * Losses as ONNX nodes. In: the model's output and the target inputs. Out: the scalar loss, the gradient of the output
 * (written directly, which is shorter and more exact than differentiating the loss), the inputs that hold the targets.
 * Next: `training-step.ts` seeds the backward pass with that gradient.
 */
import { DataType, floatTensor, int64Tensor, type OnnxValueInfo, valueInfo } from '../model.ts';
import type { Emitter } from './emitter.ts';

export type Loss =
  | {
      kind: 'cross-entropy';
      /** Size of the last axis of the logits. */
      classes: number;
      /** As in PyTorch: share of the target spread evenly over all classes, 0–1. */
      labelSmoothing?: number;
      /** As in PyTorch: one weight a class; the loss is divided by the sum of the weights met. */
      classWeights?: readonly number[];
    }
  | { kind: 'mse' }
  /** Output [.., q] against target [..]: mean of max(q·e, (q − 1)·e), e = target − output. */
  | { kind: 'pinball'; quantiles: readonly number[] }
  /** The output already is the loss of each sample, worked out by the graph itself: its mean. No targets. */
  | { kind: 'mean' };

interface LossNodes {
  loss: string;
  gradient: string;
  targets: OnnxValueInfo[];
}

/** Name of the input with labels (int64 [..], −1 for "ignore": padding) or target values (float32). */
export const TARGETS = 'targets';

const sumAll = (emit: Emitter, value: string) => emit.op('ReduceSum', [value], { keepdims: 0 });

export function buildLoss(emit: Emitter, loss: Loss, output: string): LossNodes {
  switch (loss.kind) {
    case 'cross-entropy':
      return crossEntropy(emit, loss, output);
    case 'mse':
      return meanSquaredError(emit, output);
    case 'pinball':
      return pinball(emit, loss.quantiles, output);
    case 'mean':
      return meanOfOutput(emit, output);
  }
}

/**
 * With T = w_c·((1 − ε)·[c = label] + ε/C) a row and D = Σ w_label over the rows that count:
 * loss = −Σ T·log softmax / D, ∂logits = (softmax·ΣT − T)/D.
 */
function crossEntropy(
  emit: Emitter,
  loss: Extract<Loss, { kind: 'cross-entropy' }>,
  output: string,
): LossNodes {
  const { classes, labelSmoothing: smoothing = 0 } = loss;
  const weights = loss.classWeights ?? new Array<number>(classes).fill(1);
  const logits = emit.op('Reshape', [output, emit.ints([-1, classes])]);
  const labels = emit.op('Reshape', [TARGETS, emit.ints([-1, 1])]);
  const everyClass = emit.add((name) =>
    int64Tensor(
      name,
      [1, classes],
      weights.map((_, i) => i),
    ),
  );
  const hit = emit.op('Cast', [emit.op('Equal', [labels, everyClass])], { to: DataType.FLOAT });
  const counts = emit.op('Cast', [emit.op('GreaterOrEqual', [labels, emit.int(0)])], { to: DataType.FLOAT });
  const weightRow = emit.add((name) => floatTensor(name, [1, classes], weights));
  const hitWeight = emit.op('Mul', [hit, weightRow]);
  const divisor = emit.op('Max', [sumAll(emit, hitWeight), emit.float(1e-12)]);
  const smooth = () => {
    const even = emit.floats(
      [1, classes],
      weights.map((weight) => (weight * smoothing) / classes),
    );
    const mixed = emit.op('Add', [emit.op('Mul', [hitWeight, emit.float(1 - smoothing)]), even]);
    return emit.op('Mul', [mixed, counts]);
  };
  const target = smoothing === 0 ? hitWeight : smooth();
  const logp = emit.op('LogSoftmax', [logits], { axis: -1 });
  const total = emit.op('Neg', [sumAll(emit, emit.op('Mul', [target, logp]))]);
  const mass = emit.op('ReduceSum', [target, emit.ints([1])], { keepdims: 1 });
  const slope = emit.op('Sub', [emit.op('Mul', [emit.op('Exp', [logp]), mass]), target]);
  return {
    loss: emit.op('Div', [total, divisor]),
    gradient: emit.op('Reshape', [emit.op('Div', [slope, divisor]), emit.op('Shape', [output])]),
    targets: [valueInfo(TARGETS, DataType.INT64)],
  };
}

const elementCount = (emit: Emitter, value: string) =>
  emit.op('Cast', [emit.op('Size', [value])], { to: DataType.FLOAT });

function meanSquaredError(emit: Emitter, output: string): LossNodes {
  const error = emit.op('Sub', [output, TARGETS]);
  const count = elementCount(emit, output);
  const squares = sumAll(emit, emit.op('Mul', [error, error]));
  return {
    loss: emit.op('Div', [squares, count]),
    gradient: emit.op('Div', [emit.op('Mul', [error, emit.float(2)]), count]),
    targets: [valueInfo(TARGETS, DataType.FLOAT)],
  };
}

function pinball(emit: Emitter, quantiles: readonly number[], output: string): LossNodes {
  const q = emit.floats([quantiles.length], quantiles);
  const error = emit.op('Sub', [emit.op('Unsqueeze', [TARGETS, emit.ints([-1])]), output]);
  const lower = emit.op('Sub', [q, emit.float(1)]);
  const factor = emit.op('Where', [emit.op('GreaterOrEqual', [error, emit.float(0)]), q, lower]);
  const count = elementCount(emit, output);
  return {
    loss: emit.op('Div', [sumAll(emit, emit.op('Mul', [factor, error])), count]),
    gradient: emit.op('Neg', [emit.op('Div', [factor, count])]),
    targets: [valueInfo(TARGETS, DataType.FLOAT)],
  };
}

function meanOfOutput(emit: Emitter, output: string): LossNodes {
  const count = elementCount(emit, output);
  const share = emit.op('Div', [emit.float(1), count]);
  return {
    loss: emit.op('Div', [sumAll(emit, output), count]),
    gradient: emit.op('Expand', [share, emit.op('Shape', [output])]),
    targets: [],
  };
}
