/**
 * Pairs of nearly equal pictures in near-linear time: 256-bit difference hashes share one of 16 words when they
 * differ in at most 15 bits (pigeonhole); each candidate is verified by all bits and by its grey thumbnail, in absolute
 * grey levels and relative to what the pictures show.
 */
import { HASH_ROWS, type ImageLook } from './look-at-image.ts';

const MOST_BITS = 12;
/** Mean absolute difference of grey levels (0–255) up to which two thumbnails are one picture. */
const MOST_GREY = 8;
/** The same difference, means taken out, as a share of what the pictures show: small things on plain ground count. */
const MOST_SHARE = 0.3;
/** A picture is compared with so many of its bucket: plain backgrounds fill buckets. */
const COMPARED = 40;

function bitCount(value: number): number {
  let v = value - ((value >> 1) & 0x5555);
  v = (v & 0x3333) + ((v >> 2) & 0x3333);
  v = (v + (v >> 4)) & 0x0f0f;
  return (v + (v >> 8)) & 0x1f;
}

const meanOf = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function isNear(a: ImageLook, b: ImageLook): boolean {
  let bits = 0;
  for (let row = 0; row < HASH_ROWS; row += 1) bits += bitCount(a.bits[row]! ^ b.bits[row]!);
  if (bits > MOST_BITS) return false;
  const [meanA, meanB] = [meanOf(a.thumbnail), meanOf(b.thumbnail)];
  let [grey, centred, content] = [0, 0, 0];
  for (let i = 0; i < a.thumbnail.length; i += 1) {
    const [here, there] = [a.thumbnail[i]! - meanA, b.thumbnail[i]! - meanB];
    grey += Math.abs(a.thumbnail[i]! - b.thumbnail[i]!);
    centred += Math.abs(here - there);
    content += (Math.abs(here) + Math.abs(there)) / 2;
  }
  return grey <= MOST_GREY * a.thumbnail.length && centred <= MOST_SHARE * content;
}

/** @returns pairs of indices (lower first); enough pairs to connect every cluster. */
export function findNearImages(looks: readonly ImageLook[]): [number, number][] {
  const buckets = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  looks.forEach((look, i) => {
    const compared = new Set<number>();
    for (let row = 0; row < HASH_ROWS; row += 1) {
      const key = row * 65_536 + look.bits[row]!;
      const bucket = buckets.get(key);
      if (!bucket) buckets.set(key, [i]);
      else {
        for (const other of bucket) compared.add(other);
        if (bucket.length < COMPARED) bucket.push(i);
      }
    }
    for (const other of compared) if (isNear(looks[other]!, look)) pairs.push([other, i]);
  });
  return pairs;
}
