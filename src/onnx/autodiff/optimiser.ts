/**
 * Optimiser updates as ONNX nodes, in PyTorch's order of operations so that loss sequences agree.
 * In: a weight, its gradient, its state, its group's rate. Out: the next weight and state.
 * Next: `training-step.ts` makes them outputs.
 */
import type { Emitter } from './emitter.ts';

export type Optimiser =
  | { kind: 'sgd'; momentum?: number; weightDecay?: number }
  | { kind: 'adamw'; beta1?: number; beta2?: number; epsilon?: number; weightDecay?: number };

/** The state tensors of one weight, each in its shape, all zero at the start. */
export function stateNames(optimiser: Optimiser, weight: string): string[] {
  if (optimiser.kind === 'adamw') return [`${weight}/first-moment`, `${weight}/second-moment`];
  return (optimiser.momentum ?? 0) === 0 ? [] : [`${weight}/momentum`];
}

/** Scalar inputs of Adam, the same for every weight: 1/(1 − β₁ᵗ) and 1/√(1 − β₂ᵗ), given in because float32 loses them. */
export const CORRECTIONS = ['correction-1', 'correction-2'] as const;

/** @param step counted from 1. */
export function correctionsAt(
  optimiser: Extract<Optimiser, { kind: 'adamw' }>,
  step: number,
): [number, number] {
  const { beta1 = 0.9, beta2 = 0.999 } = optimiser;
  return [1 / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)];
}

interface Update {
  weight: string;
  /** In the order of `stateNames`. */
  states: string[];
}

/** Values of one shape, and the group's rate. */
interface UpdateInputs extends Update {
  gradient: string;
  rate: string;
}

export function buildUpdate(emit: Emitter, optimiser: Optimiser, inputs: UpdateInputs): Update {
  return optimiser.kind === 'sgd' ? sgd(emit, optimiser, inputs) : adamW(emit, optimiser, inputs);
}

/** v ← μ·v + (g + λ·w); w ← w − η·v. */
function sgd(
  emit: Emitter,
  { momentum = 0, weightDecay = 0 }: Extract<Optimiser, { kind: 'sgd' }>,
  { weight, gradient, rate, states }: UpdateInputs,
): Update {
  const decay = () => emit.op('Add', [gradient, emit.op('Mul', [weight, emit.float(weightDecay)])]);
  const slope = weightDecay === 0 ? gradient : decay();
  const [state] = states;
  const velocity =
    state === undefined ? slope : emit.op('Add', [emit.op('Mul', [state, emit.float(momentum)]), slope]);
  const next = emit.op('Sub', [weight, emit.op('Mul', [velocity, rate])]);
  return { weight: next, states: state === undefined ? [] : [velocity] };
}

/** Loshchilov & Hutter 2019: w ← w·(1 − η·λ) − η·m̂/(√v̂ + ε). */
function adamW(
  emit: Emitter,
  optimiser: Extract<Optimiser, { kind: 'adamw' }>,
  { weight, gradient, rate, states }: UpdateInputs,
): Update {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = optimiser;
  const [first, second] = states as [string, string];
  const mix = (old: string, beta: number, value: string) =>
    emit.op('Add', [emit.op('Mul', [old, emit.float(beta)]), emit.op('Mul', [value, emit.float(1 - beta)])]);
  const m = mix(first, beta1, gradient);
  const v = mix(second, beta2, emit.op('Mul', [gradient, gradient]));
  const deviation = emit.op('Mul', [emit.op('Sqrt', [v]), CORRECTIONS[1]]);
  const stepSize = emit.op('Mul', [rate, CORRECTIONS[0]]);
  const move = emit.op('Div', [
    emit.op('Mul', [m, stepSize]),
    emit.op('Add', [deviation, emit.float(epsilon)]),
  ]);
  const shrink = () => emit.op('Sub', [emit.float(1), emit.op('Mul', [rate, emit.float(weightDecay)])]);
  const kept = weightDecay === 0 ? weight : emit.op('Mul', [weight, shrink()]);
  return { weight: emit.op('Sub', [kept, move]), states: [m, v] };
}

/** Every gradient times min(1, limit/‖all gradients‖₂), as torch.nn.utils.clip_grad_norm_. */
export function clipByGlobalNorm(emit: Emitter, gradients: ReadonlyMap<string, string>, limit: number) {
  const squares = [...gradients.values()].map((gradient) =>
    emit.op('ReduceSumSquare', [gradient], { keepdims: 0 }),
  );
  const norm = emit.op('Sqrt', [squares.reduce((a, b) => emit.op('Add', [a, b]))]);
  const ratio = emit.op('Div', [emit.float(limit), emit.op('Add', [norm, emit.float(1e-6)])]);
  const factor = emit.op('Min', [ratio, emit.float(1)]);
  return new Map([...gradients].map(([name, gradient]) => [name, emit.op('Mul', [gradient, factor])]));
}
