/**
 * Pairs of nearly equal texts in near-linear time: MinHash signatures over character 5-grams, banded into buckets
 * (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3), each candidate verified by its
 * true Jaccard similarity. Called by `group-texts.ts`.
 */
const GRAM = 5;
/** 8 bands of 4 rows find 98.5 % of the pairs at similarity 0.8 and 40 % of those at 0.5, which verification drops. */
const BANDS = 8;
const ROWS = 4;
const HASHES = BANDS * ROWS;
const SIMILAR = 0.8;
/** Estimate from which the true similarity is computed: 0.8 less three standard deviations of 32 draws. */
const PROMISING = 0.6;
/** Shorter texts share too few 5-grams to be called similar; only equal ones count. */
const SHORTEST = 20;
/**
 * Longer texts are represented by the eighth of their 5-grams whose hash is divisible by 8 (Broder's mod-k sketch):
 * which ones does not depend on where they stand. Two texts on different sides of this length are not compared.
 */
const LONG_CHARACTERS = 1_000;
const KEPT_OF = 8;
const READ_CHARACTERS = LONG_CHARACTERS * KEPT_OF;
/** A text is compared with so many of its bucket: keeps a bucket of boilerplate from going quadratic. */
const COMPARED = 6;

/** 32-bit finaliser of MurmurHash3: spreads a gram's polynomial hash over all bits. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const MULTIPLIERS = Int32Array.from({ length: HASHES }, (_, k) => mix(k + 1) | 1);
const OFFSETS = Int32Array.from({ length: HASHES }, (_, k) => mix(k + 0x9e37) | 0);

const grams = new Uint32Array(READ_CHARACTERS);

/** Hashes of the text's 5-grams (a sample of them for long texts), in a buffer that the next call overwrites. */
function gramHashes(text: string): Uint32Array {
  const count = Math.max(0, Math.min(text.length, READ_CHARACTERS) - GRAM + 1);
  const every = text.length > LONG_CHARACTERS ? KEPT_OF : 1;
  let kept = 0;
  for (let start = 0; start < count; start += 1) {
    let hash = 0;
    for (let i = start; i < start + GRAM; i += 1) hash = Math.imul(hash, 65_599) + text.charCodeAt(i);
    const gram = mix(hash);
    if (gram % every === 0) grams[kept++] = gram;
  }
  return grams.subarray(0, kept);
}

/** [HASHES] minima of the gram hashes under HASHES linear permutations. */
function signature(text: string, into: Uint32Array): void {
  into.fill(0xffffffff);
  for (const gram of gramHashes(text)) {
    for (let k = 0; k < HASHES; k += 1) {
      const value = (Math.imul(gram, MULTIPLIERS[k]!) + OFFSETS[k]!) >>> 0;
      if (value < into[k]!) into[k] = value;
    }
  }
}

/** |A ∩ B| / |A ∪ B| of the texts' 5-grams. */
function textSimilarity(a: string, b: string): number {
  const left = new Set(gramHashes(a));
  const right = new Set(gramHashes(b));
  let shared = 0;
  for (const gram of left) if (right.has(gram)) shared += 1;
  const all = left.size + right.size - shared;
  return all === 0 ? 0 : shared / all;
}

function bandKey(values: Uint32Array, band: number): number {
  let hash = band;
  for (let row = 0; row < ROWS; row += 1) hash = mix(Math.imul(hash, 31) + values[band * ROWS + row]!);
  // Bands must not share buckets: the band number stands above the 32 bits of the hash.
  return band * 2 ** 32 + hash;
}

/** Share of equal minima, which estimates the similarity. */
function agreement(signatures: Uint32Array, a: number, b: number): number {
  let equal = 0;
  for (let k = 0; k < HASHES; k += 1)
    if (signatures[a * HASHES + k] === signatures[b * HASHES + k]) equal += 1;
  return equal / HASHES;
}

/** Cheap checks first: Jaccard cannot reach the threshold when one text is much longer. */
function isNear(texts: readonly string[], signatures: Uint32Array, a: number, b: number): boolean {
  const [left, right] = [texts[a]!, texts[b]!];
  const [shorter, longer] = [Math.min(left.length, right.length), Math.max(left.length, right.length)];
  if (shorter < longer * SIMILAR * 0.9 && longer < READ_CHARACTERS) return false;
  return agreement(signatures, a, b) >= PROMISING && textSimilarity(left, right) >= SIMILAR;
}

/**
 * @param texts different, normalised texts.
 * @returns a pair (earlier, later) for each text that is near (Jaccard similarity ≥ 0.8) to an earlier one: enough
 * to connect every cluster.
 */
export function findNearTexts(texts: readonly string[]): [number, number][] {
  const buckets = new Map<number, number[]>();
  const signatures = new Uint32Array(texts.length * HASHES);
  const pairs: [number, number][] = [];
  texts.forEach((text, i) => {
    if (text.length < SHORTEST) return;
    const values = signatures.subarray(i * HASHES, (i + 1) * HASHES);
    signature(text, values);
    const compared = new Set<number>();
    for (let band = 0; band < BANDS; band += 1) {
      const key = bandKey(values, band);
      const bucket = buckets.get(key);
      if (!bucket) buckets.set(key, [i]);
      else {
        for (const other of bucket) compared.add(other);
        if (bucket.length < COMPARED) bucket.push(i);
      }
    }
    for (const other of compared) {
      if (!isNear(texts, signatures, other, i)) continue;
      pairs.push([other, i]);
      break;
    }
  });
  return pairs;
}
