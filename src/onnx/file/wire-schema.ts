/**
 * The part of onnx.proto that we name, as a table. In: nothing. Out: the fields of each message by number, name, type and
 * rule. Next: `codec.ts` reads and writes by it.
 */

/** `size`: int64 as a number; `value`: int64 as a bigint; `weights`: bytes that may stay in their file. */
export type Scalar =
  | 'size'
  | 'value'
  | 'int32'
  | 'float'
  | 'double'
  | 'uint64'
  | 'string'
  | 'bytes'
  | 'weights';
export interface Field {
  id: number;
  name: string;
  type: Scalar | MessageName;
  /** `required`: set to the type's empty value when absent; `optional`: left out. */
  rule: 'required' | 'optional' | 'repeated' | 'packed';
}
export type MessageName =
  | 'Model'
  | 'Graph'
  | 'Node'
  | 'Attribute'
  | 'Tensor'
  | 'ValueInfo'
  | 'Type'
  | 'TensorType'
  | 'Shape'
  | 'Dim'
  | 'Entry'
  | 'Opset';

const field = (id: number, name: string, type: Field['type'], rule: Field['rule'] = 'required'): Field => ({
  id,
  name,
  type,
  rule,
});

/** Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (IR version 3 and later). */
export const SCHEMA: Record<MessageName, Field[]> = {
  Model: [
    field(1, 'irVersion', 'size'),
    field(2, 'producerName', 'string'),
    field(3, 'producerVersion', 'string'),
    field(7, 'graph', 'Graph'),
    field(8, 'opsetImport', 'Opset', 'repeated'),
    field(14, 'metadataProps', 'Entry', 'repeated'),
    field(25, 'functions', 'bytes', 'repeated'),
  ],
  Graph: [
    field(1, 'node', 'Node', 'repeated'),
    field(2, 'name', 'string'),
    field(5, 'initializer', 'Tensor', 'repeated'),
    field(11, 'input', 'ValueInfo', 'repeated'),
    field(12, 'output', 'ValueInfo', 'repeated'),
    field(13, 'valueInfo', 'ValueInfo', 'repeated'),
  ],
  Node: [
    field(1, 'input', 'string', 'repeated'),
    field(2, 'output', 'string', 'repeated'),
    field(3, 'name', 'string'),
    field(4, 'opType', 'string'),
    field(5, 'attribute', 'Attribute', 'repeated'),
    field(7, 'domain', 'string'),
  ],
  Attribute: [
    field(1, 'name', 'string'),
    field(2, 'f', 'float', 'optional'),
    field(3, 'i', 'value', 'optional'),
    field(4, 's', 'bytes', 'optional'),
    field(5, 't', 'Tensor', 'optional'),
    field(6, 'g', 'Graph', 'optional'),
    field(7, 'floats', 'float', 'repeated'),
    field(8, 'ints', 'value', 'repeated'),
    field(9, 'strings', 'bytes', 'repeated'),
    field(11, 'graphs', 'Graph', 'repeated'),
    field(20, 'type', 'int32'),
  ],
  Tensor: [
    field(1, 'dims', 'size', 'repeated'),
    field(2, 'dataType', 'int32'),
    field(4, 'floatData', 'float', 'packed'),
    field(5, 'int32Data', 'int32', 'packed'),
    field(6, 'stringData', 'bytes', 'repeated'),
    field(7, 'int64Data', 'value', 'packed'),
    field(8, 'name', 'string'),
    field(9, 'rawData', 'weights', 'optional'),
    field(10, 'doubleData', 'double', 'packed'),
    field(11, 'uint64Data', 'uint64', 'packed'),
    field(13, 'externalData', 'Entry', 'repeated'),
    field(14, 'dataLocation', 'int32'),
  ],
  ValueInfo: [field(1, 'name', 'string'), field(2, 'type', 'Type', 'optional')],
  Type: [field(1, 'tensorType', 'TensorType', 'optional')],
  TensorType: [field(1, 'elemType', 'int32'), field(2, 'shape', 'Shape', 'optional')],
  Shape: [field(1, 'dim', 'Dim', 'repeated')],
  Dim: [field(1, 'value', 'size', 'optional'), field(2, 'param', 'string', 'optional')],
  Entry: [field(1, 'key', 'string'), field(2, 'value', 'string')],
  Opset: [field(1, 'domain', 'string'), field(2, 'version', 'size')],
};
