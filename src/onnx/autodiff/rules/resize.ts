/** VJP rule of Resize (nearest, linear, cubic): a product with the constant interpolation matrix, axis by axis. */
import { intsAttribute } from '../../model.ts';
import { resizeMatrix, resizeRefusal } from '../../resize.ts';
import { numbersOf } from '../../tensor.ts';
import { input, output, positiveAxis, type Rule, type RuleCall, unsupported } from '../rule.ts';

/** The scale given for `axis`, undefined when sizes were given instead or it is computed. */
function givenScale(call: RuleCall, axis: number, rank: number): number | undefined {
  const scales = input(call, 2) === '' ? undefined : call.constant(input(call, 2));
  const axes = intsAttribute(call.node, 'axes')?.map((listed) => positiveAxis(listed, rank));
  return scales && numbersOf(scales)[axes === undefined ? axis : axes.indexOf(axis)];
}

export const resize: Rule = (call) => {
  const { emit } = call;
  const refusal = resizeRefusal(call.node);
  if (refusal !== undefined) throw unsupported('Resize', refusal);
  const [froms, tos] = [call.shape(input(call, 0)), call.shape(output(call))];
  const rank = froms.length;
  let gradient = call.gradient;
  froms.forEach((from, axis) => {
    const to = tos[axis];
    const given = givenScale(call, axis, rank);
    if (from === to && (given === undefined || given === 1)) return;
    if (typeof from !== 'number' || typeof to !== 'number')
      throw unsupported('Resize', 'runs over an axis of changing size');
    const scale = given ?? to / from;
    const matrix = emit.floats([to, from], resizeMatrix(call.node, { from, to, scale }));
    const perm = froms.map((_, i) => i);
    [perm[axis], perm[rank - 1]] = [rank - 1, axis];
    const swap = (value: string) =>
      axis === rank - 1 ? value : emit.op('Transpose', [value], { perm: [...perm] });
    gradient = swap(emit.op('MatMul', [swap(gradient), matrix]));
  });
  return [gradient];
};
