/**
 * The ONNX model as plain objects (`file/messages.ts`), and the small builders every other file of `src/onnx` uses.
 * In: nothing. Out: builders and attribute readers. Next: `file/codec.ts` reads and writes models, `tensor.ts` reads
 * weights. Objects are plain, so `{ ...node, input: [...] }` keeps everything.
 */
import { UserError } from '../errors.ts';
import type {
  OnnxAttribute,
  OnnxDim,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from './file/messages.ts';

/** Numbers of onnx.TensorProto.DataType. */
export const DataType = {
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  UINT16: 4,
  INT16: 5,
  INT32: 6,
  INT64: 7,
  STRING: 8,
  BOOL: 9,
  FLOAT16: 10,
  DOUBLE: 11,
  UINT32: 12,
  UINT64: 13,
  BFLOAT16: 16,
} as const;

/** Numbers of onnx.AttributeProto.AttributeType. */
const AttributeType = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
  TENSORS: 9,
  GRAPHS: 10,
} as const;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

export type AttributeValue =
  | number
  | bigint
  | string
  | OnnxTensor
  | number[]
  | { floats: number[] }
  | { float: number };

/** Integers become INT(S); floats are given as `{ float }` or `{ floats }` because JavaScript cannot tell 1 from 1.0. */
export function attribute(name: string, value: AttributeValue): OnnxAttribute {
  const base = { name, floats: [], ints: [], strings: [], graphs: [] };
  if (typeof value === 'number' || typeof value === 'bigint')
    return { ...base, type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === 'string') return { ...base, type: AttributeType.STRING, s: utf8.encode(value) };
  if (Array.isArray(value)) return { ...base, type: AttributeType.INTS, ints: value.map(BigInt) };
  if ('float' in value) return { ...base, type: AttributeType.FLOAT, f: value.float };
  if ('floats' in value) return { ...base, type: AttributeType.FLOATS, floats: value.floats };
  return { ...base, type: AttributeType.TENSOR, t: value };
}

/** A node of the default domain. An absent optional input is ''. */
export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Record<string, AttributeValue | undefined> = {},
): OnnxNode {
  const present = Object.entries(attributes).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
  );
  return {
    opType,
    domain: '',
    name: output[0] ?? '',
    input: [...input],
    output: [...output],
    attribute: present.map(([name, value]) => attribute(name, value)),
  };
}

const emptyData = () => ({
  floatData: [],
  int32Data: [],
  int64Data: [],
  doubleData: [],
  uint64Data: [],
  stringData: [],
  externalData: [],
  dataLocation: 0,
});

const bytesOf = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** A tensor over `rawData` as it is: no copy. */
export function rawTensor(
  name: string,
  dims: readonly number[],
  dataType: number,
  rawData: NonNullable<OnnxTensor['rawData']>,
): OnnxTensor {
  return { name, dims: [...dims], dataType, rawData, ...emptyData() };
}

/** @param values row-major, as many as the product of `dims`; a Float32Array is not copied. */
export function floatTensor(name: string, dims: readonly number[], values: ArrayLike<number>): OnnxTensor {
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  return rawTensor(name, dims, DataType.FLOAT, bytesOf(floats));
}

export function int64Tensor(
  name: string,
  dims: readonly number[],
  values: ArrayLike<number | bigint>,
): OnnxTensor {
  return rawTensor(name, dims, DataType.INT64, bytesOf(BigInt64Array.from(Array.from(values, BigInt))));
}

/** A number is a fixed size, a string a symbolic one ("batch"), null an unknown one. */
export type Dim = number | string | null;

/** @param dims undefined: the rank is unknown. */
export function valueInfo(name: string, elemType: number, dims?: readonly Dim[]): OnnxValueInfo {
  const toDim = (dim: Dim): OnnxDim =>
    typeof dim === 'number' ? { value: dim } : typeof dim === 'string' ? { param: dim } : {};
  const shape = dims === undefined ? undefined : { dim: dims.map(toDim) };
  return { name, type: { tensorType: { elemType, ...(shape && { shape }) } } };
}

/** Sizes as declared; undefined when the value has no declared shape. */
export function dimsOf(info: OnnxValueInfo): Dim[] | undefined {
  return info.type?.tensorType?.shape?.dim.map((dim) => dim.value ?? dim.param ?? null);
}

interface ModelParts {
  nodes: OnnxNode[];
  initializers: OnnxTensor[];
  inputs: OnnxValueInfo[];
  outputs: OnnxValueInfo[];
  opset?: number;
  name?: string;
  irVersion?: number;
}

/** A model of the default domain; opset 17 (IR 8), which every onnxruntime since 1.13 loads, unless told. */
export function buildModel(parts: ModelParts): OnnxModel {
  return {
    irVersion: parts.irVersion ?? 8,
    producerName: 'tunesmith',
    producerVersion: '',
    graph: {
      name: parts.name ?? 'graph',
      node: parts.nodes,
      initializer: parts.initializers,
      input: parts.inputs,
      output: parts.outputs,
      valueInfo: [],
    },
    opsetImport: [{ domain: '', version: parts.opset ?? 17 }],
    metadataProps: [],
    functions: [],
  };
}

/** Version of the default operator set. */
export function opsetOf(model: OnnxModel): number {
  const entry = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  if (entry === undefined) throw new UserError('onnx-without-opset');
  return entry.version;
}

const find = (owner: OnnxNode, name: string) => owner.attribute.find((candidate) => candidate.name === name);

export const intAttribute = (owner: OnnxNode, name: string, fallback: number): number => {
  const value = find(owner, name)?.i;
  return value === undefined ? fallback : Number(value);
};
export const floatAttribute = (owner: OnnxNode, name: string, fallback: number): number =>
  find(owner, name)?.f ?? fallback;
export const stringAttribute = (owner: OnnxNode, name: string, fallback: string): string => {
  const value = find(owner, name)?.s;
  return value === undefined ? fallback : fromUtf8.decode(value);
};
/** undefined when the attribute is absent. */
export const intsAttribute = (owner: OnnxNode, name: string): number[] | undefined =>
  find(owner, name)?.ints.map(Number);
export const tensorAttribute = (owner: OnnxNode, name: string): OnnxTensor | undefined =>
  find(owner, name)?.t;

export { decodeModel, encodeModel } from './file/codec.ts';
export type * from './file/messages.ts';
