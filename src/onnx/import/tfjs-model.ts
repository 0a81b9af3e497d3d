/**
 * A TensorFlow.js graph model as plain objects. In: `model.json` and the concatenated weight shards. Out: nodes with
 * typed attribute readers and weights as float32 or int32 on the host. Next: `convert-graph.ts`.
 */
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { Constant, Dtype } from './values.ts';

const bytes = z.union([z.string(), z.array(z.number())]);
const integer = z.coerce.number<string | number>();
const attributeSchema = z.object({
  i: integer.optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  s: bytes.optional(),
  type: z.union([z.string(), z.number()]).optional(),
  list: z.object({ i: z.array(integer).optional(), s: z.array(bytes).optional() }).optional(),
});
const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});
const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number()),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z
    .object({ min: z.number(), scale: z.number(), dtype: z.enum(['uint8', 'uint16']) })
    .optional(),
});
export const weightsManifestSchema = z.array(
  z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) }),
);
const modelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: weightsManifestSchema,
});

export type TfNode = z.infer<typeof nodeSchema>;
type Weight = z.infer<typeof weightSchema>;

export interface TfModel {
  nodes: Map<string, TfNode>;
  weights: Map<string, Constant>;
}

/** TensorFlow.js writes strings as base64, or as byte arrays where protobuf.js made the file. */
const text = (value: z.infer<typeof bytes>): string =>
  (typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.from(value)).toString('utf8');

export const intOf = (node: TfNode, name: string, fallback = 0): number => node.attr[name]?.i ?? fallback;
export const boolOf = (node: TfNode, name: string): boolean => node.attr[name]?.b ?? false;
export const intsOf = (node: TfNode, name: string): number[] => node.attr[name]?.list?.i ?? [];
export const stringOf = (node: TfNode, name: string): string => {
  const value = node.attr[name]?.s;
  return value === undefined ? '' : text(value);
};
export const stringsOf = (node: TfNode, name: string): string[] => (node.attr[name]?.list?.s ?? []).map(text);

/** DataType of tensorflow/core/framework/types.proto, written as name or number. */
export function dtypeOf(node: TfNode, name: string): Dtype {
  const type = String(node.attr[name]?.type ?? '');
  if (type === 'DT_FLOAT' || type === '1') return 'float32';
  if (type === 'DT_INT32' || type === '3' || type === 'DT_INT64' || type === '9') return 'int32';
  if (type === 'DT_BOOL' || type === '10') return 'bool';
  throw new UserError('tfjs-data-type', { op: node.op, name: node.name, type });
}

const WIDTH = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2 } as const;

/** One weight: little-endian elements, affinely quantised ones as value · scale + min. */
function readWeight(weight: Weight, slice: Uint8Array): Constant {
  // A copy: Buffer.slice would be a view of all shards.
  const aligned = new Uint8Array(slice).buffer;
  const { quantization } = weight;
  const dims = weight.shape;
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (quantization) {
    const stored = quantization.dtype === 'uint8' ? new Uint8Array(aligned) : new Uint16Array(aligned);
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = stored[i]! * quantization.scale + quantization.min;
    return weight.dtype === 'int32'
      ? { kind: 'constant', dtype: 'int32', dims, data: Int32Array.from(data, Math.round) }
      : { kind: 'constant', dtype: 'float32', dims, data };
  }
  if (weight.dtype === 'float32')
    return { kind: 'constant', dtype: 'float32', dims, data: new Float32Array(aligned) };
  const data = weight.dtype === 'int32' ? new Int32Array(aligned) : Int32Array.from(new Uint8Array(aligned));
  return { kind: 'constant', dtype: 'int32', dims, data };
}

/** The weights by name. @throws UserError when the shards do not fit the manifest */
export function readWeights(
  manifest: z.infer<typeof weightsManifestSchema>,
  weightBytes: Uint8Array,
): Map<string, Constant> {
  const weights = new Map<string, Constant>();
  let offset = 0;
  for (const weight of manifest.flatMap((group) => group.weights)) {
    const count = weight.shape.reduce((product, dim) => product * dim, 1);
    const length = count * WIDTH[weight.quantization?.dtype ?? weight.dtype];
    if (offset + length > weightBytes.length) break;
    weights.set(weight.name, readWeight(weight, weightBytes.subarray(offset, offset + length)));
    offset += length;
  }
  const expected = manifest.reduce((sum, group) => sum + group.weights.length, 0);
  if (weights.size !== expected || offset !== weightBytes.length)
    throw new UserError('tfjs-weights-size', {
      count: weightBytes.length,
      weights: weights.size,
      expected,
      left: weightBytes.length - offset,
    });
  return weights;
}

/**
 * @param json the parsed `model.json`
 * @param weightBytes all shards, concatenated in the manifest's order
 * @throws UserError when the file is not a graph model or the shards do not fit it
 */
export function readTfModel(json: unknown, weightBytes: Uint8Array): TfModel {
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success)
    throw new UserError('tfjs-unreadable', {
      path: parsed.error.issues[0]!.path.join('.'),
      reason: parsed.error.issues[0]!.message,
    });
  const weights = readWeights(parsed.data.weightsManifest, weightBytes);
  return { nodes: new Map(parsed.data.modelTopology.node.map((node) => [node.name, node])), weights };
}
