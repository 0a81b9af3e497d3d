/**
 * Texts go in, a vectoriser (plain data: terms and their weights) and a sparse TF-IDF matrix come out. Sublinear term
 * frequency, smoothed inverse document frequency (as scikit-learn's TfidfVectorizer), each block scaled to length 1.
 * Next: `sparse-classifier.ts`.
 */
import { z } from 'zod';
import { growingFloat32, growingInt32, type SparseMatrix } from './sparse.ts';
import { eachTerm, hashTerm, normaliseText, type TermRules, TermTable, termStream } from './terms.ts';

const blockSchema = z.object({
  kind: z.enum(['word', 'char']),
  shortest: z.number().int().positive(),
  longest: z.number().int().positive(),
  /** Column order: this block's first column follows the last of the block before it. */
  terms: z.array(z.string()),
  /** ln((1 + texts) / (1 + texts with the term)) + 1, one a term. */
  idf: z.array(z.number()),
});

export const vectoriserSchema = z.object({
  version: z.literal(1),
  normalisation: z.literal('nfkc-lower-single-space'),
  /** Characters (code points) of a normalised text that are read. */
  maxCharacters: z.number().int().positive(),
  blocks: z.array(blockSchema),
});
export type Vectoriser = z.infer<typeof vectoriserSchema>;

export interface VectoriserRecipe {
  blocks: TermRules[];
  /** A term in fewer texts than this is left out (not below `smallSet` texts, where all are kept). */
  minTexts: number;
  smallSet: number;
  maxTermsPerBlock: number;
  maxCharacters: number;
  /** Characters read of all texts together: bounds time and memory on large sets. */
  totalCharacters: number;
}

/** Learns the terms of a set of texts. */
export function fitVectoriser(texts: readonly string[], recipe: VectoriserRecipe): Vectoriser {
  const share = Math.floor(recipe.totalCharacters / Math.max(1, texts.length));
  const maxCharacters = Math.max(100, Math.min(recipe.maxCharacters, share));
  const normalised = texts.map((text) => normaliseText(text, maxCharacters));
  const minTexts = texts.length < recipe.smallSet ? 1 : recipe.minTexts;
  const blocks = recipe.blocks.map((rules) => {
    const kept = chooseTerms(countTexts(normalised, rules, minTexts), recipe.maxTermsPerBlock);
    return {
      ...rules,
      terms: kept.map(({ term }) => term),
      idf: kept.map(({ count }) => Math.log((1 + texts.length) / (1 + count)) + 1),
    };
  });
  return { version: 1, normalisation: 'nfkc-lower-single-space', maxCharacters, blocks };
}

interface Counted {
  term: string;
  count: number;
}

/** In how many texts each term occurs; terms below `minTexts` are left out. In order of first sight. */
function countTexts(texts: readonly string[], rules: TermRules, minTexts: number): Counted[] {
  const table = new TermTable();
  const counts = growingInt32();
  const lastText = growingInt32();
  /** Where each term was first seen: text, start, end. */
  const seen = growingInt32();
  texts.forEach((text, t) => {
    eachTerm(termStream(text, rules.kind), rules, (hash1, hash2, start, end) => {
      const id = table.add(hash1, hash2);
      if (id === counts.length) {
        counts.push(1);
        lastText.push(t);
        for (const value of [t, start, end]) seen.push(value);
      } else if (lastText.get(id) !== t) {
        lastText.set(id, t);
        counts.set(id, counts.get(id) + 1);
      }
    });
  });
  const kept: Counted[] = [];
  for (let id = 0; id < counts.length; id++) {
    if (counts.get(id) < minTexts) continue;
    const stream = termStream(texts[seen.get(id * 3)]!, rules.kind);
    const points = stream.subarray(seen.get(id * 3 + 1), seen.get(id * 3 + 2));
    kept.push({ term: String.fromCodePoint(...points), count: counts.get(id) });
  }
  return kept;
}

/** The most frequent terms, in the order of their letters: in that of first sight they would spell out the texts. */
function chooseTerms(counted: Counted[], maxTerms: number): Counted[] {
  const threshold = counted.map(({ count }) => count).sort((a, b) => b - a)[maxTerms] ?? 0;
  return counted
    .filter(({ count }) => count > threshold)
    .sort((a, b) => (a.term < b.term ? -1 : Number(a.term > b.term)));
}

/** Number of columns of the matrix that a vectoriser makes. */
export const featureCountOf = (vectoriser: Vectoriser): number =>
  vectoriser.blocks.reduce((sum, block) => sum + block.terms.length, 0);

/** Turns texts into rows; unknown terms are left out. Shape [texts.length, featureCount]. */
export function vectorise(vectoriser: Vectoriser, texts: readonly string[]): SparseMatrix {
  const tables = vectoriser.blocks.map((block) => tableOf(block.terms));
  const columns = growingInt32();
  const values = growingFloat32();
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, row) => {
    const normalised = normaliseText(text, vectoriser.maxCharacters);
    let base = 0;
    vectoriser.blocks.forEach((block, b) => {
      const { touched, counts } = countRow(normalised, block, tables[b]!);
      const weights = touched.map((id) => (1 + Math.log(counts[id]!)) * block.idf[id]!);
      const length = lengthOf(weights) || 1;
      touched.forEach((id, i) => {
        counts[id] = 0;
        columns.push(base + id);
        values.push(weights[i]! / length);
      });
      base += block.terms.length;
    });
    offsets[row + 1] = columns.length;
  });
  return {
    n: texts.length,
    featureCount: featureCountOf(vectoriser),
    offsets,
    columns: columns.view(),
    values: values.view(),
  };
}

interface BlockTable {
  table: TermTable;
  /** One a term, zero between texts. */
  counts: Int32Array;
}

function tableOf(terms: readonly string[]): BlockTable {
  const table = new TermTable();
  for (const term of terms) table.add(...hashTerm(term));
  return { table, counts: new Int32Array(terms.length) };
}

/** Counts the terms of one text and lists those that occur. */
function countRow(text: string, rules: TermRules, { table, counts }: BlockTable) {
  const touched: number[] = [];
  eachTerm(termStream(text, rules.kind), rules, (hash1, hash2) => {
    const id = table.find(hash1, hash2);
    if (id < 0) return;
    if (counts[id] === 0) touched.push(id);
    counts[id]!++;
  });
  return { touched, counts };
}

const lengthOf = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
