import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seededRandom } from '../../../src/statistics/random.ts';
import { backtest } from '../../../src/training/series/backtest/backtest.ts';
import { deliverSeries } from '../../../src/training/series/deliver-series.ts';
import type { Forecaster } from '../../../src/training/series/forecaster.ts';
import { seasonalNaive } from '../../../src/training/series/methods/naive.ts';
import { mixer, tunedMixer } from '../../../src/training/series/mixer/mixer-forecasters.ts';
import { openSeriesPipeline } from '../../../src/training/series/predict-series.ts';
import { prepareEntry } from '../../../src/training/series/race.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deliver-series-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const random = seededRandom(7);
const filled = [1, 2, 3].map((level) =>
  Float64Array.from(
    { length: 120 },
    (_, t) => 50 * level + 0.2 * t + 10 * Math.sin((2 * Math.PI * t) / 12) + 3 * random.next(),
  ),
);
const data = { actual: filled, filled, period: 12, horizon: 12 };
const windows = filled.flatMap((_, series) => [84, 96, 108].map((origin) => ({ series, origin })));

async function deliver(members: Forecaster[], sendableBytes?: number) {
  const context = { period: 12, horizon: 12, seed: 1 };
  const share = members.map(() => 1 / members.length);
  const weights = { overall: share, series: filled.map(() => share) };
  const training = filled.map((values) => values.subarray(0, 84));
  const tested = await prepareEntry({ members, weights }, training, context);
  return deliverSeries({
    artifactDir: join(folder, 'artifact'),
    workDir: folder,
    data,
    ids: ['a', 'b', 'c'],
    settings: {
      version: 1,
      kind: 'series',
      ...context,
      nonNegative: true,
      weights: { overall: share, series: {} },
      spread: Array.from({ length: 9 }, () => new Array<number>(12).fill(0)),
    },
    final: (await prepareEntry({ members, weights }, filled, context)).members,
    tested: { members: tested.members, result: await backtest(data, windows, tested.forecast) },
    secondsLeft: () => 60,
    signal: new AbortController().signal,
    sendableBytes,
  });
}
const files = () => readdir(join(folder, 'artifact', 'model', 'onnx'));

it('judges both networks of a mean on the test windows, and sends them in full where they are small', async () => {
  const { delivery, pipeline } = await deliver([mixer, seasonalNaive, tunedMixer]);
  expect(delivery).toMatchObject({ figureName: 'MASE', samples: 9, delivered: 'full', compact: 'fp16' });
  const [full, eight, half] = delivery!.variants;
  // In 8 bits it is worse by more than half a hundredth on these windows.
  expect(eight).toMatchObject({ id: 'int8', path: null });
  expect(eight!.figure! / full!.figure!).toBeGreaterThan(1.005);
  expect(half!.figure! / full!.figure!).toBeCloseTo(1, 2);
  expect(half!.bytes / full!.bytes).toBeLessThan(0.52);
  expect(full!.cost!.msOneThread).toBeGreaterThan(0);
  expect(await files()).toEqual([
    'mixer-tuned.onnx',
    'mixer-tuned_fp16.onnx',
    'mixer.onnx',
    'mixer_fp16.onnx',
  ]);
  expect([half!.path, ...half!.others]).toEqual([
    'model/onnx/mixer_fp16.onnx',
    'model/onnx/mixer-tuned_fp16.onnx',
  ]);
  expect(pipeline.members.map(({ onnx }) => onnx)).toEqual([
    'model/onnx/mixer.onnx',
    null,
    'model/onnx/mixer-tuned.onnx',
  ]);
});

it('forecasts by the smaller networks where the full ones are too large to be sent', async () => {
  const { delivery } = await deliver([mixer], 1_000_000);
  expect(delivery).toMatchObject({ delivered: 'int8' });
  const opened = await openSeriesPipeline(join(folder, 'artifact'));
  expect(opened.pipeline.members[0]!.onnx).toBe('model/onnx/mixer_quantized.onnx');
  const [forecast] = await opened.forecast([filled[0]!]);
  expect(forecast!.point).toHaveLength(12);
  expect(Math.min(...forecast!.point)).toBeGreaterThan(40);
});

it('has nothing to make smaller where no method is a network', async () => {
  expect((await deliver([seasonalNaive])).delivery).toBeNull();
});
