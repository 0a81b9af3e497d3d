/**
 * The elements of a float32 weight, some at a time, so that a table of a gibibyte that stays in its file takes a few MiB
 * of memory. In: an OnnxTensor. Out: its chunks, in order. Next: `compact/` reads them twice.
 */
import { closeSync, openSync } from 'node:fs';
import type { OnnxTensor } from '../model.ts';
import { float32Of, sizeOf } from '../tensor.ts';
import { readFully, StoredBytes } from './stored-bytes.ts';

/** A multiple of every block length, so that no block is cut. */
const CHUNK = 2 ** 20;

export interface Chunk {
  /** Flat index of the first element. */
  from: number;
  /** Valid until the next chunk is asked for. */
  values: Float32Array;
}

export function* chunksOf(tensor: OnnxTensor): Generator<Chunk> {
  const { rawData } = tensor;
  if (!(rawData instanceof StoredBytes)) {
    yield { from: 0, values: float32Of(tensor) };
    return;
  }
  const size = sizeOf(tensor);
  const buffer = new Float32Array(Math.min(CHUNK, size));
  const file = openSync(rawData.path, 'r');
  try {
    for (let from = 0; from < size; from += CHUNK) {
      const values = buffer.subarray(0, Math.min(CHUNK, size - from));
      readFully(file, new Uint8Array(values.buffer, 0, values.byteLength), rawData.offset + 4 * from);
      yield { from, values };
    }
  } finally {
    closeSync(file);
  }
}
