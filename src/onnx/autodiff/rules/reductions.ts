/** VJP rules of reductions: the gradient is spread back over the axes that were summed. */
import { intAttribute, intsAttribute } from '../../model.ts';
import { numbersOf } from '../../tensor.ts';
import { input, output, positiveAxis, type Rule, type RuleCall, unsupported } from '../rule.ts';

/** Axes from the attribute (before opset 18) or the second input; all when neither is given. */
function reducedAxes(call: RuleCall): number[] {
  const rank = call.shape(input(call, 0)).length;
  const listed = call.constant(input(call, 1));
  if (input(call, 1) !== '' && listed === undefined) throw unsupported(call.node.opType, 'has computed axes');
  const axes = intsAttribute(call.node, 'axes') ?? (listed ? numbersOf(listed) : []);
  if (axes.length > 0) return axes.map((axis) => positiveAxis(axis, rank)).sort((a, b) => a - b);
  if (intAttribute(call.node, 'noop_with_empty_axes', 0) === 1) return [];
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** A value in the shape of the output, with the reduced axes back as size 1. */
function keepAxes(call: RuleCall, value: string): string {
  if (intAttribute(call.node, 'keepdims', 1) === 1) return value;
  return call.emit.op('Unsqueeze', [value, call.emit.ints(reducedAxes(call))]);
}

const spread = (call: RuleCall, value: string) =>
  call.emit.op('Expand', [value, call.emit.op('Shape', [input(call, 0)])]);

/** How many elements of x make one of y, as a float scalar. */
function elementsPerOutput(call: RuleCall): string {
  const { emit } = call;
  const sizes = call.shape(input(call, 0));
  const counts = reducedAxes(call).map((axis) => sizes[axis]);
  if (counts.every((size) => typeof size === 'number'))
    return emit.float(counts.reduce((n, size) => n * size, 1));
  const count = (value: string) => emit.op('Cast', [emit.op('Size', [value])], { to: 1 });
  return emit.op('Div', [count(input(call, 0)), count(output(call))]);
}

export const reduceSum: Rule = (call) => [spread(call, keepAxes(call, call.gradient))];

export const reduceMean: Rule = (call) => [
  spread(call, call.emit.op('Div', [keepAxes(call, call.gradient), elementsPerOutput(call)])),
];

/** y = Σx²: 2·g·x. */
export const reduceSumSquare: Rule = (call) => {
  const doubled = call.emit.op('Mul', [input(call, 0), call.emit.float(2)]);
  return [call.emit.op('Mul', [keepAxes(call, call.gradient), doubled])];
};

/** y = √Σx²: g·x/y. */
export const reduceL2: Rule = (call) => {
  const ratio = call.emit.op('Div', [keepAxes(call, call.gradient), keepAxes(call, output(call))]);
  return [call.emit.op('Mul', [input(call, 0), ratio])];
};

/** The gradient goes to the largest element, in equal parts where several are. */
export const reduceMax: Rule = (call) => {
  const { emit } = call;
  const equal = emit.op('Equal', [input(call, 0), keepAxes(call, output(call))]);
  const mask = emit.op('Cast', [equal], { to: 1 });
  const ties = emit.op('ReduceSum', [mask, emit.ints(reducedAxes(call))], { keepdims: 1 });
  return [emit.op('Mul', [mask, emit.op('Div', [keepAxes(call, call.gradient), ties])])];
};

/** Mean over every axis after the channel. */
export const globalAveragePool: Rule = (call) => {
  const { emit } = call;
  const x = input(call, 0);
  const ratio = [emit.op('Size', [output(call)]), emit.op('Size', [x])].map((n) =>
    emit.op('Cast', [n], { to: 1 }),
  );
  return [spread(call, emit.op('Mul', [call.gradient, emit.op('Div', ratio)]))];
};
