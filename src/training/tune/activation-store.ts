/**
 * What the frozen part of a network gave for each sample, kept for many epochs: in memory while it is small, else in a
 * file. One row a slot; a slot is a sample in one view (plain, mirrored, …). Used by: `image-source.ts`.
 */
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';

export interface ActivationStore {
  write(slot: number, row: Float32Array): void;
  /** Copies a row into `target` from `offset` on. */
  read(slot: number, target: Float32Array, offset: number): void;
  close(): void;
}

/** Larger tables go to a file: a trainer has about 1.5 GB, most of it for the networks. */
const MEMORY_BYTES = 320 * 2 ** 20;

/** @param path file for a table too large for memory; removed by `close` */
export const openActivationStore = (
  slots: number,
  width: number,
  path: string,
  memoryBytes = MEMORY_BYTES,
): ActivationStore => (slots * width * 4 <= memoryBytes ? inMemory(slots, width) : inFile(width, path));

function inMemory(slots: number, width: number): ActivationStore {
  const values = new Float32Array(slots * width);
  return {
    write: (slot, row) => values.set(row, slot * width),
    read: (slot, target, offset) => target.set(values.subarray(slot * width, (slot + 1) * width), offset),
    close: () => {},
  };
}

function inFile(width: number, path: string): ActivationStore {
  const file = openSync(path, 'w+');
  const bytes = width * 4;
  return {
    write: (slot, row) => {
      writeSync(file, new Uint8Array(row.buffer, row.byteOffset, bytes), 0, bytes, slot * bytes);
    },
    read: (slot, target, offset) => {
      const place = new Uint8Array(target.buffer, target.byteOffset + offset * 4, bytes);
      readSync(file, place, 0, bytes, slot * bytes);
    },
    close: () => {
      closeSync(file);
      unlinkSync(path);
    },
  };
}
