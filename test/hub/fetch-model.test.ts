import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchHubModel } from '../../src/hub/fetch-model.ts';
import { snapshotDir } from '../../src/hub/hub-cache.ts';
import { findHubRef } from '../../src/hub/hub-id.ts';
import { COMMIT, FIXTURES, type Mirror, startMirror } from './mirror.ts';

let mirror: Mirror;
let cacheDir: string;
beforeEach(async () => {
  mirror = await startMirror();
  cacheDir = await mkdtemp(join(tmpdir(), 'hub-'));
});
afterEach(async () => {
  await mirror.close();
  await rm(cacheDir, { recursive: true, force: true });
});

const BERT = { name: 'tiny/bert', revision: 'main' };
const MIB = 2 ** 20;
const fetchBert = (
  options: {
    token?: string;
    privateRepos?: string[];
    limitBytes?: number;
    onProgress?: (text: string) => void;
  } = {},
) =>
  fetchHubModel(BERT, {
    cacheDir,
    hub: { endpoint: mirror.endpoint, token: options.token, privateRepos: options.privateRepos },
    kind: 'text',
    limitBytes: options.limitBytes ?? MIB,
    retryMs: 1,
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
const modelPath = () =>
  join(snapshotDir(cacheDir, { name: BERT.name, commit: COMMIT }), 'onnx', 'model.onnx');
const modelRequests = () => mirror.requests.filter(({ line }) => line.endsWith('model.onnx'));

describe('ids of the Hub', () => {
  it('are read with and without a revision, and found for catalogue ids', () => {
    expect(findHubRef('Xenova/bert-base-uncased')).toEqual({
      name: 'Xenova/bert-base-uncased',
      revision: 'main',
    });
    expect(findHubRef('a/b@refs/pr/1')).toEqual({ name: 'a/b', revision: 'refs/pr/1' });
    expect(findHubRef('resnet18')).toEqual({ name: 'Xenova/resnet-18', revision: 'main' });
    for (const id of ['use_lite', '../x', 'a/..', 'a/b/c', 'a/b@../c']) expect(findHubRef(id)).toBeNull();
  });
});

describe('fetching a model', () => {
  it('brings the files that are needed, pinned to a commit, with licence and progress', async () => {
    const said: string[] = [];
    const snapshot = await fetchBert({
      token: 'reader',
      privateRepos: ['tiny/*'],
      onProgress: (text) => said.push(text),
    });
    expect(snapshot).toMatchObject({ commit: COMMIT, licence: 'apache-2.0', model: 'onnx/model.onnx' });
    expect(await readFile(modelPath())).toEqual(await readFile(join(FIXTURES, 'tiny/bert/onnx/model.onnx')));
    expect(said.at(-1)).toMatch(/^Downloading tiny\/bert: 0\.\d of 0\.\d MiB$/);
    expect(mirror.requests.every(({ authorization }) => authorization === 'Bearer reader')).toBe(true);
  });

  it('that has weights but is of no known architecture ends before its weights are fetched', async () => {
    mirror.dataSets.set('ada/unknown', {
      'config.json': Buffer.from(JSON.stringify({ model_type: 'bertt' })),
      'model.safetensors': Buffer.alloc(30_000),
      'vocab.txt': Buffer.from('[PAD]'),
    });
    const hub = { endpoint: mirror.endpoint };
    const fetching = fetchHubModel(
      { name: 'ada/unknown', revision: 'main' },
      { cacheDir, hub, kind: 'text', limitBytes: MIB, retryMs: 1 },
    );
    await expect(fetching).rejects.toMatchObject({
      code: 'architecture-unknown',
      context: { name: 'bertt', nearest: 'bert' },
    });
    expect(mirror.requests.some(({ line }) => line.endsWith('model.safetensors'))).toBe(false);
  });

  it.each(['model-q4.gguf', 'tf_model.h5'])('that has only %s is refused by that name', async (file) => {
    mirror.dataSets.set('ada/other', {
      'config.json': Buffer.from(JSON.stringify({ model_type: 'bert' })),
      'tokenizer.json': Buffer.from('{}'),
      [file]: Buffer.alloc(30_000),
    });
    const fetching = fetchHubModel(
      { name: 'ada/other', revision: 'main' },
      { cacheDir, hub: { endpoint: mirror.endpoint }, kind: 'text', limitBytes: MIB, retryMs: 1 },
    );
    await expect(fetching).rejects.toMatchObject({
      code: 'hub-other-onnx',
      message: expect.stringContaining(file),
    });
    expect(mirror.requests.some(({ line }) => line.endsWith(file))).toBe(false);
  });

  it('downloads nothing twice', async () => {
    await fetchBert();
    await fetchBert();
    expect(modelRequests()).toHaveLength(1);
  });

  it('goes on where a cut connection ended', async () => {
    mirror.bend.cutAfter = 60_000;
    await fetchBert();
    expect(modelRequests().map(({ range }) => range)).toEqual([undefined, 'bytes=60000-']);
    expect(await readFile(modelPath())).toEqual(await readFile(join(FIXTURES, 'tiny/bert/onnx/model.onnx')));
  });

  it('refuses a file whose checksum is wrong, large or small, and leaves none', async () => {
    mirror.bend.damage = 'model.onnx';
    await expect(fetchBert()).rejects.toMatchObject({ code: 'hub-checksum' });
    await expect(readFile(modelPath())).rejects.toThrow();
    mirror.bend.damage = 'tokenizer_config.json';
    const small = fetchHubModel(
      { name: 'tiny/bert-masked', revision: 'main' },
      { cacheDir, hub: { endpoint: mirror.endpoint }, kind: 'text', limitBytes: MIB, retryMs: 1 },
    );
    await expect(small).rejects.toMatchObject({ code: 'hub-checksum' });
  });

  it('says what a gated model needs, without and with a token', async () => {
    mirror.bend.gated = 'tiny/bert';
    await expect(fetchBert()).rejects.toMatchObject({
      code: 'hub-gated-no-token',
      message: expect.stringContaining('HF_TOKEN'),
    });
    await expect(fetchBert({ token: 'other', privateRepos: ['*'] })).rejects.toMatchObject({
      code: 'hub-gated',
    });
    await expect(fetchBert({ token: 'reader', privateRepos: ['Tiny/BERT'] })).resolves.toMatchObject({
      commit: COMMIT,
    });
  });

  it.each([[], ['tiny/bert-masked'], ['tiny'], ['tin/*'], ['tiny/bert@main/*']])(
    'does not use the token of the operator for what is not listed: %j',
    async (...privateRepos) => {
      mirror.bend.token = 'reader';
      await expect(fetchBert({ token: 'reader', privateRepos })).rejects.toMatchObject({
        code: 'hub-not-found',
        message: expect.stringContaining('HUB_PRIVATE_REPOS'),
      });
      expect(mirror.requests.some(({ authorization }) => authorization !== undefined)).toBe(false);
    },
  );

  it('tells an unknown model, an unknown revision and a missing file apart', async () => {
    const options = { cacheDir, hub: { endpoint: mirror.endpoint }, kind: 'text', limitBytes: MIB } as const;
    const unknown = fetchHubModel({ name: 'tiny/none', revision: 'main' }, options);
    await expect(unknown).rejects.toMatchObject({ code: 'hub-not-found' });
    const revision = fetchHubModel({ ...BERT, revision: 'v9' }, options);
    await expect(revision).rejects.toMatchObject({ code: 'hub-revision-not-found' });
    mirror.bend.hidden = ['tokenizer.json'];
    await expect(fetchBert()).rejects.toMatchObject({
      code: 'hub-file-missing',
      message: expect.stringContaining('tokenizer.json'),
    });
    mirror.bend.hidden = ['onnx/model.onnx'];
    await expect(fetchBert()).rejects.toMatchObject({ code: 'hub-no-onnx' });
  });

  it('refuses what is too large before it downloads', async () => {
    await expect(fetchBert({ limitBytes: 1_000 })).rejects.toMatchObject({ code: 'hub-too-large' });
    expect(modelRequests()).toHaveLength(0);
  });

  it('without a network uses what is there, and otherwise says how to get it', async () => {
    const gone = { endpoint: 'http://127.0.0.1:9' };
    const options = { cacheDir, hub: gone, kind: 'text', limitBytes: MIB } as const;
    await expect(fetchHubModel(BERT, options)).rejects.toMatchObject({
      code: 'hub-unreachable',
      message: expect.stringMatching(/HF_ENDPOINT.*model-file/),
    });
    const snapshot = await fetchBert();
    await expect(fetchHubModel(BERT, options)).resolves.toEqual(snapshot);
  });
});
