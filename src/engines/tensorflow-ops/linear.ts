/** Matrix products, reductions and normalisation. */
import { floatAttribute, intAttribute } from '../../onnx/model.ts';
import { einsum } from './einsum.ts';
import { axesOf, need, type Op, type OpCall, type Tensor, type Tf } from './op.ts';

/** With an explicit transpose: wasm's transposed matMul runs at a tenth of its speed. */
const turn = (tf: Tf, x: Tensor, yes: boolean) => (yes ? tf.transpose(x) : x);

/** Leading axes broadcast by hand, because tf.matMul wants equal ranks. */
const matMul: Op = (call) => {
  const { tf } = call;
  const [a, b] = [need(call, 0), need(call, 1)];
  if (b.rank === 2 && a.rank > 2) {
    const width = a.shape.at(-1) ?? 1;
    const product = tf.matMul(tf.reshape(a, [-1, width]) as Tensor, b);
    return tf.reshape(product, [...a.shape.slice(0, -1), b.shape[1] ?? 1]);
  }
  const lead = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const full = (x: Tensor) => {
    const shape = [...lead, ...x.shape.slice(-2)];
    return shape.join() === x.shape.join() ? x : tf.broadcastTo(x, shape);
  };
  return tf.matMul(full(a), full(b));
};

const gemm: Op = (call) => {
  const { tf, node, inputs } = call;
  const a = turn(tf, need(call, 0), intAttribute(node, 'transA', 0) === 1);
  const b = turn(tf, need(call, 1), intAttribute(node, 'transB', 0) === 1);
  const product = tf.mul(tf.matMul(a, b), floatAttribute(node, 'alpha', 1));
  const [, , c] = inputs;
  return c === undefined ? product : tf.add(product, tf.mul(c, floatAttribute(node, 'beta', 1)));
};

const reduce =
  (apply: (tf: Tf, x: Tensor, axes: number[] | undefined, keep: boolean) => Tensor): Op =>
  (call) => {
    const x = need(call, 0);
    const axes = axesOf(call, 1, x.rank);
    return apply(call.tf, x, axes?.length ? axes : undefined, intAttribute(call.node, 'keepdims', 1) === 1);
  };

const softmaxed =
  (logarithm: boolean): Op =>
  (call) => {
    const { tf, node } = call;
    const x = need(call, 0);
    const axis = intAttribute(node, 'axis', -1);
    const shifted = tf.sub(x, tf.max(x, axis, true));
    const exps = tf.exp(shifted);
    const sum = tf.sum(exps, axis, true);
    return logarithm ? tf.sub(shifted, tf.log(sum)) : tf.div(exps, sum);
  };

/** Outputs y, mean, 1/deviation. */
const layerNormalization: Op = (call) => {
  const { tf, node, inputs } = call;
  const x = need(call, 0);
  const start = intAttribute(node, 'axis', -1);
  const axes = x.shape.map((_, axis) => axis).slice(start);
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), axes, true);
  const inverse = tf.div(1, tf.sqrt(tf.add(variance, floatAttribute(node, 'epsilon', 1e-5))));
  const scaled = tf.mul(tf.mul(centred, inverse), need(call, 1));
  const [, , bias] = inputs;
  return [bias === undefined ? scaled : tf.add(scaled, bias), mean, inverse];
};

const batchNormalization: Op = (call) => {
  const { tf, node } = call;
  const x = need(call, 0);
  const column = (i: number) => tf.reshape(need(call, i), [-1, ...x.shape.slice(2).map(() => 1)]);
  const deviation = tf.sqrt(tf.add(column(4), floatAttribute(node, 'epsilon', 1e-5)));
  return tf.add(tf.mul(tf.div(tf.sub(x, column(3)), deviation), column(1)), column(2));
};

/** x [n, c, ..] seen as [n, groups, channels of a group, places] and normalised over the last two. */
const groupNormalization =
  (groupsOf: (call: OpCall, channels: number) => number): Op =>
  (call) => {
    const { tf } = call;
    const x = need(call, 0);
    const [n = 1, channels = 1] = x.shape;
    const groups = groupsOf(call, channels);
    const view = tf.reshape(x, [n, groups, channels / groups, -1]);
    const centred = tf.sub(view, tf.mean(view, [2, 3], true));
    const variance = tf.mean(tf.square(centred), [2, 3], true);
    const normal = tf.div(centred, tf.sqrt(tf.add(variance, floatAttribute(call.node, 'epsilon', 1e-5))));
    const column = (i: number) => tf.reshape(need(call, i), [groups, channels / groups, 1]);
    return tf.reshape(tf.add(tf.mul(normal, column(1)), column(2)), x.shape);
  };

export const linear: Readonly<Record<string, Op>> = {
  BatchNormalization: batchNormalization,
  Einsum: einsum,
  Gemm: gemm,
  GlobalAveragePool: (call: OpCall) => {
    const x = need(call, 0);
    return call.tf.mean(x, x.shape.map((_, axis) => axis).slice(2), true);
  },
  GroupNormalization: groupNormalization(({ node }, channels) => intAttribute(node, 'num_groups', channels)),
  InstanceNormalization: groupNormalization((_, channels) => channels),
  LayerNormalization: layerNormalization,
  LogSoftmax: softmaxed(true),
  MatMul: matMul,
  ReduceL2: reduce((tf, x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep))),
  ReduceMax: reduce((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMean: reduce((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceSum: reduce((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceSumSquare: reduce((tf, x, axes, keep) => tf.sum(tf.square(x), axes, keep)),
  Softmax: softmaxed(false),
};
