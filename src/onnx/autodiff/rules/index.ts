/** The explicit table of every op that can be trained: op type → its VJP rule. */
import type { Rule } from '../rule.ts';
import { convTranspose } from './conv-transpose.ts';
import { conv } from './convolution.ts';
import * as elementwise from './elementwise.ts';
import { groupNormalization, instanceNormalization } from './group-normalisation.ts';
import { einsum, gemm, matMul } from './matmul.ts';
import * as normalisation from './normalisation.ts';
import { averagePool, maxPool } from './pooling.ts';
import * as reductions from './reductions.ts';
import { resize } from './resize.ts';
import * as shape from './shape.ts';
import * as unary from './unary.ts';

export const rules: Readonly<Record<string, Rule>> = {
  Abs: unary.abs,
  Add: elementwise.add,
  AveragePool: averagePool,
  BatchNormalization: normalisation.batchNormalization,
  Cast: unary.cast,
  Clip: unary.clip,
  Concat: shape.concat,
  Conv: conv,
  ConvTranspose: convTranspose,
  Cos: unary.cos,
  Div: elementwise.div,
  Dropout: unary.dropout,
  Einsum: einsum,
  Elu: unary.elu,
  Erf: unary.erf,
  Exp: unary.exp,
  Expand: elementwise.expand,
  Flatten: shape.reshape,
  Gather: shape.gather,
  GatherElements: shape.gatherElements,
  GatherND: shape.gatherND,
  Gelu: unary.gelu,
  Gemm: gemm,
  GlobalAveragePool: reductions.globalAveragePool,
  GroupNormalization: groupNormalization,
  HardSigmoid: unary.hardSigmoid,
  HardSwish: unary.hardSwish,
  Identity: unary.identity,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: normalisation.layerNormalization,
  LeakyRelu: unary.leakyRelu,
  Log: unary.log,
  LogSoftmax: normalisation.logSoftmax,
  MatMul: matMul,
  Max: elementwise.max,
  MaxPool: maxPool,
  Min: elementwise.min,
  Mul: elementwise.mul,
  Neg: unary.neg,
  PRelu: elementwise.pRelu,
  Pad: shape.pad,
  Pow: elementwise.pow,
  Reciprocal: unary.reciprocal,
  ReduceL2: reductions.reduceL2,
  ReduceMax: reductions.reduceMax,
  ReduceMean: reductions.reduceMean,
  ReduceSum: reductions.reduceSum,
  ReduceSumSquare: reductions.reduceSumSquare,
  Relu: unary.relu,
  Reshape: shape.reshape,
  Resize: resize,
  ScatterND: shape.scatterND,
  Sigmoid: unary.sigmoid,
  Sin: unary.sin,
  Slice: shape.slice,
  Softmax: normalisation.softmax,
  Softplus: unary.softplus,
  Split: shape.split,
  Sqrt: unary.sqrt,
  Squeeze: shape.reshape,
  Sub: elementwise.sub,
  Sum: elementwise.sum,
  Tanh: unary.tanh,
  Tile: shape.tile,
  Transpose: shape.transpose,
  Unsqueeze: shape.reshape,
  Where: elementwise.where,
};
