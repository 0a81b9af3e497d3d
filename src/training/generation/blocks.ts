/**
 * Documents → blocks of tokens, each to be predicted from those before it. In: texts and a tokenizer. Out: blocks of at
 * most `length` tokens, never across documents. Every token of a document, and its end, is a target exactly once.
 * Next: `ngram.ts`, `plan-decoder.ts`.
 */
import type { Random } from '../../statistics/random.ts';
import { shuffle } from '../../statistics/random.ts';

export interface Block {
  document: number;
  /** [t] what is read, [t] what comes next. */
  inputs: Int32Array;
  targets: Int32Array;
}

/** @param documents token ids of each document, without marks */
export function cutBlocks(
  documents: readonly { document: number; ids: readonly number[] }[],
  { length, startToken, endToken }: { length: number; startToken: number; endToken: number },
): Block[] {
  return documents.flatMap(({ document, ids }) => {
    const all = Int32Array.from([startToken, ...ids, endToken]);
    const blocks: Block[] = [];
    for (let from = 0; from + 1 < all.length; from += length) {
      const to = Math.min(from + length, all.length - 1);
      blocks.push({ document, inputs: all.slice(from, to), targets: all.slice(from + 1, to + 1) });
    }
    return blocks;
  });
}

/** Blocks of equal length side by side, at most `tokens` together (but at least one block). */
export function equalLengths(blocks: readonly Block[], tokens: number): Block[][] {
  const byLength = new Map<number, Block[]>();
  for (const block of blocks) {
    const known = byLength.get(block.inputs.length);
    if (known) known.push(block);
    else byLength.set(block.inputs.length, [block]);
  }
  const batches: Block[][] = [];
  for (const [length, same] of byLength) {
    const size = Math.max(1, Math.floor(tokens / length));
    for (let from = 0; from < same.length; from += size) batches.push(same.slice(from, from + size));
  }
  return batches;
}

/** Shuffled blocks for one update after another, each of about `tokens` targets. */
export function updatesOf(blocks: readonly Block[], tokens: number, random: Random): Block[][] {
  const order = Int32Array.from(blocks.keys());
  shuffle(order, random);
  const updates: Block[][] = [];
  let [open, count]: [Block[], number] = [[], 0];
  for (const index of order) {
    open.push(blocks[index]!);
    count += blocks[index]!.targets.length;
    if (count < tokens) continue;
    updates.push(open);
    [open, count] = [[], 0];
  }
  if (open.length > 0) updates.push(open);
  return updates;
}

export const targetCount = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { targets }) => sum + targets.length, 0);
