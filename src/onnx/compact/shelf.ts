/**
 * Where the codes of a weight wait until the model is written: in memory, or at the end of a file. In: a tensor. Out: the
 * same tensor, whose bytes stand where the shelf puts them. Next: `file/mapped-model.ts` copies them into the model.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { STORED_BYTES, StoredBytes } from '../file/stored-bytes.ts';
import type { OnnxTensor } from '../model.ts';

export type Shelf = (bytes: Uint8Array) => Uint8Array | StoredBytes;

export const keepInMemory: Shelf = (bytes) => bytes;

/** Keeps them in the file at `path`, which is begun anew, one after the other. */
export function fileShelf(path: string): Shelf {
  closeSync(openSync(path, 'w'));
  let end = 0;
  return (bytes) => {
    if (bytes.length < STORED_BYTES) return bytes;
    const file = openSync(path, 'a');
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, Math.min(bytes.length - done, 2 ** 30));
    } finally {
      closeSync(file);
    }
    const stored = new StoredBytes(path, end, bytes.length);
    end += bytes.length;
    return stored;
  };
}

export function shelve(tensor: OnnxTensor, shelf: Shelf): OnnxTensor {
  const { rawData } = tensor;
  return rawData instanceof Uint8Array ? { ...tensor, rawData: shelf(rawData) } : tensor;
}
