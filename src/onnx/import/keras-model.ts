/**
 * A TensorFlow.js layers (Keras) image model as a TfModel. In: `model.json` and the weight shards. Out: the nodes its
 * layers amount to, batch normalisation folded into the convolutions. Next: `convert-graph.ts`, as for a graph model.
 *
 * Covers the convolutional part of a network: taps are taken there. A layer of another kind is left out, and named in
 * the error if an output needs it.
 */
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { readWeights, type TfModel, type TfNode, weightsManifestSchema } from './tfjs-model.ts';
import type { Constant } from './values.ts';

const pair = z.tuple([z.number(), z.number()]);
const layerSchema = z.object({
  name: z.string(),
  class_name: z.string(),
  inbound_nodes: z.array(z.array(z.tuple([z.string()]).rest(z.unknown()))),
  config: z.object({
    strides: pair.optional(),
    padding: z.union([z.string(), z.tuple([pair, pair])]).optional(),
    pool_size: pair.optional(),
    epsilon: z.number().optional(),
    axis: z.number().optional(),
    activation: z.string().optional(),
    max_value: z.number().nullish(),
    use_bias: z.boolean().optional(),
  }),
});
const modelSchema = z.object({
  modelTopology: z.object({ model_config: z.object({ config: z.object({ layers: z.array(layerSchema) }) }) }),
  weightsManifest: weightsManifestSchema,
});
type Layer = z.infer<typeof layerSchema>;

interface Reading {
  layers: Map<string, Layer>;
  weights: Map<string, Constant>;
}
type Convert = (layer: Layer, reading: Reading) => TfNode | null;

const string = (value: string) => ({ s: Buffer.from(value).toString('base64') });
const ints = (...values: number[]) => ({ list: { i: values } });
const inputsOf = (layer: Layer): string[] => (layer.inbound_nodes[0] ?? []).map(([name]) => name);

const simple =
  (op: string): Convert =>
  (layer) => ({ name: layer.name, op, input: inputsOf(layer), attr: {} });

const activation: Convert = (layer, reading) => {
  const limit = layer.config.max_value ?? null;
  const isRelu = layer.class_name === 'ReLU' || layer.config.activation === 'relu';
  if (!isRelu || (limit !== null && limit !== 6)) return null;
  return simple(limit === 6 ? 'Relu6' : 'Relu')(layer, reading);
};

const pool =
  (op: 'AvgPool' | 'MaxPool'): Convert =>
  (layer) => {
    const { pool_size = [1, 1], strides = [1, 1], padding } = layer.config;
    const attr = {
      ksize: ints(1, ...pool_size, 1),
      strides: ints(1, ...strides, 1),
      padding: string(String(padding).toUpperCase()),
    };
    return { name: layer.name, op, input: inputsOf(layer), attr };
  };

const concatenate: Convert = (layer, { weights }) => {
  const axis = `${layer.name}/axis`;
  weights.set(axis, {
    kind: 'constant',
    dtype: 'int32',
    dims: [],
    data: Int32Array.of(layer.config.axis ?? -1),
  });
  return { name: layer.name, op: 'ConcatV2', input: [...inputsOf(layer), axis], attr: {} };
};

/** Batch normalisation after a convolution: γ/√(σ² + ε) scales its kernel, β − μ · γ/√(σ² + ε) is its bias. */
const normalisedConvolution: Convert = (layer, reading) => {
  const convolution = reading.layers.get(inputsOf(layer)[0] ?? '');
  const depthwise = convolution?.class_name === 'DepthwiseConv2D';
  if (convolution === undefined || (!depthwise && convolution.class_name !== 'Conv2D')) return null;
  if (convolution.config.use_bias || convolution.config.activation !== 'linear') return null;
  const { weights } = reading;
  const kernel = weights.get(`${convolution.name}/${depthwise ? 'depthwise_kernel' : 'kernel'}`);
  const part = (name: string) => weights.get(`${layer.name}/${name}`)?.data;
  const [mean, variance] = [part('moving_mean'), part('moving_variance')];
  if (kernel === undefined || mean === undefined || variance === undefined) return null;
  const epsilon = layer.config.epsilon ?? 1e-3;
  const factor = Float64Array.from(variance, (v, c) => (part('gamma')?.[c] ?? 1) / Math.sqrt(v + epsilon));
  const bias = Float32Array.from(mean, (m, c) => (part('beta')?.[c] ?? 0) - m * factor[c]!);
  // The channels are the last axis of a kernel, and the third of a depthwise one, whose last is 1.
  const data = new Float32Array(kernel.data.length);
  for (let i = 0; i < data.length; i++) data[i] = kernel.data[i]! * factor[i % factor.length]!;
  const names = [`${layer.name}/folded_kernel`, `${layer.name}/folded_bias`] as const;
  weights.set(names[0], { ...kernel, data });
  weights.set(names[1], { kind: 'constant', dtype: 'float32', dims: [bias.length], data: bias });
  return {
    name: layer.name,
    op: depthwise ? 'FusedDepthwiseConv2dNative' : '_FusedConv2D',
    ...padded(convolution, reading, names),
  };
};

/** Input and attributes of a convolution; a ZeroPadding2D before it becomes its explicit pads. */
function padded(
  layer: Layer,
  { layers }: Reading,
  weights: readonly string[],
): Pick<TfNode, 'input' | 'attr'> {
  const before = layers.get(inputsOf(layer)[0] ?? '');
  const zeros = before?.class_name === 'ZeroPadding2D' ? before.config.padding : undefined;
  const attr: TfNode['attr'] = {
    strides: ints(1, ...(layer.config.strides ?? [1, 1]), 1),
    fused_ops: { list: { s: [string('BiasAdd').s] } },
    padding: string(String(layer.config.padding).toUpperCase()),
  };
  if (before === undefined || typeof zeros !== 'object')
    return { input: [...inputsOf(layer), ...weights], attr };
  const pads = { padding: string('EXPLICIT'), explicit_paddings: ints(0, 0, ...zeros.flat(), 0, 0) };
  return { input: [...inputsOf(before), ...weights], attr: { ...attr, ...pads } };
}

const LAYERS: Record<string, Convert> = {
  InputLayer: simple('Placeholder'),
  BatchNormalization: normalisedConvolution,
  ReLU: activation,
  Activation: activation,
  Add: simple('AddV2'),
  Concatenate: concatenate,
  MaxPooling2D: pool('MaxPool'),
  AveragePooling2D: pool('AvgPool'),
};

/** @throws UserError when the file is not a layers model or the shards do not fit it */
export function readKerasModel(json: unknown, weightBytes: Uint8Array): TfModel {
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success)
    throw new UserError('tfjs-unreadable-layers', {
      path: parsed.error.issues[0]!.path.join('.'),
      reason: parsed.error.issues[0]!.message,
    });
  const { layers } = parsed.data.modelTopology.model_config.config;
  const weights = readWeights(parsed.data.weightsManifest, weightBytes);
  const reading = { layers: new Map(layers.map((layer) => [layer.name, layer])), weights };
  const nodes = new Map<string, TfNode>();
  for (const layer of layers) {
    const node = LAYERS[layer.class_name]?.(layer, reading);
    if (node) nodes.set(node.name, node);
  }
  for (const name of weights.keys()) nodes.set(name, { name, op: 'Const', input: [], attr: {} });
  return { nodes, weights };
}
