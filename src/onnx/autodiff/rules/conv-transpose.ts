/**
 * VJP rule of ConvTranspose, the transpose of a convolution: its input gradient is that convolution, and its weight
 * gradient is the convolution's with input and gradient in exchanged roles.
 */
import { intsAttribute, stringAttribute } from '../../model.ts';
import { sumOver } from '../reduce.ts';
import { input, output, type Rule, type RuleCall, unsupported } from '../rule.ts';
import { geometryOf, weightGradient } from './convolution.ts';

export const convTranspose: Rule = (call) => {
  const { emit, node, gradient: g } = call;
  if (intsAttribute(node, 'output_shape') || stringAttribute(node, 'auto_pad', 'NOTSET') !== 'NOTSET')
    throw unsupported('ConvTranspose', 'leaves its pads to be worked out');
  const [x, w, y] = [input(call, 0), input(call, 1), output(call)];
  /** The convolution y → x with the same kernel, whose output gradient is x. */
  const mirrored: RuleCall = {
    ...call,
    node: { ...node, input: [g, w], output: [x] },
    gradient: x,
    shape: (value) => call.shape(value === g ? y : value),
  };
  const geo = geometryOf(mirrored);
  const toInput = () =>
    emit.op('Conv', [g, w], {
      kernel_shape: geo.kernel,
      strides: geo.strides,
      dilations: geo.dilations,
      pads: geo.pads,
      group: geo.group,
    });
  const toBias = () => {
    const axes = [0, ...geo.kernel.map((_, i) => i + 2)];
    return emit.op('Reshape', [sumOver(emit, g, axes), emit.ints([-1])]);
  };
  return [
    call.needs(0) ? toInput() : undefined,
    call.needs(1) ? weightGradient(mirrored, geo) : undefined,
    input(call, 2) !== '' && call.needs(2) ? toBias() : undefined,
  ];
};
