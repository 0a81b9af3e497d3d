/**
 * How well a decoder predicts blocks. In: a tail with its weights as inputs, or a whole model, and blocks. Out: the
 * natural logarithm of the probability of every target, summed a document. The logarithm is taken inside the graph, so
 * that [n, t, vocabulary] never leaves ONNX Runtime. Next: `train-generation.ts` compares.
 */
import { type Feeds, openModel } from '../../../engines/graph-session.ts';
import { TARGETS } from '../../../onnx/autodiff/loss.ts';
import { DataType, int64Tensor, node, type OnnxModel, valueInfo } from '../../../onnx/model.ts';
import { type Block, equalLengths } from '../blocks.ts';
import { LOGITS_OUTPUT } from './load-decoder.ts';
import type { Trunk } from './trunk.ts';

/** By document: Σ ln p of its targets, and how many there are. */
export type Scores = Map<number, { logProbability: number; tokens: number }>;

export interface Scorer {
  /** [targets] ln p, block after block. */
  tokens(blocks: readonly Block[], weights: ReadonlyMap<string, Float32Array>): Promise<Float32Array>;
  documents(
    blocks: readonly Block[],
    options: {
      weights: ReadonlyMap<string, Float32Array>;
      batchTokens: number;
      signal: AbortSignal;
      onProgress?: (share: number) => void;
    },
  ): Promise<Scores>;
  close(): Promise<void>;
}

const PICKED = 'score/log-probability';

/** The model's output becomes ln p of the input `targets` [n, t]. */
function withTokenScores(model: OnnxModel): OnnxModel {
  const { graph } = model;
  return {
    ...model,
    graph: {
      ...graph,
      node: [
        ...graph.node,
        node('LogSoftmax', [LOGITS_OUTPUT], ['score/all'], { axis: -1 }),
        node('Unsqueeze', [TARGETS, 'score/last'], ['score/index']),
        node('GatherElements', ['score/all', 'score/index'], [PICKED], { axis: -1 }),
      ],
      initializer: [...graph.initializer, int64Tensor('score/last', [1], [-1])],
      input: [...graph.input, valueInfo(TARGETS, DataType.INT64, ['batch', 'tokens'])],
      output: [valueInfo(PICKED, DataType.FLOAT, ['batch', 'tokens', 1])],
    },
  };
}

export const targetFeed = (blocks: readonly Block[]): Feeds[string] => ({
  dims: [blocks.length, blocks[0]!.targets.length],
  data: BigInt64Array.from(
    blocks.flatMap(({ targets }) => Array.from(targets)),
    BigInt,
  ),
});

/** @param forward the tail with its weights as inputs */
export async function openScorer(forward: OnnxModel, trunk: Trunk, workDir: string): Promise<Scorer> {
  const session = await openModel(withTokenScores(forward), { workDir });
  const dims = new Map(
    forward.graph.input.map(({ name, type }) => [
      name,
      (type?.tensorType?.shape?.dim ?? []).map(({ value }) => value ?? 1),
    ]),
  );
  const tokens: Scorer['tokens'] = async (blocks, weights) => {
    const fed = Object.fromEntries(
      [...weights].map(([name, data]) => [name, { dims: dims.get(name) ?? [], data }]),
    );
    const feeds = { ...(await trunk.feeds(blocks)), ...fed, [TARGETS]: targetFeed(blocks) };
    const { [PICKED]: picked } = await session.run(feeds);
    return Float32Array.from(picked!.data, Number);
  };
  return {
    tokens,
    documents: async (blocks, { weights, batchTokens, signal, onProgress }) => {
      const scores: Scores = new Map();
      const batches = equalLengths(blocks, batchTokens);
      for (const [i, batch] of batches.entries()) {
        signal.throwIfAborted();
        addScores(scores, batch, await tokens(batch, weights));
        onProgress?.((i + 1) / batches.length);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return scores;
    },
    close: () => session.close(),
  };
}

function addScores(scores: Scores, batch: readonly Block[], values: Float32Array): void {
  const length = batch[0]!.targets.length;
  batch.forEach(({ document }, row) => {
    const known = scores.get(document) ?? { logProbability: 0, tokens: 0 };
    const sum = values.subarray(row * length, (row + 1) * length).reduce((all, value) => all + value, 0);
    scores.set(document, {
      logProbability: known.logProbability + sum,
      tokens: known.tokens + length,
    });
  });
}

/** Mean ln p of a token. */
export function meanLogProbability(scores: Scores): number {
  let [sum, tokens] = [0, 0];
  for (const score of scores.values()) {
    sum += score.logProbability;
    tokens += score.tokens;
  }
  return sum / Math.max(1, tokens);
}
