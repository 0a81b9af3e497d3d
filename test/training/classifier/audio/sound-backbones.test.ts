import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Backbone } from '../../../../src/backbones/backbone.ts';
import { loadBackbone } from '../../../../src/backbones/load-backbone.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../../../src/engines/onnxruntime.ts';
import { decodeModel, encodeModel } from '../../../../src/onnx/model.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { LOG_MEL } from '../../../../src/training/classifier/audio/log-mel-graph.ts';
import {
  joinBackbones,
  makeSimpleSoundBackbone,
} from '../../../../src/training/classifier/audio/sound-backbones.ts';
import { combine, fromScores } from '../../../../src/training/classifier/evaluate/predictions.ts';
import { buildClassifier } from '../../../../src/training/classifier/export/build-classifier.ts';
import { readAudio } from '../../../../src/training/classifier/features/audio-samples.ts';
import { embedSamples } from '../../../../src/training/classifier/features/embed.ts';
import { scoreFeatures } from '../../../../src/training/classifier/head/fit-heads.ts';
import { makeSound } from './sounds.ts';

const folder = await mkdtemp(join(tmpdir(), 'tunesmith-sounds-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('one file holds both kinds of features, and a mixture of heads on them', async () => {
  const path = join(folder, 'clip.wav');
  await writeFile(path, makeSound({ shape: 'rising', seconds: 0.5, rate: 16_000, seed: 5 }));
  const speech = await loadBackbone('google_speech_embedding', { cacheDir: folder });
  const simple = await makeSimpleSoundBackbone(folder);
  const joined = await joinBackbones(speech, simple, folder);
  const featuresOf = async (backbone: Backbone) =>
    (await embedSamples({ backbone, samples: [{ path, hash: 'clip' }], cacheDir: folder })).values;
  const [a, b, both] = [await featuresOf(speech), await featuresOf(simple), await featuresOf(joined)];
  const expected = [...a, ...b.subarray(0, LOG_MEL.dim)];
  expect(both.length).toBe(expected.length);
  // The runtime may fuse the joined graph otherwise: single precision.
  both.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 3);
  });

  const random = seededRandom(2);
  const headOf = (d: number) => ({
    d,
    classCount: 3,
    weights: Float64Array.from({ length: (d + 1) * 3 }, () => (random.next() - 0.5) / 20),
  });
  const [wide, narrow] = [headOf(both.length), headOf(LOG_MEL.dim)];
  const model = buildClassifier(
    [
      { part: { kind: 'head', backbone: joined.id, columns: [0, wide.d], head: wide }, weight: 0.7 },
      { part: { kind: 'head', backbone: simple.id, columns: [0, narrow.d], head: narrow }, weight: 0.3 },
    ],
    new Map(
      await Promise.all(
        [joined, simple].map(
          async (backbone) =>
            [backbone.id, { backbone, model: decodeModel(await readFile(backbone.onnxPath)) }] as const,
        ),
      ),
    ),
    3,
  );
  const wanted = combine([
    { predictions: fromScores(scoreFeatures(wide, both, [0]), 3), weight: 0.7 },
    { predictions: fromScores(scoreFeatures(narrow, b.slice(0, narrow.d), [0]), 3), weight: 0.3 },
  ]);
  const session = await openSession(encodeModel(model));
  expect(session.inputNames).toEqual(['input_values']);
  const { samples } = await readAudio(path, 16_000);
  const outputs = await runSession(session, { input_values: await floatFeed(samples, [1, samples.length]) });
  floatsOf(outputs.probabilities).forEach((value, c) => {
    expect(value).toBeCloseTo(Math.exp(wanted.logProbabilities[c]!), 4);
  });
});
