/**
 * The series model: a patch mixer with quantile heads, as an ONNX graph that `onnx/autodiff` can train. In the spirit
 * of TSMixer (Chen et al. 2023) and Tiny Time Mixers (Ekambaram et al. 2024): patches of the context are mixed along
 * time and along features, then a head reads horizon × quantiles. Added here: two seasonal guesses of the horizon as
 * inputs, so that seasons longer than the context are known; the output is a correction of the first guess.
 *
 * Inputs, all normalised by `inputs.ts`: `context` [n, 96] (0 where padded), `mask` [n, 96] (1 where observed),
 * `guide` [n, 96] (the last season over 48 steps, then the mean season over 48). Output `quantiles` [n, 48, 9].
 */
import { buildModel, DataType, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import { NetworkBuilder } from '../../../onnx/network.ts';
import { QUANTILE_LEVELS } from '../backtest/metrics.ts';
import { CONTEXT, HORIZON } from './sizes.ts';

const PATCH = 8;
const PATCHES = CONTEXT / PATCH;
const WIDTH = 96;
const HIDDEN = 192;
const TIME_HIDDEN = 24;
const BLOCKS = 3;
const HEAD = 256;
const LEVELS = QUANTILE_LEVELS.length;

class MixerBuilder extends NetworkBuilder {
  norm(input: string, name: string): string {
    const scale = this.filled(`${name}.scale`, WIDTH, 1);
    const bias = this.filled(`${name}.bias`, WIDTH, 0);
    return this.op('LayerNormalization', [input, scale, bias], `${name}.out`, { axis: -1 });
  }

  mlp(input: string, name: string, size: number, hidden: number): string {
    const inner = this.silu(this.linear(input, `${name}.in`, { from: size, to: hidden }), name);
    // A small gain keeps each block close to the identity at the start.
    return this.linear(inner, `${name}.out`, { from: hidden, to: size, gain: 0.3 });
  }
}

/** Mixes along time, then along features; [n, patches, width] in and out. */
function block(build: MixerBuilder, input: string, name: string): string {
  const normed = build.norm(input, `${name}.time-norm`);
  const turned = build.op('Transpose', [normed], `${name}.turned`, { perm: [0, 2, 1] });
  const mixed = build.mlp(turned, `${name}.time`, PATCHES, TIME_HIDDEN);
  const back = build.op('Transpose', [mixed], `${name}.back`, { perm: [0, 2, 1] });
  const time = build.op('Add', [input, back], `${name}.time-sum`);
  const features = build.mlp(build.norm(time, `${name}.feature-norm`), `${name}.feature`, WIDTH, HIDDEN);
  return build.op('Add', [time, features], `${name}.sum`);
}

/** The untrained network; the same seed gives the same weights. */
export function buildMixer(seed: number): OnnxModel {
  const build = new MixerBuilder(seed);
  const patched = (input: string) =>
    build.op('Reshape', [input, build.ints(`${input}.patches`, [-1, PATCHES, PATCH])], `${input}.patched`);
  const patches = build.op('Concat', [patched('context'), patched('mask')], 'patches', { axis: 2 });
  const embedded = build.linear(patches, 'embedding', { from: 2 * PATCH, to: WIDTH, gain: 1 });
  const position = build.weight('position', [PATCHES, WIDTH], 0.02);
  let features = build.op('Add', [embedded, position], 'embedded');
  for (let index = 0; index < BLOCKS; index += 1) features = block(build, features, `block${index}`);
  const flatShape = build.ints('flat', [-1, PATCHES * WIDTH]);
  const flat = build.op('Reshape', [build.norm(features, 'final-norm'), flatShape], 'flattened');
  const joined = build.op('Concat', [flat, 'guide'], 'joined', { axis: 1 });
  const hidden = build.silu(
    build.linear(joined, 'head.in', { from: PATCHES * WIDTH + 2 * HORIZON, to: HEAD }),
    'head',
  );
  const correction = build.linear(hidden, 'head.out', { from: HEAD, to: HORIZON * LEVELS, gain: 0.1 });
  const shaped = build.op(
    'Reshape',
    [correction, build.ints('quantile-shape', [-1, HORIZON, LEVELS])],
    'correction',
  );
  const first = build.op(
    'Slice',
    [
      'guide',
      build.ints('slice.start', [0]),
      build.ints('slice.end', [HORIZON]),
      build.ints('slice.axis', [1]),
    ],
    'last-season',
  );
  const lifted = build.op('Unsqueeze', [first, build.ints('slice.lift', [2])], 'last-season-lifted');
  build.op('Add', [lifted, shaped], 'quantiles');
  const input = (name: string, size: number) => valueInfo(name, DataType.FLOAT, ['n', size]);
  return buildModel({
    nodes: build.nodes,
    initializers: build.weights,
    inputs: [input('context', CONTEXT), input('mask', CONTEXT), input('guide', 2 * HORIZON)],
    outputs: [valueInfo('quantiles', DataType.FLOAT, ['n', HORIZON, LEVELS])],
    name: 'series-mixer',
  });
}

/** Names of the trainable weights; biases and norms go without decay. Head and trunk learn at different rates. */
export const mixerWeights = (model: OnnxModel) =>
  model.graph.initializer
    .filter(({ dataType }) => dataType === DataType.FLOAT)
    .map(({ name }) => ({
      name,
      group: name.startsWith('head.') ? 'head' : 'trunk',
      decay: name.endsWith('.weight'),
    }));
