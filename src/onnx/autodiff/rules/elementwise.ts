/** VJP rules of arithmetic with broadcasting: dL/da = Σ(broadcast axes) g · ∂y/∂a. */

import { numbersOf } from '../../tensor.ts';
import { sumTo } from '../reduce.ts';
import { input, output, type Rule, type RuleCall, unsupported } from '../rule.ts';

/** The gradient for input `i`, computed only if wanted and summed to its shape. */
function forInput(call: RuleCall, i: number, compute: () => string): string | undefined {
  if (!call.needs(i)) return undefined;
  return sumTo(call, compute(), call.shape(output(call)), call.shape(input(call, i)));
}

export const add: Rule = (call) => [
  forInput(call, 0, () => call.gradient),
  forInput(call, 1, () => call.gradient),
];

export const sub: Rule = (call) => [
  forInput(call, 0, () => call.gradient),
  forInput(call, 1, () => call.emit.op('Neg', [call.gradient])),
];

export const mul: Rule = (call) => [
  forInput(call, 0, () => call.emit.op('Mul', [call.gradient, input(call, 1)])),
  forInput(call, 1, () => call.emit.op('Mul', [call.gradient, input(call, 0)])),
];

/** y = a/b: ∂a = g/b, ∂b = −g·y/b. */
export const div: Rule = (call) => [
  forInput(call, 0, () => call.emit.op('Div', [call.gradient, input(call, 1)])),
  forInput(call, 1, () => {
    const product = call.emit.op('Mul', [call.gradient, output(call)]);
    return call.emit.op('Neg', [call.emit.op('Div', [product, input(call, 1)])]);
  }),
];

/** y = xᵖ: ∂x = g·p·xᵖ⁻¹. The exponent itself must not be trained. */
export const pow: Rule = (call) => {
  if (call.needs(1)) throw unsupported('Pow', 'has a trained exponent');
  const exponent = call.constant(input(call, 1));
  const power = exponent && numbersOf(exponent).length === 1 ? numbersOf(exponent)[0] : undefined;
  const { emit } = call;
  return [
    forInput(call, 0, () => {
      if (power === 2)
        return emit.op('Mul', [call.gradient, emit.op('Mul', [input(call, 0), emit.float(2)])]);
      const p = input(call, 1);
      const lowered = emit.op('Pow', [input(call, 0), emit.op('Sub', [p, emit.float(1)])]);
      return emit.op('Mul', [call.gradient, emit.op('Mul', [lowered, p])]);
    }),
  ];
};

/** Sum, Max and Min of any number of operands; at a tie Max and Min give the gradient to the first. */
export const sum: Rule = (call) => call.node.input.map((_, i) => forInput(call, i, () => call.gradient));

const extreme: (beats: 'GreaterOrEqual' | 'LessOrEqual') => Rule = (beats) => (call) => {
  const { emit } = call;
  if (call.node.input.length !== 2) throw unsupported(call.node.opType, 'has other than two operands');
  const first = emit.op(beats, [input(call, 0), input(call, 1)]);
  return [
    forInput(call, 0, () => emit.op('Where', [first, call.gradient, emit.float(0)])),
    forInput(call, 1, () => emit.op('Where', [first, emit.float(0), call.gradient])),
  ];
};
export const max = extreme('GreaterOrEqual');
export const min = extreme('LessOrEqual');

export const where: Rule = (call) => [
  undefined,
  forInput(call, 1, () => call.emit.op('Where', [input(call, 0), call.gradient, call.emit.float(0)])),
  forInput(call, 2, () => call.emit.op('Where', [input(call, 0), call.emit.float(0), call.gradient])),
];

/** Expand repeats; its gradient is the sum over what was repeated. */
export const expand: Rule = (call) => [forInput(call, 0, () => call.gradient)];

/** y = x above 0, slope·x below; the slope broadcasts. */
export const pRelu: Rule = (call) => {
  const { emit, gradient: g } = call;
  const [x, slope] = [input(call, 0), input(call, 1)];
  const above = emit.op('Greater', [x, emit.float(0)]);
  const toSlope = () => {
    const below = emit.op('Where', [above, emit.float(0), emit.op('Mul', [g, x])]);
    return sumTo(call, below, call.shape(x), call.shape(slope));
  };
  return [
    call.needs(0) ? emit.op('Where', [above, g, emit.op('Mul', [g, slope])]) : undefined,
    call.needs(1) ? toSlope() : undefined,
  ];
};
