/**
 * The frozen part of a decoder → what it gives for blocks of tokens, kept while memory allows. In: blocks of equal
 * length. Out: the tail's feeds. Next: `tune-decoder.ts`, `score-decoder.ts`.
 */
import type { Feeds, GraphSession } from '../../../engines/graph-session.ts';
import type { Split } from '../../../onnx/cut/split.ts';
import type { Block } from '../blocks.ts';
import { pickFeeds, tokenInputs } from './load-decoder.ts';

export interface Trunk {
  /** Inputs of the tail for blocks of one length, [n, t, …]. */
  feeds(blocks: readonly Block[]): Promise<Feeds>;
  close(): Promise<void>;
}

export function openTrunk(session: GraphSession, split: Split, cacheBytes: number): Trunk {
  const inputs = split.trunk.graph.input.map(({ name }) => name);
  const kept = new Map<Block, Float32Array[]>();
  let left = cacheBytes;
  const keep = (block: Block, rows: Float32Array[]) => {
    const bytes = rows.reduce((sum, row) => sum + row.byteLength, 0);
    if (bytes > left) return;
    left -= bytes;
    kept.set(
      block,
      rows.map((row) => row.slice()),
    );
  };
  const runOver = async (blocks: readonly Block[], tokens: Feeds): Promise<Feeds> => {
    const outputs = await session.run(pickFeeds(tokens, inputs));
    blocks.forEach((block, i) => {
      const rows = split.values.map((name) => rowOf(outputs[name]!.data, blocks.length, i));
      keep(block, rows);
    });
    return outputs;
  };
  return {
    feeds: async (blocks) => {
      const tokens = tokenInputs(blocks.map((block) => block.inputs));
      const known = blocks.map((block) => kept.get(block));
      const rows = known.filter((row) => row !== undefined);
      const values =
        rows.length === blocks.length
          ? joined(rows, { split, t: blocks[0]!.inputs.length })
          : await runOver(blocks, tokens);
      return { ...values, ...pickFeeds(tokens, split.sharedInputs) };
    },
    close: () => session.close(),
  };
}

function rowOf(data: Feeds[string]['data'], n: number, row: number): Float32Array {
  if (!(data instanceof Float32Array)) throw new Error('the frozen part gave something else than float32');
  const size = data.length / n;
  return data.subarray(row * size, (row + 1) * size);
}

/** [n, t, width] of each value. */
function joined(rows: readonly Float32Array[][], { split, t }: { split: Split; t: number }): Feeds {
  return Object.fromEntries(
    split.values.map((name, at) => {
      const size = rows[0]![at]!.length;
      const data = new Float32Array(rows.length * size);
      rows.forEach((row, i) => {
        data.set(row[at]!, i * size);
      });
      return [name, { dims: [rows.length, t, size / t], data }];
    }),
  );
}
