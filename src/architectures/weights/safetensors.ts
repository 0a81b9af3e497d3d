/**
 * The header of a safetensors file → where each tensor lies in it. In: a path. Out: StoredTensors, whose bytes stay in
 * the file. Nothing of the header is believed before it is checked: sizes, offsets, overlaps, the end of the file.
 * Format: https://huggingface.co/docs/safetensors/index#format. Next: `find-weights.ts` gathers the shards.
 */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { StoredBytes } from '../../onnx/file/stored-bytes.ts';
import { DataType } from '../../onnx/model.ts';

export interface StoredTensor {
  name: string;
  dims: number[];
  /** Of ONNX. */
  dataType: number;
  bytes: StoredBytes;
}

/** The format's own limit. */
const HEADER_BYTES = 100_000_000;
/** The largest published models have a few thousand. */
const MOST_TENSORS = 100_000;
const LENGTH_BYTES = 8;

/** Name in the header → ONNX type and bytes an element. */
const TYPES: Readonly<Record<string, readonly [dataType: number, bytes: number]>> = {
  F64: [DataType.DOUBLE, 8],
  F32: [DataType.FLOAT, 4],
  F16: [DataType.FLOAT16, 2],
  BF16: [DataType.BFLOAT16, 2],
  I64: [DataType.INT64, 8],
  I32: [DataType.INT32, 4],
  I16: [DataType.INT16, 2],
  I8: [DataType.INT8, 1],
  U64: [DataType.UINT64, 8],
  U32: [DataType.UINT32, 4],
  U16: [DataType.UINT16, 2],
  U8: [DataType.UINT8, 1],
  BOOL: [DataType.BOOL, 1],
};

const size = z.number().int().nonnegative();
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(size).max(8),
  data_offsets: z.tuple([size, size]),
});

/** @throws UserError `weights-damaged` */
export async function readSafetensors(path: string): Promise<StoredTensor[]> {
  const file = basename(path);
  const { header, start, end } = await readHeader(path);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (entries.length > MOST_TENSORS) throw weightsDamaged(file, `it lists ${entries.length} tensors`);
  const tensors = entries.map(([name, entry]) => {
    const tensor = storedTensor(name, entry, { path, start });
    if (typeof tensor === 'string') throw weightsDamaged(file, tensor);
    return tensor;
  });
  const ordered = tensors.toSorted(
    (a, b) => a.bytes.offset - b.bytes.offset || a.bytes.length - b.bytes.length,
  );
  let at = start;
  for (const { name, bytes } of ordered) {
    // The format allows neither gaps nor shared bytes.
    if (bytes.offset !== at)
      throw weightsDamaged(file, `"${name}" begins at byte ${bytes.offset} instead of ${at}`);
    at += bytes.length;
  }
  if (at !== end) throw weightsDamaged(file, `it has ${end} bytes, and its tensors end at byte ${at}`);
  return tensors;
}

/** The header's JSON, and between which bytes of the file the tensors lie. */
async function readHeader(path: string) {
  const name = basename(path);
  const { size: end } = await stat(path);
  const file = await open(path);
  try {
    const length = Buffer.alloc(LENGTH_BYTES);
    await file.read(length, 0, LENGTH_BYTES, 0);
    const bytes = Number(length.readBigUInt64LE());
    const start = LENGTH_BYTES + bytes;
    if (bytes > HEADER_BYTES || start > end)
      throw weightsDamaged(name, `its header is said to have ${bytes} bytes`);
    const text = Buffer.alloc(bytes);
    await file.read(text, 0, bytes, LENGTH_BYTES);
    return { header: parseHeader(name, text.toString('utf8')), start, end };
  } finally {
    await file.close();
  }
}

function parseHeader(file: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw weightsDamaged(file, 'its header is no JSON object', cause);
  }
}

/** The tensor, or what is wrong with its entry. */
function storedTensor(
  name: string,
  entry: unknown,
  { path, start }: { path: string; start: number },
): StoredTensor | string {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) return `the entry of "${name}" cannot be read`;
  const { dtype, shape, data_offsets } = parsed.data;
  const type = TYPES[dtype];
  if (type === undefined) return `"${name}" has the type ${dtype}, which is not read here`;
  const [from, to] = data_offsets;
  const bytes = shape.reduce((product, dim) => product * dim, type[1]);
  if (to - from !== bytes) return `"${name}" [${shape.join(', ')}] of ${dtype} has ${to - from} bytes`;
  return { name, dims: shape, dataType: type[0], bytes: new StoredBytes(path, start + from, bytes) };
}

export const weightsDamaged = (file: string, reason: string, cause?: unknown) =>
  new UserError('weights-damaged', { file, reason }, { cause });
