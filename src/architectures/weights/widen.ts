/**
 * Weights as files keep them → as the engines take them. In: a model whose initialisers may be float16, bfloat16 or
 * float64 in files. Out: the same model in float32: what has to be converted is written once, part by part, into a file of
 * its own; long weights that are float32 already stay where they are. Next: `open-architecture.ts`.
 */
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { readFully, STORED_BYTES, StoredBytes } from '../../onnx/file/stored-bytes.ts';
import { DataType, type OnnxModel, type OnnxTensor } from '../../onnx/model.ts';
import { StridedBytes } from './strided-bytes.ts';

/** Where a weight begins: at a page, so that sessions map it. */
const PAGE_BYTES = 4_096;
/** Converted at once. */
const PART_ELEMENTS = 2 ** 20;

interface Narrow {
  elementBytes: number;
  widen: (bytes: Uint8Array) => Float32Array;
}
const NARROW: Readonly<Record<number, Narrow>> = {
  [DataType.FLOAT16]: { elementBytes: 2, widen: fromHalf },
  [DataType.BFLOAT16]: { elementBytes: 2, widen: fromBrainFloat },
  [DataType.DOUBLE]: { elementBytes: 8, widen: (bytes) => Float32Array.from(new Float64Array(bytes.buffer)) },
};

/** @param path of the file that is written when long weights have to be converted */
export function widenWeights(model: OnnxModel, path: string): OnnxModel {
  const target = openSync(path, 'w');
  let end = 0;
  /** Appends a weight at the next page. */
  const append = (parts: Iterable<Uint8Array>): StoredBytes => {
    const offset = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
    writeFileSync(target, new Uint8Array(offset - end));
    end = offset;
    for (const part of parts) {
      writeFileSync(target, part);
      end += part.byteLength;
    }
    return new StoredBytes(path, offset, end - offset);
  };
  try {
    const initializer = model.graph.initializer.map((tensor) => settled(tensor, append));
    return { ...model, graph: { ...model.graph, initializer } };
  } finally {
    closeSync(target);
    if (end === 0) rmSync(path);
  }
}

function settled(tensor: OnnxTensor, append: (parts: Iterable<Uint8Array>) => StoredBytes): OnnxTensor {
  const { rawData, dataType } = tensor;
  if (!(rawData instanceof StoredBytes)) return tensor;
  const narrow = NARROW[dataType];
  const isLong = rawData.length >= STORED_BYTES;
  const isInOrder = !(rawData instanceof StridedBytes);
  if (narrow === undefined && isLong && isInOrder) return tensor;
  const parts = isLong && isInOrder ? partsOf(rawData, narrow!) : whole(rawData, narrow);
  const wide = isLong ? append(parts) : [...parts][0]!;
  return { ...tensor, dataType: narrow ? DataType.FLOAT : dataType, rawData: wide };
}

function* whole(stored: StoredBytes, narrow: Narrow | undefined) {
  const bytes = stored.read();
  yield narrow ? bytesOf(narrow.widen(bytes)) : bytes;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

function* partsOf({ path, offset, length }: StoredBytes, { elementBytes, widen }: Narrow) {
  const source = openSync(path, 'r');
  try {
    for (let done = 0; done < length; ) {
      const bytes = new Uint8Array(Math.min(PART_ELEMENTS * elementBytes, length - done));
      readFully(source, bytes, offset + done);
      yield bytesOf(widen(bytes));
      done += bytes.length;
    }
  } finally {
    closeSync(source);
  }
}

/** float32 of every float16: 1 sign, 5 exponent (bias 15) and 10 fraction bits (IEEE 754-2008, binary16). */
let halves: Float32Array | undefined;
function tableOfHalves(): Float32Array {
  const table = new Float32Array(2 ** 16);
  for (let bits = 0; bits < table.length; bits++) {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 0x1f) table[bits] = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    else table[bits] = sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
  }
  return table;
}

function fromHalf(bytes: Uint8Array): Float32Array {
  halves ??= tableOfHalves();
  const words = new Uint16Array(bytes.buffer);
  const wide = new Float32Array(words.length);
  for (let i = 0; i < words.length; i++) wide[i] = halves[words[i]!]!;
  return wide;
}

/** bfloat16 is the upper half of a float32. */
function fromBrainFloat(bytes: Uint8Array): Float32Array {
  const narrow = new Uint16Array(bytes.buffer);
  const words = new Uint32Array(narrow.length);
  for (let i = 0; i < words.length; i++) words[i] = narrow[i]! << 16;
  return new Float32Array(words.buffer);
}
