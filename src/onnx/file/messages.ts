/**
 * What an .onnx file holds, as types that mirror onnx.proto: camelCase, int64 as number where it is a size and as bigint
 * where it is a value. Next: `codec.ts` reads and writes them by `wire-schema.ts`; `model.ts` builds them.
 *
 * Every object may carry `unknown`: wire fields this schema does not know, kept byte for byte through a round trip.
 */
import type { StoredBytes } from './stored-bytes.ts';

interface WithUnknown {
  /** Whole wire fields (tag included) that the schema does not know. */
  unknown?: Uint8Array[];
}

export interface OnnxTensor extends WithUnknown {
  name: string;
  dims: number[];
  dataType: number;
  /** Little-endian elements; a view of the file's bytes when decoded from bytes, still in the file when long. */
  rawData?: Uint8Array | StoredBytes;
  floatData: number[];
  int32Data: number[];
  int64Data: bigint[];
  doubleData: number[];
  uint64Data: bigint[];
  stringData: Uint8Array[];
  externalData: OnnxEntry[];
  /** 1 when the elements are in another file. */
  dataLocation: number;
}

export interface OnnxAttribute extends WithUnknown {
  name: string;
  type: number;
  f?: number;
  i?: bigint;
  s?: Uint8Array;
  t?: OnnxTensor;
  g?: OnnxGraph;
  floats: number[];
  ints: bigint[];
  strings: Uint8Array[];
  graphs: OnnxGraph[];
}

export interface OnnxNode extends WithUnknown {
  opType: string;
  domain: string;
  name: string;
  input: string[];
  output: string[];
  attribute: OnnxAttribute[];
}

export interface OnnxDim extends WithUnknown {
  value?: number;
  param?: string;
}

export interface OnnxValueInfo extends WithUnknown {
  name: string;
  type?: WithUnknown & {
    tensorType?: WithUnknown & { elemType: number; shape?: WithUnknown & { dim: OnnxDim[] } };
  };
}

export interface OnnxEntry extends WithUnknown {
  key: string;
  value: string;
}

export interface OnnxGraph extends WithUnknown {
  name: string;
  node: OnnxNode[];
  initializer: OnnxTensor[];
  input: OnnxValueInfo[];
  output: OnnxValueInfo[];
  valueInfo: OnnxValueInfo[];
}

export interface OnnxModel extends WithUnknown {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  graph: OnnxGraph;
  opsetImport: (WithUnknown & { domain: string; version: number })[];
  metadataProps: OnnxEntry[];
  /** Model-local functions, undecoded: models that have any are refused by the analysis. */
  functions: Uint8Array[];
}
