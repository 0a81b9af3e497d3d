/** Tiny random networks of a Hub; the medians of Chronos-Bolt's published pipeline are in its fixture's forecasts.json. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGraph } from '../../../src/engines/graph-session.ts';
import { fetchHubModel } from '../../../src/hub/fetch-model.ts';
import { hubForecasters } from '../../../src/training/series/from-hub/hub-forecasters.ts';
import { networkMethod } from '../../../src/training/series/from-hub/network-forecast.ts';
import { fixturePath, relativeError } from '../../architectures/fixtures.ts';
import { type Mirror, startMirror } from '../../hub/mirror.ts';

const FOLDER = fixturePath('chronos-bolt');
const CONTEXT = { period: 1, horizon: 5, seed: 1 };
let mirror: Mirror;
let cacheDir: string;
let expected: { histories: number[][]; medians: number[][] };
let histories: Float64Array[];
beforeAll(async () => {
  mirror = await startMirror();
  cacheDir = await mkdtemp(join(tmpdir(), 'chronos-'));
  expected = JSON.parse(await readFile(join(FOLDER, 'forecasts.json'), 'utf8'));
  histories = expected.histories.map((history) => Float64Array.from(history));
  await fetch('tiny/chronos', FOLDER);
  await fetch('tiny/ttm', fixturePath('ttm'));
});
afterAll(async () => {
  await mirror.close();
  await rm(cacheDir, { recursive: true, force: true });
});

async function fetch(name: string, folder: string) {
  const file = (path: string) => readFile(join(folder, path));
  mirror.dataSets.set(name, {
    'config.json': await file('config.json'),
    'model.safetensors': await file('model.safetensors'),
  });
  const hub = { endpoint: mirror.endpoint };
  const ref = { name, revision: 'main' };
  await fetchHubModel(ref, { cacheDir, hub, kind: 'series', limitBytes: 2 ** 20 });
}

const forecasters = (model: string) => hubForecasters(model, { cacheDir, workDir: cacheDir });
const prepare = async () => (await forecasters('tiny/chronos'))[0]!.prepare([], CONTEXT);

it('forecasts what the published pipeline does, whatever the lengths of the histories', async () => {
  const { forecast } = await prepare();
  const found = (await forecast(histories)).flatMap((row) => [...row]);
  expect(relativeError(found, expected.medians.flat())).toBeLessThan(1e-6);
});

it('forecasts the same once it is delivered', async () => {
  const { forecast, state, onnx } = await prepare();
  const stored = JSON.parse(JSON.stringify(state));
  const restored = await networkMethod('hub-network').restore(stored, CONTEXT, await openGraph(onnx!));
  expect(await restored(histories)).toEqual(await forecast(histories));
});

it('rolls on with its own medians beyond the steps that it was made for', async () => {
  const long = (await forecasters('tiny/chronos'))[0]!;
  const { forecast } = await long.prepare([], { ...CONTEXT, horizon: 9 });
  const [first] = await forecast(histories.slice(1, 2));
  expect(first).toHaveLength(9);
  const six = await long.prepare([], { ...CONTEXT, horizon: 6 });
  const [begun] = await six.forecast(histories.slice(1, 2));
  const [rest] = await six.forecast([Float64Array.of(...histories[1]!, ...begun!)]);
  expect([...first!]).toEqual([...begun!, ...rest!.slice(0, 3)]);
});

it.each(['chronos', 'ttm'])(
  '%s, fine-tuned on the series, forecasts them better, the same every time, and is delivered',
  async (name) => {
    const series = [1, 2].map((k) =>
      Float64Array.from({ length: 120 }, (_, t) => 10 * k + Math.sin((2 * Math.PI * t) / 6) + 0.02 * t),
    );
    const training = series.map((values) => values.subarray(0, 110));
    const [plain, tuned] = await forecasters(`tiny/${name}`);
    const error = (forecasts: Float64Array[]) =>
      forecasts.reduce(
        (sum, row, i) => sum + row.reduce((all, value, t) => all + Math.abs(value - series[i]![110 + t]!), 0),
        0,
      );
    const before = await (await plain!.prepare(training, CONTEXT)).forecast(training);
    const prepared = await tuned!.prepare(training, CONTEXT);
    const after = await prepared.forecast(training);
    expect(error(after)).toBeLessThan(0.7 * error(before));
    const again = await tuned!.prepare(training, CONTEXT);
    expect(await again.forecast(training)).toEqual(after);
    const network = await openGraph(prepared.onnx!);
    const restored = await networkMethod('hub-network-tuned').restore(prepared.state, CONTEXT, network);
    expect(await restored(training)).toEqual(after);
  },
);

it('stays as it was where the series are too short to learn from', async () => {
  const [plain, tuned] = await forecasters('tiny/chronos');
  const short = [Float64Array.from({ length: 16 }, (_, t) => t % 4)];
  const untouched = await (await plain!.prepare(short, CONTEXT)).forecast(short);
  expect(await (await tuned!.prepare(short, CONTEXT)).forecast(short)).toEqual(untouched);
});

it('is absent where no model of the Hub is named, and refused where it was not fetched', async () => {
  expect(await forecasters('auto')).toEqual([]);
  await expect(forecasters('tiny/other')).rejects.toMatchObject({ code: 'hub-not-cached' });
});
