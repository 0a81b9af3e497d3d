/** Resize (nearest, linear, cubic) as products with the interpolation matrix of each axis. */
import { UserError } from '../../errors.ts';
import { intsAttribute } from '../../onnx/model.ts';
import { resizeMatrix, resizeRefusal } from '../../onnx/resize.ts';
import { intsOf, need, type Op, type Tensor } from './op.ts';

export const resize: Op = (call) => {
  const { tf, node } = call;
  const refusal = resizeRefusal(node);
  if (refusal !== undefined) throw new UserError('tensorflow-resize', { refusal });
  const x = need(call, 0);
  const axes = (intsAttribute(node, 'axes') ?? x.shape.map((_, axis) => axis)).map((axis) =>
    axis < 0 ? axis + x.rank : axis,
  );
  const [scales, sizes] = [intsOf(call, 2) ?? [], intsOf(call, 3) ?? []];
  return axes.reduce<Tensor>((value, axis, i) => {
    const from = x.shape[axis] ?? 1;
    const to = sizes[i] ?? Math.floor(from * (scales[i] ?? 1));
    if (from === to && (scales[i] ?? 1) === 1) return value;
    const matrix = tf.tensor2d(resizeMatrix(node, { from, to, scale: scales[i] ?? to / from }), [to, from]);
    const perm = x.shape.map((_, other) => other);
    [perm[axis], perm[x.rank - 1]] = [x.rank - 1, axis];
    const last = tf.transpose(value, perm);
    const rows = tf.matMul(tf.reshape(last, [-1, from]) as Tensor, tf.transpose(matrix) as Tensor);
    return tf.transpose(tf.reshape(rows, [...last.shape.slice(0, -1), to]), perm);
  }, tf.clone(x));
};
