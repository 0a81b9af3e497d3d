/**
 * timm's Inception v3 (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567): branches of convolutions side by side, put
 * together along the channels. Pixels → `last_hidden_state` [n, 2048, h, w].
 */
import { defineArchitecture, only } from '../architecture.ts';
import { batchNorm, type Convolution, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

const EPSILON = 1e-3;
/** Halves the sides without a margin. */
const HALVING = { stride: 2, padding: 'none' } as const;

export const inception = defineArchitecture({
  name: 'inception',
  prefixes: [''],
  unusedWeights: /^fc\.|^AuxLogits\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ pretrained_cfg }, graph) {
    let x = normed(graph, 'Conv2d_1a_3x3', pixels(graph, inputSides(pretrained_cfg)), HALVING);
    x = normed(graph, 'Conv2d_2a_3x3', x, { padding: 'none' });
    x = shrink(graph, normed(graph, 'Conv2d_2b_3x3', x));
    x = normed(graph, 'Conv2d_3b_1x1', x);
    x = shrink(graph, normed(graph, 'Conv2d_4a_3x3', x, { padding: 'none' }));
    for (const name of ['5b', '5c', '5d']) x = narrow(graph.at(`Mixed_${name}`), x);
    x = shrinkNarrow(graph.at('Mixed_6a'), x);
    for (const name of ['6b', '6c', '6d', '6e']) x = crossed(graph.at(`Mixed_${name}`), x);
    x = shrinkCrossed(graph.at('Mixed_7a'), x);
    for (const name of ['7b', '7c']) x = fanned(graph.at(`Mixed_${name}`), x);
    graph.output('last_hidden_state', x);
  },
});

function normed(at: GraphBuilder, name: string, x: Value, options: Convolution = {}): Value {
  const layer = at.at(name);
  return layer.op('Relu', [batchNorm(layer, 'bn', conv(layer, 'conv', x, options), EPSILON)]);
}

/** One convolution after the other; `last` is for the last of them. */
function chain(at: GraphBuilder, x: Value, names: readonly string[], last: Convolution = {}): Value {
  return names.reduce((y, name, i) => normed(at, name, y, i === names.length - 1 ? last : {}), x);
}

const join = (at: GraphBuilder, branches: Value[]): Value => at.op('Concat', branches, { axis: 1 });

const shrink = (at: GraphBuilder, x: Value): Value =>
  at.op('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2] });

/** Means of 3 × 3 pixels, those beyond the edge counted as zeros, then a convolution. */
function pooled(at: GraphBuilder, x: Value): Value {
  const options = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], count_include_pad: 1 };
  return normed(at, 'branch_pool', at.op('AveragePool', [x], options));
}

/** Figure 5 of the paper. */
const narrow = (at: GraphBuilder, x: Value): Value =>
  join(at, [
    normed(at, 'branch1x1', x),
    chain(at, x, ['branch5x5_1', 'branch5x5_2']),
    chain(at, x, ['branch3x3dbl_1', 'branch3x3dbl_2', 'branch3x3dbl_3']),
    pooled(at, x),
  ]);

const shrinkNarrow = (at: GraphBuilder, x: Value): Value =>
  join(at, [
    normed(at, 'branch3x3', x, HALVING),
    chain(at, x, ['branch3x3dbl_1', 'branch3x3dbl_2', 'branch3x3dbl_3'], HALVING),
    shrink(at, x),
  ]);

/** Figure 6: 7 × 7 as a row and a column. */
const crossed = (at: GraphBuilder, x: Value): Value =>
  join(at, [
    normed(at, 'branch1x1', x),
    chain(at, x, ['branch7x7_1', 'branch7x7_2', 'branch7x7_3']),
    chain(
      at,
      x,
      [1, 2, 3, 4, 5].map((i) => `branch7x7dbl_${i}`),
    ),
    pooled(at, x),
  ]);

const shrinkCrossed = (at: GraphBuilder, x: Value): Value =>
  join(at, [
    chain(at, x, ['branch3x3_1', 'branch3x3_2'], HALVING),
    chain(
      at,
      x,
      [1, 2, 3, 4].map((i) => `branch7x7x3_${i}`),
      HALVING,
    ),
    shrink(at, x),
  ]);

/** Figure 7: a row and a column beside each other. */
function fanned(at: GraphBuilder, x: Value): Value {
  const small = normed(at, 'branch3x3_1', x);
  const large = chain(at, x, ['branch3x3dbl_1', 'branch3x3dbl_2']);
  return join(at, [
    normed(at, 'branch1x1', x),
    ...['branch3x3_2a', 'branch3x3_2b'].map((name) => normed(at, name, small)),
    ...['branch3x3dbl_3a', 'branch3x3dbl_3b'].map((name) => normed(at, name, large)),
    pooled(at, x),
  ]);
}
