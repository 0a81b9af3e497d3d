/**
 * A text goes in, its terms come out: words and runs of words, and character n-grams inside each space-separated
 * piece. Works without spaces between words: every character of Chinese, Japanese, Thai, Lao, Khmer and Burmese is
 * a word of its own. The rules stand in `vectorizer.json` and in the model card, so that any language can repeat them.
 */

export interface TermRules {
  kind: 'word' | 'char';
  /** Lengths of the n-grams, in words or in characters. */
  shortest: number;
  longest: number;
}

/** Characters of scripts that are written without spaces. */
const UNSPACED = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff';
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+`, 'gu');
const SPACE = 32;

/** Compatibility forms folded (NFKC), lower case, runs of white space to one space, cut to a number of characters. */
export function normaliseText(text: string, maxCharacters: number): string {
  const folded = text
    .slice(0, maxCharacters * 4)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
  if (folded.length <= maxCharacters) return folded;
  return Array.from(folded).slice(0, maxCharacters).join('');
}

/** Two independent 32-bit hashes of a term, and where it stands in the stream of `termStream`. */
type Emit = (hash1: number, hash2: number, start: number, end: number) => void;

/**
 * The Unicode code points in which terms are runs: the text between two spaces, or its words joined by one space.
 * @param text normalised
 */
export function termStream(text: string, kind: TermRules['kind']): Int32Array {
  const joined = kind === 'char' ? ` ${text} ` : (text.match(WORD) ?? []).join(' ');
  const points = new Int32Array(joined.length);
  let length = 0;
  for (let i = 0; i < joined.length; i++) {
    const point = joined.codePointAt(i)!;
    if (point > 0xffff) i++;
    points[length++] = point;
  }
  return points.subarray(0, length);
}

/** Calls `emit` for every occurrence of a term in a stream. */
export function eachTerm(stream: Int32Array, rules: TermRules, emit: Emit): void {
  if (rules.kind === 'char') eachCharacterRun(stream, rules, emit);
  else eachWordRun(stream, rules, emit);
}

/** n-grams that hold a space only at their ends: they stay inside one piece and its surrounding spaces. */
function eachCharacterRun(stream: Int32Array, { shortest, longest }: TermRules, emit: Emit): void {
  for (let start = 0; start < stream.length; start++) {
    let hash1 = HASH1_START;
    let hash2 = HASH2_START;
    const limit = Math.min(stream.length, start + longest);
    for (let at = start; at < limit; at++) {
      const point = stream[at]!;
      hash1 = hashStep1(hash1, point);
      hash2 = hashStep2(hash2, point);
      if (at - start + 1 >= shortest) emit(hash1, hash2, start, at + 1);
      if (point === SPACE && at > start) break;
    }
  }
}

function eachWordRun(stream: Int32Array, { shortest, longest }: TermRules, emit: Emit): void {
  for (let start = 0; start < stream.length; start++) {
    if (start > 0 && stream[start - 1] !== SPACE) continue;
    let hash1 = HASH1_START;
    let hash2 = HASH2_START;
    let words = 0;
    for (let at = start; at <= stream.length && words < longest; at++) {
      if (at === stream.length || stream[at] === SPACE) {
        words++;
        if (words >= shortest) emit(hash1, hash2, start, at);
        if (at === stream.length) break;
      }
      hash1 = hashStep1(hash1, stream[at]!);
      hash2 = hashStep2(hash2, stream[at]!);
    }
  }
}

/** FNV-1a over code points, and an unrelated multiply-and-shift: 64 bits together, so that collisions do not matter. */
const HASH1_START = 0x811c9dc5 | 0;
const HASH2_START = 0x2545f491;
const hashStep1 = (hash: number, point: number) => Math.imul(hash ^ point, 0x01000193);
const hashStep2 = (hash: number, point: number) => {
  const mixed = Math.imul((hash ^ point) + (hash << 7), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
};

/** The hashes under which `eachTerm` emits this term. */
export function hashTerm(term: string): [number, number] {
  let hash1 = HASH1_START;
  let hash2 = HASH2_START;
  for (const character of term) {
    const point = character.codePointAt(0)!;
    hash1 = hashStep1(hash1, point);
    hash2 = hashStep2(hash2, point);
  }
  return [hash1, hash2];
}

/** Numbers terms 0, 1, 2, … by their hashes; open addressing over typed arrays. */
export class TermTable {
  private capacity = 1 << 12;
  private keys = new Int32Array(this.capacity * 2);
  /** Id + 1; 0 marks a free place. */
  private ids = new Int32Array(this.capacity);
  size = 0;

  /** The term's id, or −1. */
  find(hash1: number, hash2: number): number {
    return this.ids[this.place(hash1, hash2)]! - 1;
  }

  /** The term's id, a new one when it is not yet known. */
  add(hash1: number, hash2: number): number {
    const place = this.place(hash1, hash2);
    if (this.ids[place] !== 0) return this.ids[place]! - 1;
    this.keys[place * 2] = hash1;
    this.keys[place * 2 + 1] = hash2;
    this.ids[place] = ++this.size;
    if (this.size * 2 > this.capacity) this.grow();
    return this.size - 1;
  }

  private place(hash1: number, hash2: number): number {
    const mask = this.capacity - 1;
    let place = Math.imul(hash1 ^ (hash2 >>> 15), 0x9e3779b1) >>> 7;
    for (place &= mask; this.ids[place] !== 0; place = (place + 1) & mask)
      if (this.keys[place * 2] === hash1 && this.keys[place * 2 + 1] === hash2) break;
    return place;
  }

  private grow(): void {
    const { keys, ids } = this;
    this.capacity *= 2;
    this.keys = new Int32Array(this.capacity * 2);
    this.ids = new Int32Array(this.capacity);
    for (let from = 0; from < ids.length; from++) {
      if (ids[from] === 0) continue;
      const place = this.place(keys[from * 2]!, keys[from * 2 + 1]!);
      this.keys[place * 2] = keys[from * 2]!;
      this.keys[place * 2 + 1] = keys[from * 2 + 1]!;
      this.ids[place] = ids[from]!;
    }
  }
}
