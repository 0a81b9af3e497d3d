/** Bytes of a text file → its characters and the name of the encoding. Used by every text-table reader. */
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { UserError } from '../../errors.ts';

/** Bytes looked at to tell the encoding. */
const SAMPLE_BYTES = 256 * 1_024;

const BOMS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** UTF-16 without a byte-order mark: Latin text has a zero in every second byte. */
function zeroPattern(sample: Buffer): string | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even += 1;
    if (sample[i + 1] === 0) odd += 1;
  }
  const pairs = Math.max(1, sample.length >> 1);
  if (odd / pairs > 0.3 && even / pairs < 0.1) return 'utf-16le';
  if (even / pairs > 0.3 && odd / pairs < 0.1) return 'utf-16be';
  return null;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A few broken characters among many sound ones: other encodings hardly ever form sound sequences. */
function isMostlyUtf8(sample: Buffer): boolean {
  const text = sample.toString('utf8');
  let [sound, broken] = [0, 0];
  for (const character of text) {
    if (character === '\uFFFD') broken += 1;
    else if (character > '\u007f') sound += 1;
  }
  return sound > 10 * broken;
}

function detectEncoding(bytes: Buffer): string {
  for (const [mark, name] of BOMS) if (mark.every((byte, i) => bytes[i] === byte)) return name;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const utf16 = zeroPattern(sample);
  if (utf16) return utf16;
  if (isUtf8(bytes) || isMostlyUtf8(sample)) return 'utf-8';
  const guess = chardet.detect(sample);
  return guess !== null && iconv.encodingExists(guess) ? guess.toLowerCase() : 'windows-1252';
}

/**
 * @returns the characters without byte-order mark; bytes that the encoding does not know become U+FFFD.
 * @throws UserError `binary-file` when the bytes are no text at all.
 */
export function decodeText(bytes: Buffer, name: string): { text: string; encoding: string } {
  const encoding = detectEncoding(bytes);
  const text = iconv.decode(bytes, encoding);
  if (text.slice(0, SAMPLE_BYTES).includes('\u0000')) {
    throw new UserError('binary-file', { name });
  }
  return { text, encoding };
}
