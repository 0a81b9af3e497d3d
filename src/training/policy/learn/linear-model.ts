/**
 * FittedQ → the same values as an ONNX graph: input `state` [n, d] (standardised), output `scores` [n, a]; alone, or
 * added to the scores of the cloned behaviour.
 */
import { buildModel, DataType, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import { NetworkBuilder } from '../../../onnx/network.ts';
import type { FittedQ } from './fitted-q.ts';

function fittedQModel(q: FittedQ): OnnxModel {
  const { map, a, penalty } = q;
  const { d, k } = map;
  const build = new NetworkBuilder(0);
  const local = localFeatures(build, q);
  const product = build.op('MatMul', ['state', build.floats('none', [d, 1], new Float32Array(d))], 'zero');
  const one = build.op('Add', [product, build.floats('one', [], [1])], 'constant');
  const features = build.op('Concat', [one, 'state', local], 'features', { axis: 1 });
  const transposed = Float32Array.from({ length: k * a }, (_, index) => {
    return q.weights[(index % a) * k + Math.floor(index / a)]!;
  });
  const value = build.op('MatMul', [features, build.floats('value.weight', [k, a], transposed)], 'value');
  if (penalty === 0) build.op('Identity', [value], 'scores');
  else build.op('Sub', [value, penaltyOf(build, q, features)], 'scores');
  return buildModel({
    nodes: build.nodes,
    initializers: build.weights,
    inputs: [valueInfo('state', DataType.FLOAT, ['n', d])],
    outputs: [valueInfo('scores', DataType.FLOAT, ['n', a])],
    name: 'policy',
  });
}

export interface Tilt {
  q: FittedQ;
  weight: number;
}

/** Scores of `prior` + Σ weight · values. */
export function tiltedModel(prior: OnnxModel, tilts: readonly Tilt[]): OnnxModel {
  const build = new NetworkBuilder(0);
  const graphs = [namedApart(prior, 'prior')];
  const terms = tilts.map(({ q, weight }, index) => {
    graphs.push(namedApart(fittedQModel(q), `q${index}`));
    const factor = build.floats(`tilt${index}.weight`, [], [weight]);
    return build.op('Mul', [`q${index}/scores`, factor], `tilt${index}`);
  });
  build.op('Sum', ['prior/scores', ...terms], 'scores');
  return buildModel({
    nodes: [...graphs.flatMap(({ nodes }) => nodes), ...build.nodes],
    initializers: [...graphs.flatMap(({ initializers }) => initializers), ...build.weights],
    inputs: prior.graph.input,
    outputs: prior.graph.output,
    name: 'policy',
  });
}

/** A graph in which all but the input bears a prefix, so that it can stand beside others. */
function namedApart({ graph }: OnnxModel, prefix: string) {
  const apart = (name: string) => (name === 'state' ? name : `${prefix}/${name}`);
  return {
    nodes: graph.node.map((one) => ({
      ...one,
      name: apart(one.name),
      input: one.input.map(apart),
      output: one.output.map(apart),
    })),
    initializers: graph.initializer.map((tensor) => ({ ...tensor, name: apart(tensor.name) })),
  };
}

/** Waves or bumps, as in `features.ts`: [n, size]. */
function localFeatures(build: NetworkBuilder, { map }: FittedQ): string {
  const { d, size, shape, weight, phase, sharpness } = map;
  const product = build.op(
    'MatMul',
    ['state', build.floats('local.weight', [d, size], weight)],
    'local.product',
  );
  const shifted = build.op('Add', [product, build.floats('local.phase', [size], phase)], 'local.shifted');
  if (shape === 'wave') return build.op('Cos', [shifted], 'local');
  const square = build.op('Mul', ['state', 'state'], 'local.square');
  const sharp = build.floats('local.sharpness', [d, 1], new Float32Array(d).fill(sharpness));
  const far = build.op('MatMul', [square, sharp], 'local.far');
  return build.op('Exp', [build.op('Sub', [shifted, far], 'local.exponent')], 'local');
}

/** Penalty · |φ · whitening| of every action: [n, a]. */
function penaltyOf(
  build: NetworkBuilder,
  { a, map, regression, penalty }: FittedQ,
  features: string,
): string {
  const { k } = map;
  const widths = Array.from({ length: a }, (_, action) => {
    const name = `width.${action}`;
    const white = build.floats(`${name}.whitening`, [k, k], regression.whitening(action));
    return build.op('ReduceL2', [build.op('MatMul', [features, white], `${name}.white`)], name, {
      axes: [1],
      keepdims: 1,
    });
  });
  const all = build.op('Concat', widths, 'widths', { axis: 1 });
  return build.op('Mul', [all, build.floats('penalty', [], [penalty])], 'caution');
}
