/** VJP rules of softmax and the normalisation layers. */
import { floatAttribute, intAttribute } from '../../model.ts';
import { sumOver } from '../reduce.ts';
import { input, output, positiveAxis, type Rule, type RuleCall, unsupported } from '../rule.ts';

const softmaxAxis = (call: RuleCall) =>
  positiveAxis(intAttribute(call.node, 'axis', -1), call.shape(output(call)).length);

/** ∂x = y·(g − Σ g·y). */
export const softmax: Rule = (call) => {
  const { emit, gradient: g } = call;
  const y = output(call);
  const gy = emit.op('Mul', [g, y]);
  return [emit.op('Sub', [gy, emit.op('Mul', [y, sumOver(emit, gy, [softmaxAxis(call)])])])];
};

/** ∂x = g − eʸ·Σ g. */
export const logSoftmax: Rule = (call) => {
  const { emit, gradient: g } = call;
  const total = sumOver(emit, g, [softmaxAxis(call)]);
  return [emit.op('Sub', [g, emit.op('Mul', [emit.op('Exp', [output(call)]), total])])];
};

/**
 * y = x̂·s + b with x̂ = (x − μ)·r over the last axes, r the inverse deviation (third output of the forward node).
 * ∂x = r·(h − mean h − x̂·mean(h·x̂)), h = g·s.
 */
export const layerNormalization: Rule = (call) => {
  const { emit, gradient: g } = call;
  const [x, scale, bias] = [input(call, 0), input(call, 1), input(call, 2)];
  const sizes = call.shape(x);
  const start = positiveAxis(intAttribute(call.node, 'axis', -1), sizes.length);
  const axes = sizes.map((_, axis) => axis).slice(start);
  const count = sizes
    .slice(start)
    .reduce<number>((n, size) => n * (typeof size === 'number' ? size : Number.NaN), 1);
  if (Number.isNaN(count)) throw unsupported('LayerNormalization', 'runs over an axis of changing size');
  const inverse = call.extraOutput(2);
  const centred = emit.op('Sub', [x, call.extraOutput(1)]);
  const normal = emit.op('Mul', [centred, inverse]);
  const mean = (value: string) => emit.op('Mul', [sumOver(emit, value, axes), emit.float(1 / count)]);
  const toInput = () => {
    const h = emit.op('Mul', [g, scale]);
    const along = emit.op('Mul', [normal, mean(emit.op('Mul', [h, normal]))]);
    return emit.op('Mul', [emit.op('Sub', [emit.op('Sub', [h, mean(h)]), along]), inverse]);
  };
  const lead = sizes.map((_, axis) => axis).slice(0, start);
  const toParameter = (value: string) => emit.op('Squeeze', [sumOver(emit, value, lead), emit.ints(lead)]);
  return [
    call.needs(0) ? toInput() : undefined,
    call.needs(1) ? toParameter(emit.op('Mul', [g, normal])) : undefined,
    bias !== '' && call.needs(2) ? toParameter(g) : undefined,
  ];
};

/** With fixed statistics: y = (x − μ)·r·s + b a channel (axis 1), r = 1/√(σ² + ε). */
export const batchNormalization: Rule = (call) => {
  const { emit, gradient: g, node } = call;
  if (intAttribute(node, 'training_mode', 0) === 1)
    throw unsupported('BatchNormalization', 'was exported in training mode');
  const [x, scale, , mean, variance] = [0, 1, 2, 3, 4].map((i) => input(call, i)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const sizes = call.shape(x);
  const column = (value: string) =>
    emit.op('Reshape', [value, emit.ints([-1, ...sizes.slice(2).map(() => 1)])]);
  const shifted = emit.op('Add', [variance, emit.float(floatAttribute(node, 'epsilon', 1e-5))]);
  const inverse = emit.op('Div', [emit.float(1), emit.op('Sqrt', [shifted])]);
  const others = sizes.map((_, axis) => axis).filter((axis) => axis !== 1);
  const toChannel = (value: string) => emit.op('Reshape', [sumOver(emit, value, others), emit.ints([-1])]);
  const toScale = () => {
    const normal = emit.op('Mul', [emit.op('Sub', [x, column(mean)]), column(inverse)]);
    return toChannel(emit.op('Mul', [g, normal]));
  };
  return [
    call.needs(0) ? emit.op('Mul', [g, column(emit.op('Mul', [scale, inverse]))]) : undefined,
    call.needs(1) ? toScale() : undefined,
    call.needs(2) ? toChannel(g) : undefined,
  ];
};
