/** Element by element ops. */
import { floatAttribute, intAttribute, stringAttribute } from '../../onnx/model.ts';
import { need, type Op, type OpCall, type Tensor, type Tf } from './op.ts';

const unary =
  (apply: (tf: Tf, x: Tensor, call: OpCall) => Tensor): Op =>
  (call) =>
    apply(call.tf, need(call, 0), call);
const binary =
  (apply: (tf: Tf, a: Tensor, b: Tensor) => Tensor): Op =>
  (call) =>
    apply(call.tf, need(call, 0), need(call, 1));

const alpha = ({ node }: OpCall, fallback: number) => floatAttribute(node, 'alpha', fallback);
const erfGelu = (tf: Tf, x: Tensor) => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))));
const tanhGelu = (tf: Tf, x: Tensor) => {
  const cubed = tf.mul(x, tf.add(1, tf.mul(0.044715, tf.square(x))));
  return tf.mul(x, tf.mul(0.5, tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), cubed)))));
};

/** ONNX element types to TensorFlow.js's. */
const TYPES: Readonly<Record<number, 'float32' | 'int32' | 'bool'>> = {
  1: 'float32',
  6: 'int32',
  7: 'int32',
  9: 'bool',
};

/** Integers divide towards zero, as in C. */
const divide = (tf: Tf, a: Tensor, b: Tensor): Tensor => {
  if (a.dtype !== 'int32') return tf.div(a, b);
  return tf.floorDiv(a, b);
};

const clip: Op = (call) => {
  const { tf, inputs } = call;
  const [, low, high] = inputs;
  const above = low === undefined ? need(call, 0) : tf.maximum(need(call, 0), low);
  return high === undefined ? above : tf.minimum(above, high);
};

/** tf.where does not broadcast. */
const where: Op = (call) => {
  const { tf } = call;
  const [condition, a, b] = [need(call, 0), need(call, 1), need(call, 2)];
  const shape = tf.backend_util.assertAndGetBroadcastShape(
    tf.backend_util.assertAndGetBroadcastShape(condition.shape, a.shape),
    b.shape,
  );
  const full = (x: Tensor) => (x.shape.join() === shape.join() ? x : tf.broadcastTo(x, shape));
  const mask =
    condition.dtype === 'bool' ? tf.cast(full(tf.cast(condition, 'int32')), 'bool') : full(condition);
  return tf.where(mask, full(a), full(b));
};

export const elementwise: Readonly<Record<string, Op>> = {
  Abs: unary((tf, x) => tf.abs(x)),
  Add: binary((tf, a, b) => tf.add(a, b)),
  And: binary((tf, a, b) => tf.logicalAnd(a, b)),
  Cast: unary((tf, x, { node }) => tf.cast(x, TYPES[intAttribute(node, 'to', 1)] ?? 'float32')),
  Ceil: unary((tf, x) => tf.ceil(x)),
  Clip: clip,
  Cos: unary((tf, x) => tf.cos(x)),
  Div: binary(divide),
  Dropout: unary((tf, x) => tf.clone(x)),
  Elu: unary((tf, x, call) => tf.where(tf.greater(x, 0), x, tf.mul(alpha(call, 1), tf.sub(tf.exp(x), 1)))),
  Equal: binary((tf, a, b) => tf.equal(a, b)),
  Erf: unary((tf, x) => tf.erf(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Floor: unary((tf, x) => tf.floor(x)),
  Gelu: unary((tf, x, { node }) =>
    stringAttribute(node, 'approximate', 'none') === 'tanh' ? tanhGelu(tf, x) : erfGelu(tf, x),
  ),
  Greater: binary((tf, a, b) => tf.greater(a, b)),
  GreaterOrEqual: binary((tf, a, b) => tf.greaterEqual(a, b)),
  HardSigmoid: unary((tf, x, call) =>
    tf.clipByValue(tf.add(tf.mul(x, alpha(call, 0.2)), floatAttribute(call.node, 'beta', 0.5)), 0, 1),
  ),
  HardSwish: unary((tf, x) => tf.mul(x, tf.clipByValue(tf.add(tf.div(x, 6), 0.5), 0, 1))),
  Identity: unary((tf, x) => tf.clone(x)),
  LeakyRelu: unary((tf, x, call) => tf.maximum(x, tf.mul(x, alpha(call, 0.01)))),
  Less: binary((tf, a, b) => tf.less(a, b)),
  LessOrEqual: binary((tf, a, b) => tf.lessEqual(a, b)),
  Log: unary((tf, x) => tf.log(x)),
  Max: binary((tf, a, b) => tf.maximum(a, b)),
  Min: binary((tf, a, b) => tf.minimum(a, b)),
  Mul: binary((tf, a, b) => tf.mul(a, b)),
  Neg: unary((tf, x) => tf.neg(x)),
  Not: unary((tf, x) => tf.logicalNot(x)),
  PRelu: binary((tf, x, slope) => tf.add(tf.relu(x), tf.mul(slope, tf.minimum(x, 0)))),
  Pow: binary((tf, a, b) => tf.pow(a, b)),
  Reciprocal: unary((tf, x) => tf.div(1, x)),
  Relu: unary((tf, x) => tf.relu(x)),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Sign: unary((tf, x) => tf.sub(tf.cast(tf.greater(x, 0), 'float32'), tf.cast(tf.less(x, 0), 'float32'))),
  Sin: unary((tf, x) => tf.sin(x)),
  Softplus: unary((tf, x) => tf.add(tf.relu(x), tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(x))))))),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Sub: binary((tf, a, b) => tf.sub(a, b)),
  Sum: ({ tf, inputs }) => inputs.map((x) => x as Tensor).reduce((a, b) => tf.add(a, b)),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Where: where,
};
