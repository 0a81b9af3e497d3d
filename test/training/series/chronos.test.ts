/** A tiny random Chronos-Bolt of a Hub; its published pipeline's medians are in the fixture's forecasts.json. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGraph } from '../../../src/engines/graph-session.ts';
import { fetchHubModel } from '../../../src/hub/fetch-model.ts';
import { chronosMethod } from '../../../src/training/series/chronos/chronos-forecast.ts';
import { hubForecasters } from '../../../src/training/series/chronos/chronos-forecaster.ts';
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
  const file = (name: string) => readFile(join(FOLDER, name));
  mirror.dataSets.set('tiny/chronos', {
    'config.json': await file('config.json'),
    'model.safetensors': await file('model.safetensors'),
  });
  const hub = { endpoint: mirror.endpoint };
  const ref = { name: 'tiny/chronos', revision: 'main' };
  await fetchHubModel(ref, { cacheDir, hub, kind: 'series', limitBytes: 2 ** 20 });
});
afterAll(async () => {
  await mirror.close();
  await rm(cacheDir, { recursive: true, force: true });
});

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
  const restored = await chronosMethod.restore(stored, CONTEXT, await openGraph(onnx!));
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

it('is absent where no model of the Hub is named, and refused where it was not fetched', async () => {
  expect(await forecasters('auto')).toEqual([]);
  await expect(forecasters('tiny/other')).rejects.toMatchObject({ code: 'hub-not-cached' });
});
