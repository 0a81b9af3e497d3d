/** Ops that pick or place single elements by index, on flat positions, because TensorFlow.js has no such kernels. */
import { UserError } from '../../errors.ts';
import { DataType, intAttribute, stringAttribute } from '../../onnx/model.ts';
import { need, type Op, type OpCall, type Tensor } from './op.ts';

/** Row-major positions in `data` that `indices` along `axis` mean, int32, one dimension. */
function flatPositions(call: OpCall, data: Tensor, indices: Tensor): Tensor {
  const { tf, node } = call;
  const given = intAttribute(node, 'axis', 0);
  const axis = given < 0 ? given + data.rank : given;
  const length = data.shape[axis] ?? 1;
  const strides = data.shape.map((_, i) => data.shape.slice(i + 1).reduce((n, size) => n * size, 1));
  const wrapped = tf.where(tf.less(indices, 0), tf.add(indices, tf.scalar(length, 'int32')), indices);
  let places: Tensor = tf.mul(wrapped, tf.scalar(strides[axis] ?? 1, 'int32'));
  indices.shape.forEach((size, i) => {
    if (i === axis) return;
    const along = Int32Array.from({ length: size }, (_, at) => at * (strides[i] ?? 1));
    const shape = indices.shape.map((_, other) => (other === i ? size : 1));
    places = tf.add(places, tf.tensor(along, shape, 'int32') as Tensor);
  });
  return tf.reshape(places, [-1]);
}

const gatherElements: Op = (call) => {
  const { tf } = call;
  const [data, indices] = [need(call, 0), need(call, 1)];
  const flat = tf.reshape(data, [-1]) as Tensor;
  return tf.reshape(tf.gather(flat, flatPositions(call, data, indices) as never), indices.shape);
};

/** `add` sums repeated places; without it the places, which are distinct, are overwritten: data + difference. */
const scatterElements: Op = (call) => {
  const { tf, node } = call;
  const [data, indices, updates] = [need(call, 0), need(call, 1), need(call, 2)];
  const reduction = stringAttribute(node, 'reduction', 'none');
  if (reduction !== 'none' && reduction !== 'add') throw new UserError('tensorflow-scatter', { reduction });
  const places = flatPositions(call, data, indices);
  const flat = tf.reshape(data, [-1]) as Tensor;
  const news = tf.reshape(updates, [-1]) as Tensor;
  const change = reduction === 'add' ? news : tf.sub(news, tf.gather(flat, places as never));
  const rows = tf.reshape(places, [-1, 1]);
  const added = tf.scatterND(rows as never, change, [data.size]);
  return tf.reshape(tf.add(flat, added), data.shape);
};

const cumSum: Op = (call) => {
  const { tf, node } = call;
  const x = need(call, 0);
  const axis = Number(need(call, 1).dataSync()[0]);
  const [exclusive, reverse] = ['exclusive', 'reverse'].map((name) => intAttribute(node, name, 0) === 1);
  // The kernels take float32 only; counts below 2^24 stay exact.
  const sums = tf.cumsum(tf.cast(x, 'float32'), axis < 0 ? axis + x.rank : axis, exclusive, reverse);
  return tf.cast(sums, x.dtype) as Tensor;
};

/** The first of equal maxima; the last with `select_last_index`. */
const argMax: Op = (call) => {
  const { tf, node } = call;
  const x = need(call, 0);
  const given = intAttribute(node, 'axis', 0);
  const axis = given < 0 ? given + x.rank : given;
  const last = intAttribute(node, 'select_last_index', 0) === 1;
  const first = tf.argMax(last ? tf.reverse(x, axis) : x, axis) as Tensor;
  const places = last ? tf.sub(tf.scalar((x.shape[axis] ?? 1) - 1, 'int32'), first) : first;
  return intAttribute(node, 'keepdims', 1) === 1 ? tf.expandDims(places as Tensor, axis) : (places as Tensor);
};

/** Ones on the diagonal `k`, in the shape of a matrix. */
const eyeLike: Op = (call) => {
  const { tf, node } = call;
  const x = need(call, 0);
  const [rows = 0, columns = 0] = x.shape;
  const k = intAttribute(node, 'k', 0);
  const ones = Float32Array.from({ length: rows * columns }, (_, i) =>
    (i % columns) - Math.floor(i / columns) === k ? 1 : 0,
  );
  const type = intAttribute(node, 'dtype', x.dtype === 'float32' ? DataType.FLOAT : DataType.INT64);
  const eye = tf.tensor2d(ones, [rows, columns]);
  return tf.cast(eye, type === DataType.FLOAT ? 'float32' : type === DataType.BOOL ? 'bool' : 'int32');
};

export const indexing: Readonly<Record<string, Op>> = {
  ArgMax: argMax,
  CumSum: cumSum,
  EyeLike: eyeLike,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
};
