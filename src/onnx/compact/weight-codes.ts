/**
 * Elements of a weight → whole numbers and the scales that give them back. In: an OnnxTensor. Out: codes; value ≈ code ·
 * scale of its channel or block. Next: `restore.ts` writes them into a graph. Chunk by chunk, no full copy in float32.
 *
 * Symmetric, as https://arxiv.org/abs/1806.08342 (§ 3.1) recommends for weights: 8 bits with a scale per channel, 4 bits
 * with a scale per block of 32 elements in a row.
 */

import { chunksOf } from '../file/element-chunks.ts';
import { halfValues, toHalf } from '../half.ts';
import type { OnnxTensor } from '../model.ts';
import { sizeOf } from '../tensor.ts';

export interface Codes {
  /** 8 bits: one code a byte, two's complement. 4 bits: 8 added, the first half of a block in the low bits of its bytes. */
  bytes: Uint8Array;
  /** One a channel, or one a block; those of blocks are numbers that half precision has. */
  scales: Float32Array;
}

/** Elements that share a scale in 4 bits. */
export const BLOCK = 32;
const HALF_BLOCK = BLOCK / 2;
const LARGEST_CODE = 127;
const SMALLEST_HALF = 2 ** -24;
/** Of the extreme value of a block to code −8: a smaller step rounds the many better and clips the one. */
const SHRINK = [1, 0.95, 0.9, 0.85, 0.8];

/** Channels along `axis`: element i belongs to ⌊i / inner⌋ mod channels. */
function channelsOf({ dims }: OnnxTensor, axis: number): { channels: number; inner: number } {
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  return { channels: dims[axis]!, inner };
}

export function codesByChannel(tensor: OnnxTensor, axis: number): Codes {
  const { channels, inner } = channelsOf(tensor, axis);
  const scales = new Float32Array(channels);
  for (const { from, values } of chunksOf(tensor))
    eachRun(from, values.length, { channels, inner }, (start, end, channel) => {
      for (let i = start; i < end; i++) scales[channel] = Math.max(scales[channel]!, Math.abs(values[i]!));
    });
  for (let channel = 0; channel < channels; channel++) scales[channel] = scales[channel]! / LARGEST_CODE || 1;
  const codes = new Int8Array(sizeOf(tensor));
  for (const { from, values } of chunksOf(tensor))
    eachRun(from, values.length, { channels, inner }, (start, end, channel) => {
      const scale = scales[channel]!;
      for (let i = start; i < end; i++) codes[from + i] = Math.round(values[i]! / scale);
    });
  return { bytes: new Uint8Array(codes.buffer), scales };
}

/** Calls `visit` for every run of neighbours in one channel, with places in the chunk. */
function eachRun(
  from: number,
  length: number,
  { channels, inner }: { channels: number; inner: number },
  visit: (start: number, end: number, channel: number) => void,
): void {
  for (let start = 0; start < length; ) {
    const at = from + start;
    const end = Math.min(length, start + inner - (at % inner));
    visit(start, end, Math.floor(at / inner) % channels);
    start = end;
  }
}

/** @param tensor its size is a multiple of `BLOCK` */
export function codesByBlock(tensor: OnnxTensor): Codes {
  const size = sizeOf(tensor);
  const scales = new Float32Array(size / BLOCK);
  const bytes = new Uint8Array(size / 2);
  for (const { from, values } of chunksOf(tensor))
    for (let start = 0; start < values.length; start += BLOCK) {
      const block = values.subarray(start, start + BLOCK);
      const scale = bestScale(block);
      scales[(from + start) / BLOCK] = scale;
      const at = (from + start) / 2;
      for (let i = 0; i < HALF_BLOCK; i++)
        bytes[at + i] = (nibble(block[i]!, scale) + 8) | ((nibble(block[HALF_BLOCK + i]!, scale) + 8) << 4);
    }
  return { bytes, scales };
}

const nibble = (value: number, scale: number): number => Math.max(-8, Math.min(7, Math.round(value / scale)));

/** Of those that give the extreme value one of the lowest codes, the one with the smallest squared error. */
function bestScale(block: Float32Array): number {
  let extreme = 0;
  for (const value of block) if (Math.abs(value) > Math.abs(extreme)) extreme = value;
  if (extreme === 0) return 1;
  const halves = halfValues();
  let best = { scale: 1, error: Number.POSITIVE_INFINITY };
  for (const share of SHRINK) {
    const scale = halves[toHalf((extreme * share) / -8)]! || SMALLEST_HALF;
    let error = 0;
    for (const value of block) error += (value - nibble(value, scale) * scale) ** 2;
    if (error < best.error) best = { scale, error };
  }
  return best.scale;
}

/** Two bytes an element. */
export function halvesOf(tensor: OnnxTensor): Uint8Array {
  const halves = new Uint16Array(sizeOf(tensor));
  for (const { from, values } of chunksOf(tensor))
    for (let i = 0; i < values.length; i++) halves[from + i] = toHalf(values[i]!);
  return new Uint8Array(halves.buffer);
}
