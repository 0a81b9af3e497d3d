/** Einsum of one or two operands as transpositions and one matrix product; no label twice in an operand, no ellipsis. */
import { UserError } from '../../errors.ts';
import { stringAttribute } from '../../onnx/model.ts';
import type { Op, OpCall, Tensor, Tf } from './op.ts';

interface Term {
  labels: string[];
  x: Tensor;
}

/** Sums away the labels outside `kept` and puts the rest in the order of `order`. */
function arrange(tf: Tf, { labels, x }: Term, order: readonly string[]): Term {
  const gone = labels.flatMap((label, axis) => (order.includes(label) ? [] : [axis]));
  const summed = gone.length === 0 ? x : tf.sum(x, gone);
  const left = labels.filter((label) => order.includes(label));
  const next = order.filter((label) => left.includes(label));
  return {
    labels: next,
    x: tf.transpose(
      summed as Tensor,
      next.map((label) => left.indexOf(label)),
    ),
  };
}

function equationOf({ node, inputs }: OpCall): { operands: string[][]; result: string[] } {
  const equation = stringAttribute(node, 'equation', '').replaceAll(' ', '');
  const [left = '', right] = equation.split('->');
  const operands = left.split(',').map((labels) => [...labels]);
  const all = operands.flat();
  const once = [...new Set(all)].filter((label) => all.filter((other) => other === label).length === 1);
  const twice = operands.some((labels) => new Set(labels).size !== labels.length);
  if (equation.includes('.') || twice || inputs.length > 2)
    throw new UserError('tensorflow-einsum', { equation });
  return { operands, result: right === undefined ? once.sort() : [...right] };
}

export const einsum: Op = (call) => {
  const { tf } = call;
  const { operands, result } = equationOf(call);
  const [a, b] = call.inputs.map((x, i): Term => ({ labels: operands[i] ?? [], x: x as Tensor }));
  if (a === undefined) throw new Error('Einsum has no operand');
  if (b === undefined) return arrange(tf, a, result).x;
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => result.includes(label));
  const inner = shared.filter((label) => !result.includes(label));
  const rows = a.labels.filter((label) => !shared.includes(label) && result.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label) && result.includes(label));
  const sizes = new Map(
    [a, b].flatMap(({ labels, x }) => labels.map((l, i) => [l, x.shape[i] ?? 1] as const)),
  );
  const dims = (labels: string[]) => labels.map((label) => sizes.get(label) ?? 1);
  const count = (labels: string[]) => dims(labels).reduce((n, size) => n * size, 1);
  const left = arrange(tf, a, [...batch, ...rows, ...inner]).x;
  const right = arrange(tf, b, [...batch, ...inner, ...columns]).x;
  const product = tf.matMul(
    tf.reshape(left, [count(batch), count(rows), count(inner)]) as Tensor,
    tf.reshape(right, [count(batch), count(inner), count(columns)]) as Tensor,
  );
  const labels = [...batch, ...rows, ...columns];
  return arrange(tf, { labels, x: tf.reshape(product, dims(labels)) }, result).x;
};
