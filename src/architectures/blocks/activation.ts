/** Activation functions by the names that configurations give them. In: a value. Out: f(value). */
import { z } from 'zod';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** x · Φ(x), exactly (Hendrycks and Gimpel 2016). */
function gelu(at: GraphBuilder, x: Value): Value {
  const bell = at.op('Erf', [at.op('Div', [x, at.scalar(Math.SQRT2)])]);
  return at.times(at.mul(x, at.add(bell, at.scalar(1))), 0.5);
}

/** Its tangent form: ½x · (1 + tanh(√(2/π) · (x + 0.044715x³))). */
function geluTanh(at: GraphBuilder, x: Value): Value {
  const cube = at.times(at.mul(at.mul(x, x), x), 0.044715);
  const tangent = at.op('Tanh', [at.times(at.add(x, cube), Math.sqrt(2 / Math.PI))]);
  return at.mul(at.times(x, 0.5), at.add(tangent, at.scalar(1)));
}

type Activation = (at: GraphBuilder, x: Value) => Value;
const single =
  (opType: string): Activation =>
  (at, x) =>
    at.op(opType, [x]);

const ACTIVATIONS = {
  gelu,
  gelu_new: geluTanh,
  gelu_fast: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  /** x · sigmoid(1.702x), as CLIP has it. */
  quick_gelu: (at, x) => at.mul(x, at.op('Sigmoid', [at.times(x, 1.702)])),
  hardswish: single('HardSwish'),
  linear: (_, x) => x,
  relu: single('Relu'),
  relu6: (at, x) => at.op('Clip', [x, at.scalar(0), at.scalar(6)]),
  sigmoid: single('Sigmoid'),
  silu: (at, x) => at.mul(x, at.op('Sigmoid', [x])),
  swish: (at, x) => at.mul(x, at.op('Sigmoid', [x])),
  tanh: single('Tanh'),
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof ACTIVATIONS;

/** For a family's fields. */
export const activationName = z.enum(Object.keys(ACTIVATIONS) as [ActivationName, ...ActivationName[]]);

export const activation = (at: GraphBuilder, name: ActivationName, x: Value): Value =>
  ACTIVATIONS[name](at, x);
