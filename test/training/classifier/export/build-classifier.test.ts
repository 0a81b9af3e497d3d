import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { floatFeed, floatsOf, openSession, runSession } from '../../../../src/engines/onnxruntime.ts';
import { decodeModel, encodeModel } from '../../../../src/onnx/model.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { combine, fromScores } from '../../../../src/training/classifier/evaluate/predictions.ts';
import { buildClassifier } from '../../../../src/training/classifier/export/build-classifier.ts';
import type { WeightedPart } from '../../../../src/training/classifier/finalist.ts';
import { scoreFeatures } from '../../../../src/training/classifier/head/fit-heads.ts';
import { makeSimpleImageBackbone } from '../../../../src/training/classifier/simple/image-backbone.ts';
import type { Vectoriser } from '../../../../src/training/classifier/text/vectoriser.ts';

it('one file computes the mixture that was evaluated: trunk, columns, heads, weights and TF-IDF rows', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'tunesmith-export-'));
  const backbone = await makeSimpleImageBackbone({ cacheDir, like: null, pixelSide: 6 });
  const bytes = await readFile(backbone.onnxPath);
  const random = seededRandom(4);
  const draw = (n: number) => Float64Array.from({ length: n }, () => random.next() - 0.5);
  const columns: [number, number] = [700, 760];
  const head = { d: 60, classCount: 3, weights: draw(61 * 3) };
  const terms = ['a', 'b', 'c', 'd'];
  const vectoriser: Vectoriser = {
    version: 1,
    normalisation: 'nfkc-lower-single-space',
    maxCharacters: 10,
    blocks: [{ kind: 'word', shortest: 1, longest: 1, terms, idf: [1, 1, 1, 1] }],
  };
  const classifier = { classCount: 3, weights: draw(5 * 3) };
  const parts: WeightedPart[] = [
    { part: { kind: 'head', backbone: backbone.id, columns, head }, weight: 0.8 },
    { part: { kind: 'tfidf', vectoriser: vectoriser, classifier }, weight: 1.7 },
  ];
  const model = buildClassifier(parts, new Map([[backbone.id, { backbone, model: decodeModel(bytes) }]]), 3);
  const pixels = Float32Array.from({ length: 2 * 3 * 144 * 144 }, () => random.next());
  const rows = Float32Array.of(0.1, 0, 0.5, 0, 0, 0.9, 0, 0.2);
  const feed = { pixel_values: await floatFeed(pixels, [2, 3, 144, 144]) };

  const trunk = await openSession(bytes);
  const outputs = await runSession(trunk, feed);
  const widths = backbone.taps.map(({ dim }) => dim);
  const features = new Float32Array(2 * 60);
  for (const row of [0, 1]) {
    const joined = backbone.taps.flatMap(({ output }, t) => [
      ...floatsOf(outputs[output]).subarray(row * widths[t]!, (row + 1) * widths[t]!),
    ]);
    features.set(joined.slice(...columns), row * 60);
  }
  const expected = combine([
    { predictions: fromScores(scoreFeatures(head, features, [0, 1]), 3), weight: 0.8 },
    { predictions: fromScores(scoreFeatures({ d: 4, ...classifier }, rows, [0, 1]), 3), weight: 1.7 },
  ]);

  const session = await openSession(encodeModel(model));
  const { probabilities } = await runSession(session, { ...feed, tfidf: await floatFeed(rows, [2, 4]) });
  floatsOf(probabilities).forEach((value, i) => {
    // Single precision.
    expect(value).toBeCloseTo(Math.exp(expected.logProbabilities[i]!), 4);
  });
});
