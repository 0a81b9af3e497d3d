/**
 * Weights as typed arrays. In: an OnnxTensor. Out: its elements, row-major, as a view of the file's bytes where their
 * alignment allows, else a copy; those that stay in a file are read anew. Next: graph analysis (shapes, indices) and training (weights).
 */
import { UserError } from '../errors.ts';
import { StoredBytes } from './file/stored-bytes.ts';
import { DataType, type OnnxTensor } from './model.ts';

/** Number of elements. */
export const sizeOf = (tensor: OnnxTensor): number => tensor.dims.reduce((product, dim) => product * dim, 1);

type View<T> = {
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  BYTES_PER_ELEMENT: number;
};

function viewOf<T>(raw: Uint8Array, Type: View<T>, length: number): T {
  if (raw.byteLength !== length * Type.BYTES_PER_ELEMENT)
    throw new UserError('onnx-damaged-tensor', {
      length,
      bytes: raw.byteLength,
      expected: length * Type.BYTES_PER_ELEMENT,
    });
  const aligned = raw.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? raw : raw.slice();
  return new Type(aligned.buffer, aligned.byteOffset, length);
}

const wrongType = (tensor: OnnxTensor, wanted: string) =>
  new UserError('onnx-tensor-type', { name: tensor.name, dataType: tensor.dataType, wanted });

function refuseExternal(tensor: OnnxTensor): void {
  if (tensor.dataLocation === 1 && tensor.rawData === undefined)
    throw new UserError('onnx-external-tensor', {
      name: tensor.name,
      location: tensor.externalData.find(({ key }) => key === 'location')?.value ?? 'unnamed',
    });
}

/** Undefined when the elements are not raw. */
export const rawBytesOf = ({ rawData }: OnnxTensor): Uint8Array | undefined =>
  rawData instanceof StoredBytes ? rawData.read() : rawData;

/** Elements of a FLOAT tensor. @throws UserError when it is of another type. */
export function float32Of(tensor: OnnxTensor): Float32Array {
  refuseExternal(tensor);
  if (tensor.dataType !== DataType.FLOAT) throw wrongType(tensor, 'float32');
  const raw = rawBytesOf(tensor);
  return raw === undefined ? Float32Array.from(tensor.floatData) : viewOf(raw, Float32Array, sizeOf(tensor));
}

/** Elements of an INT64 tensor. @throws UserError when it is of another type. */
export function int64Of(tensor: OnnxTensor): BigInt64Array {
  refuseExternal(tensor);
  if (tensor.dataType !== DataType.INT64) throw wrongType(tensor, 'int64');
  const raw = rawBytesOf(tensor);
  return raw === undefined
    ? BigInt64Array.from(tensor.int64Data)
    : viewOf(raw, BigInt64Array, sizeOf(tensor));
}

/**
 * Elements of any numeric or boolean tensor as numbers: for small tensors such as axes, shapes and clip limits.
 * int64 beyond 2⁵³ (the "to the end" of Slice) loses its last digits.
 */
export function numbersOf(tensor: OnnxTensor): number[] {
  refuseExternal(tensor);
  const { dataType } = tensor;
  const size = sizeOf(tensor);
  if (dataType === DataType.INT64) return Array.from(int64Of(tensor), Number);
  if (dataType === DataType.FLOAT) return Array.from(float32Of(tensor));
  const rawData = rawBytesOf(tensor);
  if (rawData === undefined) return dataType === DataType.DOUBLE ? tensor.doubleData : tensor.int32Data;
  if (dataType === DataType.DOUBLE) return Array.from(viewOf(rawData, Float64Array, size));
  if (dataType === DataType.INT32) return Array.from(viewOf(rawData, Int32Array, size));
  if (dataType === DataType.UINT8 || dataType === DataType.BOOL) return Array.from(rawData);
  if (dataType === DataType.INT8) return Array.from(viewOf(rawData, Int8Array, size));
  throw wrongType(tensor, 'an ordinary number type');
}
