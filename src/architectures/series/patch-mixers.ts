/**
 * Dense layers along the patches of a series and along their features, as PatchTSMixer (Ekambaram et al. 2023,
 * https://arxiv.org/abs/2306.09364) and Tiny Time Mixers have them. Every series stands for itself: one channel.
 */
import { UserError } from '../../errors.ts';
import { DataType } from '../../onnx/model.ts';
import { activation } from '../blocks/activation.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** Under the square root of the variance. */
const LEAST_VARIANCE = 1e-5;
/** Finer patches have at least so many features. */
const LEAST_FEATURES = 4;

interface WindowSizes {
  context_length: number;
  patch_length: number;
  patch_stride: number;
}

/** Inputs `context` and `mask` [n, context_length] → patches [n, whole, patch_length], standardised; the oldest steps go first. */
export function readPatches(graph: GraphBuilder, config: WindowSizes) {
  const { context_length: length, patch_length: size, patch_stride: stride } = config;
  if (size !== stride) {
    const reason = 'patches that overlap';
    throw new UserError('architecture-field', {
      name: 'mixer',
      field: 'patch_stride',
      value: String(stride),
      reason,
    });
  }
  const steps = (name: string) => graph.input(name, DataType.FLOAT, ['batch', length]);
  const scaled = standardise(graph.at('scaler'), steps('context'), steps('mask'));
  const whole = Math.floor(length / size);
  const bounds = [length - whole * size, length, 1].map((bound) => graph.ints([bound]));
  const latest = graph.op('Slice', [scaled.values, ...bounds]);
  return { patches: graph.reshape(latest, [0, whole, size]), whole, scaled };
}

/** One line of `horizon` steps as `quantiles` [n, 1, horizon], in the unit of the input. */
export function forecast(graph: GraphBuilder, x: Value, scaled: Standardised, horizon: number): void {
  const all = graph.linear('head.base_forecast_block', graph.op('Flatten', [x], { axis: 1 }));
  const line = graph.op('Slice', [all, graph.ints([0]), graph.ints([horizon]), graph.ints([1])]);
  const values = graph.add(graph.mul(line, scaled.deviation), scaled.mean);
  graph.output('quantiles', graph.op('Unsqueeze', [values, graph.ints([1])]));
}

interface Standardised {
  values: Value;
  /** [n, 1] */
  mean: Value;
  deviation: Value;
}

/** By the mean and deviation of what is known, [n, 1] each. */
function standardise(at: GraphBuilder, x: Value, mask: Value): Standardised {
  const sum = (value: Value) => at.op('ReduceSum', [value, at.ints([1])], { keepdims: 1 });
  const known = at.op('Max', [sum(mask), at.scalar(1)]);
  const mean = at.op('Div', [sum(at.mul(x, mask)), known]);
  const centred = at.op('Sub', [x, mean]);
  const far = at.mul(centred, mask);
  const variance = at.op('Div', [sum(at.mul(far, far)), known]);
  const deviation = at.op('Sqrt', [at.add(variance, at.scalar(LEAST_VARIANCE))]);
  return { values: at.op('Div', [centred, deviation]), mean, deviation };
}

interface MixerSizes {
  patches: number;
  features: number;
  layers: number;
  /** Halvings of the features, each of which doubles the patches; the finest first. */
  levels: number;
  epsilon: number;
  gated: boolean;
}

/** x [n, patches, features] */
export function mixers(at: GraphBuilder, x: Value, sizes: MixerSizes): Value {
  const { patches, features, layers, levels } = sizes;
  let y = x;
  if (levels === 0) {
    for (let i = 0; i < layers; i++) y = mixerLayer(at.at(`mixers.${i}`), y, sizes);
    return y;
  }
  for (let k = 0; k < levels; k++) {
    const wanted = 2 ** (levels - 1 - k);
    const factor = Math.floor(features / wanted) <= LEAST_FEATURES ? 1 : wanted;
    y = at.reshape(y, [0, patches * factor, features / factor]);
    for (let i = 0; i < layers; i++)
      y = mixerLayer(at.at(`mixers.${k}.mixer_layers.${i}`), y, { ...sizes, patches: patches * factor });
    y = at.reshape(y, [0, patches, features]);
  }
  return y;
}

function mixerLayer(at: GraphBuilder, x: Value, sizes: MixerSizes): Value {
  const turn = (value: Value) => at.transpose(value, [0, 2, 1]);
  const along = (block: GraphBuilder, normed: Value) => {
    const inner = activation(block, 'gelu', block.linear('mlp.fc1', normed));
    const mixed = block.linear('mlp.fc2', inner);
    if (!sizes.gated) return mixed;
    return block.mul(mixed, block.softmax(block.linear('gating_block.attn_layer', mixed)));
  };
  const norm = (block: GraphBuilder, value: Value) => block.layerNorm('norm.norm', value, sizes.epsilon);
  const patch = at.at('patch_mixer');
  const mixed = sizes.patches > 1 ? at.add(turn(along(patch, turn(norm(patch, x)))), x) : x;
  const feature = at.at('feature_mixer');
  return at.add(along(feature, norm(feature, mixed)), mixed);
}
