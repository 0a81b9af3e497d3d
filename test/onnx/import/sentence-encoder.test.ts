import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { convertSentenceEncoder, readSentenceEncoder } from '../../../src/backbones/sentence-encoder.ts';
import { floatsOf, int64Feed, openSession, runSession } from '../../../src/engines/onnxruntime.ts';
import { encodeModel } from '../../../src/onnx/model.ts';
import { difference, loadReference, noise } from './reference.ts';

const WIDTH = 512;
const LENGTHS = [3, 17, 1, 40, 128];
/** Token ids of the vocabulary's text pieces, repeatable. */
const sentences = LENGTHS.map((length, i) =>
  Array.from(noise(length, i + 1), (value) => 6 + Math.floor(((value + 1) / 2) * 7_900)),
);

/** Rows padded on the right to the longest, with junk where the mask is 0. */
async function feedsOf(rows: number[][], junk: number) {
  const t = Math.max(...rows.map((row) => row.length));
  const place = (value: (row: number[], i: number) => number) =>
    rows.flatMap((row) => Array.from({ length: t }, (_, i) => value(row, i)));
  return {
    input_ids: await int64Feed(
      place((row, i) => row[i] ?? junk),
      [rows.length, t],
    ),
    attention_mask: await int64Feed(
      place((row, i) => Number(i < row.length)),
      [rows.length, t],
    ),
  };
}

describe('Universal Sentence Encoder lite as ONNX', async () => {
  const model = await convertSentenceEncoder();
  const session = await openSession(encodeModel(model));
  const embed = async (rows: number[][], junk = 0) =>
    floatsOf((await runSession(session, await feedsOf(rows, junk))).sentence_embedding);

  it('gives the embeddings TensorFlow.js gives for a batch of mixed lengths, to 1e-5', async () => {
    const { json, weights } = await readSentenceEncoder();
    const graph = await loadReference(json, weights);
    const places = sentences.flatMap((row, i) => row.map((_, j) => [i, j] as [number, number]));
    const output = (await graph.executeAsync({
      indices: tf.tensor2d(places, [places.length, 2], 'int32'),
      values: tf.tensor1d(sentences.flat(), 'int32'),
    })) as tf.Tensor;
    const { absolute, scale } = difference(await embed(sentences), output.dataSync());
    expect(absolute).toBeLessThan(1e-5);
    expect(scale).toBeGreaterThan(0.05);
  });

  it('does not depend on the batch a sentence is in, nor on what stands in the padding', async () => {
    const together = await embed(sentences, 77);
    for (const [i, row] of sentences.entries()) {
      const alone = await embed([row]);
      expect(difference(together.subarray(i * WIDTH, (i + 1) * WIDTH), alone).absolute).toBeLessThan(1e-5);
    }
  });

  it('gives a finite vector for a text without tokens', async () => {
    const values = await embed([[], [100, 200]]);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('leaves no trace of the sparse batch or of shape arithmetic', () => {
    const ops = new Set(model.graph.node.map((node) => node.opType));
    for (const op of ['GatherND', 'ScatterND', 'NonZero', 'ReduceProd', 'Slice'])
      expect(ops).not.toContain(op);
    expect(model.graph.node.filter((node) => node.opType === 'MatMul')).toHaveLength(14);
  });
});
