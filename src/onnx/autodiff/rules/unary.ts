/** VJP rules of one-operand functions: dL/dx = g · f′(x), written in y = f(x) where that is cheaper. */
import { UserError } from '../../../errors.ts';
import { floatAttribute, intAttribute, stringAttribute } from '../../model.ts';
import { numbersOf } from '../../tensor.ts';
import type { Emitter } from '../emitter.ts';
import { input, output, type Rule, type RuleCall, unsupported } from '../rule.ts';

interface Point {
  x: string;
  y: string;
  emit: Emitter;
  call: RuleCall;
}
/** g · derivative(x, y). */
const times =
  (derivative: (point: Point) => string): Rule =>
  (call) => {
    const { emit } = call;
    return [emit.op('Mul', [call.gradient, derivative({ x: input(call, 0), y: output(call), emit, call })])];
  };
/** Lets the gradient through where `condition` holds and nothing elsewhere. */
const gate =
  (condition: (point: Point) => string): Rule =>
  (call) => {
    const { emit } = call;
    const open = condition({ x: input(call, 0), y: output(call), emit, call });
    return [emit.op('Where', [open, call.gradient, emit.float(0)])];
  };
const oneMinus = (emit: Emitter, value: string) => emit.op('Sub', [emit.float(1), value]);

export const identity: Rule = (call) => [call.gradient];
export const neg: Rule = (call) => [call.emit.op('Neg', [call.gradient])];
export const exp = times(({ y }) => y);
export const log: Rule = (call) => [call.emit.op('Div', [call.gradient, input(call, 0)])];
/** y = √x: g / (2y). */
export const sqrt: Rule = (call) => [
  call.emit.op('Div', [call.gradient, call.emit.op('Mul', [output(call), call.emit.float(2)])]),
];
/** y = 1/x: −g·y². */
export const reciprocal = times(({ y, emit }) => emit.op('Neg', [emit.op('Mul', [y, y])]));
export const abs = times(({ x, emit }) => emit.op('Sign', [x]));
export const sin = times(({ x, emit }) => emit.op('Cos', [x]));
export const cos = times(({ x, emit }) => emit.op('Neg', [emit.op('Sin', [x])]));
export const tanh = times(({ y, emit }) => oneMinus(emit, emit.op('Mul', [y, y])));
export const sigmoid = times(({ y, emit }) => emit.op('Mul', [y, oneMinus(emit, y)]));
export const softplus = times(({ x, emit }) => emit.op('Sigmoid', [x]));
/** d erf(x)/dx = 2/√π · e^(−x²). */
export const erf = times(({ x, emit }) => {
  const bell = emit.op('Exp', [emit.op('Neg', [emit.op('Mul', [x, x])])]);
  return emit.op('Mul', [bell, emit.float(2 / Math.sqrt(Math.PI))]);
});
export const relu = gate(({ y, emit }) => emit.op('Greater', [y, emit.float(0)]));

export const leakyRelu = times(({ x, emit, call }) => {
  const slope = floatAttribute(call.node, 'alpha', 0.01);
  return emit.op('Where', [emit.op('Greater', [x, emit.float(0)]), emit.float(1), emit.float(slope)]);
});
/** y = α(eˣ − 1) below 0, whose derivative is y + α. */
export const elu = times(({ x, y, emit, call }) => {
  const alpha = emit.float(floatAttribute(call.node, 'alpha', 1));
  return emit.op('Where', [
    emit.op('Greater', [x, emit.float(0)]),
    emit.float(1),
    emit.op('Add', [y, alpha]),
  ]);
});
/** y = max(0, min(1, αx + β)). */
export const hardSigmoid = times(({ y, emit, call }) => {
  const inside = emit.op('And', [
    emit.op('Greater', [y, emit.float(0)]),
    emit.op('Less', [y, emit.float(1)]),
  ]);
  return emit.op('Where', [inside, emit.float(floatAttribute(call.node, 'alpha', 0.2)), emit.float(0)]);
});
/** y = x · clip(x/6 + ½, 0, 1): 0 below −3, 1 above 3, x/3 + ½ between. */
export const hardSwish = times(({ x, emit }) => {
  const between = emit.op('Add', [emit.op('Div', [x, emit.float(3)]), emit.float(0.5)]);
  const upper = emit.op('Where', [emit.op('Less', [x, emit.float(3)]), between, emit.float(1)]);
  return emit.op('Where', [emit.op('Greater', [x, emit.float(-3)]), upper, emit.float(0)]);
});

/** Open strictly between the limits, as PyTorch's relu6; min and max are inputs and either may be absent. */
export const clip: Rule = (call) => {
  const { emit } = call;
  const [x, low, high] = [input(call, 0), input(call, 1), input(call, 2)];
  const above = low === '' ? undefined : emit.op('Greater', [x, low]);
  const below = high === '' ? undefined : emit.op('Less', [x, high]);
  const open = above && below ? emit.op('And', [above, below]) : (above ?? below);
  return [open === undefined ? call.gradient : emit.op('Where', [open, call.gradient, emit.float(0)])];
};

/** Exact: Φ(x) + x·φ(x). Tanh form: differentiates ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
export const gelu = times(({ x, emit, call }) =>
  stringAttribute(call.node, 'approximate', 'none') === 'none' ? geluExact(emit, x) : geluTanh(emit, x),
);

function geluExact(emit: Emitter, x: string): string {
  const cdf = emit.op('Mul', [
    emit.op('Add', [emit.op('Erf', [emit.op('Mul', [x, emit.float(Math.SQRT1_2)])]), emit.float(1)]),
    emit.float(0.5),
  ]);
  const bell = emit.op('Exp', [emit.op('Mul', [emit.op('Mul', [x, x]), emit.float(-0.5)])]);
  const density = emit.op('Mul', [bell, emit.float(1 / Math.sqrt(2 * Math.PI))]);
  return emit.op('Add', [cdf, emit.op('Mul', [x, density])]);
}

function geluTanh(emit: Emitter, x: string): string {
  const c = Math.sqrt(2 / Math.PI);
  const square = emit.op('Mul', [x, x]);
  const poly = (k: number) => emit.op('Add', [emit.op('Mul', [square, emit.float(c * k)]), emit.float(c)]);
  const t = emit.op('Tanh', [emit.op('Mul', [x, poly(0.044715)])]);
  const sech2 = oneMinus(emit, emit.op('Mul', [t, t]));
  const inner = emit.op('Mul', [emit.op('Mul', [x, sech2]), poly(3 * 0.044715)]);
  return emit.op('Mul', [emit.op('Add', [emit.op('Add', [t, emit.float(1)]), inner]), emit.float(0.5)]);
}

/** Only float32 to float32 carries a gradient. */
export const cast: Rule = (call) => {
  if (intAttribute(call.node, 'to', 1) !== 1) throw unsupported('Cast', 'leaves float32');
  return [call.gradient];
};

/** In inference mode Dropout is the identity; a graph exported in training mode is refused. */
export const dropout: Rule = (call) => {
  const mode = call.constant(call.node.input[2] ?? '');
  if (mode !== undefined && numbersOf(mode)[0] === 1) throw new UserError('training-mode-export');
  return [call.gradient];
};
