/** A whole file → a damaged or hostile one. In: bytes, chance. Out: other bytes; the same for the same seed. */
import type { seededRandom } from '../../src/statistics/random.ts';

type Random = ReturnType<typeof seededRandom>;

/** What lengths, counts and offsets are set to. */
const EXTREMES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
/** Text that parsers trip over. */
const PIECES = [
  '"',
  '\n',
  '\0',
  '[[[[',
  '{"a":',
  '\ufeff',
  '../../',
  '=1+1',
  '-1e999',
  'NaN',
  '<!DOCTYPE',
  '\ud800',
];

const CHANGES: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  flip,
  flip,
  cut,
  stretch,
  extreme,
  extreme,
  splice,
  repeat,
  inject,
];

export function mutate(bytes: Buffer, random: Random): Buffer {
  let changed: Buffer = Buffer.from(bytes);
  const count = 1 + Math.floor(random.next() * 4);
  for (let i = 0; i < count && changed.length > 0; i += 1)
    changed = CHANGES[Math.floor(random.next() * CHANGES.length)]!(changed, random);
  return changed;
}

/** More often near both ends, where formats keep their tables. */
function somewhere(bytes: Buffer, random: Random): number {
  const within = random.next() ** 2 * bytes.length;
  return Math.floor(random.next() < 0.5 ? within : Math.max(0, bytes.length - 1 - within));
}

function flip(bytes: Buffer, random: Random): Buffer {
  const count = 1 + Math.floor(random.next() * 16);
  for (let i = 0; i < count; i += 1) {
    const at = somewhere(bytes, random);
    bytes[at] = bytes[at]! ^ (1 << Math.floor(random.next() * 8));
  }
  return bytes;
}

function cut(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(0, Math.floor(random.next() * bytes.length));
}

function stretch(bytes: Buffer, random: Random): Buffer {
  return Buffer.concat([
    bytes,
    Buffer.alloc(Math.floor(random.next() * 65_536), Math.floor(random.next() * 256)),
  ]);
}

function extreme(bytes: Buffer, random: Random): Buffer {
  const value = EXTREMES[Math.floor(random.next() * EXTREMES.length)]!;
  const at = somewhere(bytes, random);
  if (at + 4 > bytes.length) return bytes;
  if (random.next() < 0.5) bytes.writeUInt32LE(value, at);
  else bytes.writeUInt32BE(value, at);
  return bytes;
}

/** A part of the file over another. */
function splice(bytes: Buffer, random: Random): Buffer {
  const from = somewhere(bytes, random);
  bytes.copy(bytes, somewhere(bytes, random), from, from + Math.floor(random.next() * 256));
  return bytes;
}

function repeat(bytes: Buffer, random: Random): Buffer {
  const from = somewhere(bytes, random);
  const part = bytes.subarray(from, from + 1 + Math.floor(random.next() * 512));
  const times = 1 + Math.floor(random.next() * 200);
  return Buffer.concat([
    bytes.subarray(0, from),
    ...Array.from({ length: times }, () => part),
    bytes.subarray(from),
  ]);
}

function inject(bytes: Buffer, random: Random): Buffer {
  const piece = PIECES[Math.floor(random.next() * PIECES.length)]!;
  const text = Buffer.from(piece.repeat(1 + Math.floor(random.next() * 2_000)));
  const at = somewhere(bytes, random);
  return Buffer.concat([bytes.subarray(0, at), text, bytes.subarray(at)]);
}
