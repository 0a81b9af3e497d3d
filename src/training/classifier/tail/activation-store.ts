/**
 * What the frozen part of a network gave for each sample, kept in fp16 for many epochs: in memory while it is small,
 * else in a file. One row a slot; a slot is a sample in one view (plain, mirrored, …). Used by: `image-source.ts`,
 * `text-source.ts`.
 */
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { halfValues, toHalf } from '../../../onnx/half.ts';

export interface ActivationStore {
  write(slot: number, row: Float32Array): void;
  /** Copies `length` values of a row, by default all of them from its start, into `target` from `offset` on. */
  read(slot: number, target: Float32Array, place: { offset: number; from?: number; length?: number }): void;
  close(): void;
}

/** Larger tables go to a file: a trainer has about 1.5 GB, most of it for the networks. */
const MEMORY_BYTES = 320 * 2 ** 20;
const BYTES = 2;

interface Rows {
  /** First value of each slot's row, and the end of the last. */
  starts: Float64Array;
  /** Values in the longest row. */
  longest: number;
}

/**
 * @param lengths values in the row of each slot
 * @param path file for a table too large for memory; removed by `close`
 */
export function openActivationStore(
  lengths: ArrayLike<number>,
  path: string,
  memoryBytes = MEMORY_BYTES,
): ActivationStore {
  const starts = new Float64Array(lengths.length + 1);
  let longest = 0;
  for (let slot = 0; slot < lengths.length; slot++) {
    starts[slot + 1] = starts[slot]! + lengths[slot]!;
    longest = Math.max(longest, lengths[slot]!);
  }
  const rows = { starts, longest };
  return starts.at(-1)! * BYTES <= memoryBytes ? inMemory(rows) : inFile(rows, path);
}

function inMemory({ starts }: Rows): ActivationStore {
  const halves = new Uint16Array(starts.at(-1)!);
  const values = halfValues();
  return {
    write: (slot, row) => {
      const start = starts[slot]!;
      for (let i = 0; i < row.length; i++) halves[start + i] = toHalf(row[i]!);
    },
    read: (slot, target, { offset, from = 0, length = starts[slot + 1]! - starts[slot]! }) => {
      const start = starts[slot]! + from;
      for (let i = 0; i < length; i++) target[offset + i] = values[halves[start + i]!]!;
    },
    close: () => {},
  };
}

function inFile({ starts, longest }: Rows, path: string): ActivationStore {
  const file = openSync(path, 'w+');
  const buffer = new Uint16Array(longest);
  const bytes = new Uint8Array(buffer.buffer);
  const values = halfValues();
  return {
    write: (slot, row) => {
      for (let i = 0; i < row.length; i++) buffer[i] = toHalf(row[i]!);
      writeSync(file, bytes, 0, row.length * BYTES, starts[slot]! * BYTES);
    },
    read: (slot, target, { offset, from = 0, length = starts[slot + 1]! - starts[slot]! }) => {
      readSync(file, bytes, 0, length * BYTES, (starts[slot]! + from) * BYTES);
      for (let i = 0; i < length; i++) target[offset + i] = values[buffer[i]!]!;
    },
    close: () => {
      closeSync(file);
      unlinkSync(path);
    },
  };
}
