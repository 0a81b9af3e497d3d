/**
 * VJP rules of matrix products. y = a·b: ∂a = g·bᵀ, ∂b = aᵀ·g, summed over broadcast leading axes. A weight matrix
 * (rank 2) under a batch is one Gemm over all rows, not a batch of products that are added up.
 */
import { floatAttribute, intAttribute, stringAttribute } from '../../model.ts';
import { sumTo } from '../reduce.ts';
import { input, output, type Rule, type RuleCall, type Sizes, unsupported } from '../rule.ts';

const swapLast = (call: RuleCall, value: string, rank: number) => {
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  [perm[rank - 2], perm[rank - 1]] = [rank - 1, rank - 2];
  return call.emit.op('Transpose', [value], { perm });
};
const rows = (call: RuleCall, value: string, width: number) =>
  call.emit.op('Reshape', [value, call.emit.ints([-1, width])]);

/** a [.., k] × weight [k, m]. */
function weightProduct(call: RuleCall, k: number, m: number): (string | undefined)[] {
  const { emit } = call;
  const [a, b] = [input(call, 0), input(call, 1)];
  const flat = call.shape(a).length === 2;
  const g = flat ? call.gradient : rows(call, call.gradient, m);
  const left = () => {
    const product = emit.op('Gemm', [g, b], { transB: 1 });
    return flat ? product : emit.op('Reshape', [product, emit.op('Shape', [a])]);
  };
  const right = () => emit.op('Gemm', [flat ? a : rows(call, a, k), g], { transA: 1 });
  return [call.needs(0) ? left() : undefined, call.needs(1) ? right() : undefined];
}

/** Sizes of the product before the sum to an operand: the leading axes of y, the last two of the operand. */
const withLeading = (y: Sizes, operand: Sizes): Sizes => [...y.slice(0, -2), ...operand.slice(-2)];

export const matMul: Rule = (call) => {
  const [a, b] = [input(call, 0), input(call, 1)];
  const [sizesA, sizesB, y] = [call.shape(a), call.shape(b), call.shape(output(call))];
  if (sizesA.length < 2 || sizesB.length < 2) throw unsupported('MatMul', 'multiplies a vector');
  const [k, m] = sizesB;
  if (sizesB.length === 2 && typeof k === 'number' && typeof m === 'number') return weightProduct(call, k, m);
  const { emit } = call;
  const left = () =>
    sumTo(
      call,
      emit.op('MatMul', [call.gradient, swapLast(call, b, sizesB.length)]),
      withLeading(y, sizesA),
      sizesA,
    );
  const right = () =>
    sumTo(
      call,
      emit.op('MatMul', [swapLast(call, a, sizesA.length), call.gradient]),
      withLeading(y, sizesB),
      sizesB,
    );
  return [call.needs(0) ? left() : undefined, call.needs(1) ? right() : undefined];
};

/** y = α·op(a)·op(b) + β·c. */
export const gemm: Rule = (call) => {
  const { emit, gradient: g, node } = call;
  const [a, b, c] = [input(call, 0), input(call, 1), input(call, 2)];
  const alpha = { float: floatAttribute(node, 'alpha', 1) };
  const [transA, transB] = [intAttribute(node, 'transA', 0), intAttribute(node, 'transB', 0)];
  const left = () =>
    transA === 0
      ? emit.op('Gemm', [g, b], { alpha, transB: 1 - transB })
      : emit.op('Gemm', [b, g], { alpha, transA: transB, transB: 1 });
  const right = () =>
    transB === 0
      ? emit.op('Gemm', [a, g], { alpha, transA: 1 - transA })
      : emit.op('Gemm', [g, a], { alpha, transA: 1, transB: transA });
  const bias = () => {
    const beta = floatAttribute(node, 'beta', 1);
    const scaled = beta === 1 ? g : emit.op('Mul', [g, emit.float(beta)]);
    return sumTo(call, scaled, call.shape(output(call)), call.shape(c));
  };
  return [
    call.needs(0) ? left() : undefined,
    call.needs(1) ? right() : undefined,
    c !== '' && call.needs(2) ? bias() : undefined,
  ];
};

/** Two operands; every index of an operand must occur in the other or in the result. */
export const einsum: Rule = (call) => {
  const [terms = '', result] = stringAttribute(call.node, 'equation', '').replaceAll(' ', '').split('->');
  const [first, second] = terms.split(',');
  if (first === undefined || second === undefined || result === undefined || terms.split(',').length !== 2)
    throw unsupported('Einsum', `has the form ${terms}`);
  const gradientOf = (wanted: string, other: string, value: string) => {
    if ([...wanted].some((index) => !other.includes(index) && !result.includes(index)) || terms.includes('.'))
      throw unsupported('Einsum', `has the form ${terms}->${result}`);
    return call.emit.op('Einsum', [call.gradient, value], { equation: `${result},${other}->${wanted}` });
  };
  return [
    call.needs(0) ? gradientOf(first, second, input(call, 1)) : undefined,
    call.needs(1) ? gradientOf(second, first, input(call, 0)) : undefined,
  ];
};
