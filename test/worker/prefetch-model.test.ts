import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadBackbone } from '../../src/backbones/load-backbone.ts';
import type { ChildEvent } from '../../src/child/events.ts';
import { prefetchModel } from '../../src/worker/prefetch-model.ts';
import { type Mirror, startMirror } from '../hub/mirror.ts';

let mirror: Mirror;
let cacheDir: string;
const events: ChildEvent[] = [];
beforeAll(async () => {
  mirror = await startMirror();
  cacheDir = await mkdtemp(join(tmpdir(), 'prefetch-'));
});
afterAll(async () => {
  await mirror.close();
  await rm(cacheDir, { recursive: true, force: true });
});

const prefetch = (model: string, kind: 'text' | 'series' | 'policy', signal = new AbortController().signal) =>
  prefetchModel(
    { model, kind, modelFile: null },
    {
      config: {
        hub: { endpoint: mirror.endpoint, token: undefined, privateRepos: [] },
        maxModelBytes: 2 ** 20,
      },
      cacheDir,
      signal,
      onEvent: (event) => events.push(event),
    },
  );

it('asks nobody for a model that comes with the bot', async () => {
  await prefetch('auto', 'text');
  await prefetch('use_lite', 'text');
  expect(mirror.requests).toEqual([]);
});

it('leaves a model of the Hub where the trainer finds it, telling how far it is', async () => {
  await prefetch('tiny/bert', 'text');
  await expect(loadBackbone('tiny/bert', { cacheDir, kind: 'text' })).resolves.toMatchObject({
    licence: 'apache-2.0',
  });
  expect(events.at(-1)).toMatchObject({
    type: 'progress',
    step: expect.stringMatching(/^Downloading tiny\/bert/),
  });
});

it('refuses a model for time series that reads something else, before its weights are fetched', async () => {
  await expect(prefetch('tiny/bert-weights', 'series')).rejects.toMatchObject({
    code: 'architecture-unknown',
  });
  expect(mirror.requests.some(({ line }) => line.endsWith('bert-weights/model.safetensors'))).toBe(false);
});

it('refuses a Hub id for policies, and ends as cancelled when the Run is', async () => {
  await expect(prefetch('tiny/bert', 'policy')).rejects.toMatchObject({ code: 'hub-model-other-kind' });
  const stopped = AbortSignal.abort();
  await expect(prefetch('tiny/gpt2', 'text', stopped)).rejects.toMatchObject({ code: 'cancelled' });
});
