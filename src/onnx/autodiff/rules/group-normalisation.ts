/**
 * VJP rules of InstanceNormalization and GroupNormalization: y = x̂·s + b, x̂ = (x − μ)·r with mean and deviation of a
 * sample's group of channels. ∂x = r·(h − mean h − x̂·mean(h·x̂)), h = g·s. Everything is seen as
 * [n, groups, channels of a group, places]; scale and bias have one number a channel (GroupNormalization of opset 21).
 */
import { floatAttribute, intAttribute } from '../../model.ts';
import { sumOver } from '../reduce.ts';
import { input, type Rule, type RuleCall, unsupported } from '../rule.ts';

function normalised(call: RuleCall, groups: (channels: number) => number): (string | undefined)[] {
  const { emit, node } = call;
  const [x, scale] = [input(call, 0), input(call, 1)];
  const [channels, scales] = [call.shape(x)[1], call.shape(scale)[0]];
  if (typeof channels !== 'number' || scales !== channels)
    throw unsupported(node.opType, 'has not one scale for each of a fixed number of channels');
  const count = groups(channels);
  const view = (value: string) => emit.op('Reshape', [value, emit.ints([0, count, channels / count, -1])]);
  const column = emit.op('Reshape', [scale, emit.ints([count, channels / count, 1])]);
  const [x4, g4] = [view(x), view(call.gradient)];
  const float = (value: string) => emit.op('Cast', [emit.op('Size', [value])], { to: 1 });
  const mean = (value: string) => {
    const sum = sumOver(emit, value, [2, 3]);
    return emit.op('Div', [sum, emit.op('Div', [float(value), float(sum)])]);
  };
  const centred = emit.op('Sub', [x4, mean(x4)]);
  const variance = mean(emit.op('Mul', [centred, centred]));
  const epsilon = emit.float(floatAttribute(node, 'epsilon', 1e-5));
  const deviation = emit.op('Sqrt', [emit.op('Add', [variance, epsilon])]);
  const normal = emit.op('Div', [centred, deviation]);
  const toInput = () => {
    const h = emit.op('Mul', [g4, column]);
    const along = emit.op('Mul', [normal, mean(emit.op('Mul', [h, normal]))]);
    const plain = emit.op('Sub', [emit.op('Sub', [h, mean(h)]), along]);
    return emit.op('Reshape', [emit.op('Div', [plain, deviation]), emit.op('Shape', [x])]);
  };
  const toParameter = (value: string) => emit.op('Reshape', [sumOver(emit, value, [0, 3]), emit.ints([-1])]);
  return [
    call.needs(0) ? toInput() : undefined,
    call.needs(1) ? toParameter(emit.op('Mul', [g4, normal])) : undefined,
    call.needs(2) ? toParameter(g4) : undefined,
  ];
}

export const instanceNormalization: Rule = (call) => normalised(call, (channels) => channels);
export const groupNormalization: Rule = (call) =>
  normalised(call, (channels) => intAttribute(call.node, 'num_groups', channels));
