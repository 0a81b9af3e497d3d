import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchHub } from '../../src/recommend/hub-search.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';

/** What a mirror of the Hub's listing knows; served with the filters that the real one applies. */
const LISTING = [
  {
    id: 'Xenova/resnet-50',
    pipeline_tag: 'image-classification',
    tags: ['onnx', 'license:apache-2.0'],
    downloads: 900,
    likes: 9,
    gated: false,
  },
  {
    id: 'someone/leafnet',
    pipeline_tag: 'image-classification',
    tags: ['onnx', 'license:mit'],
    downloads: 800,
    likes: 8,
    gated: false,
    safetensors: { total: 5_000_000, parameters: {} },
  },
  {
    id: 'someone/artnet',
    pipeline_tag: 'image-classification',
    tags: ['onnx', 'license:cc-by-nc-4.0'],
    downloads: 700,
    likes: 7,
    gated: false,
  },
  {
    id: 'someone/no-onnx',
    pipeline_tag: 'image-classification',
    tags: ['license:mit'],
    downloads: 600,
    likes: 6,
    gated: false,
  },
  {
    id: 'someone/chinese-topics',
    pipeline_tag: 'text-classification',
    tags: ['onnx', 'zh', 'license:mit'],
    downloads: 500,
    likes: 5,
    gated: 'manual',
  },
];

let server: Server;
let endpoint = '';
let silent = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (silent) return;
    const url = new URL(request.url!, 'http://x');
    const filters = url.searchParams.getAll('filter');
    const found = LISTING.filter(
      ({ pipeline_tag, tags }) =>
        pipeline_tag === url.searchParams.get('pipeline_tag') &&
        filters.every((filter) => tags.includes(filter)),
    );
    response.writeHead(url.pathname === '/api/models' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        found.map((model) => ({
          ...model,
          _id: model.id,
          private: false,
          lastModified: '2026-11-01T00:00:00.000Z',
        })),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('live search of the Hub', () => {
  it('adds ONNX models that are not curated yet, with their licence and popularity', async () => {
    const needs = understand({ description: 'classify photos' });
    const { models, facts, failure } = await searchHub(needs, { endpoint });
    expect(failure).toBeNull();
    expect(models.map(({ id }) => id)).toEqual(['someone/leafnet', 'someone/artnet']);
    const plain = await recommend(needs);
    const ranking = await recommend(needs, { extra: models, hubFacts: facts });
    const found = ranking.eligible.find(({ id }) => id === 'someone/leafnet')!;
    expect(found).toMatchObject({ licence: 'mit', hub: { downloads: 800, likes: 8 }, params: 5_000_000 });
    expect(ranking.eligible.filter(({ hub }) => hub === null).map(({ id }) => id)).toEqual(
      plain.eligible.map(({ id }) => id),
    );
  });

  it('puts them through the same filters', async () => {
    const needs = understand({ description: 'classify photos, commercial use' });
    const { models, facts } = await searchHub(needs, { endpoint });
    const ranking = await recommend(needs, { extra: models, hubFacts: facts });
    expect(ranking.eligible.some(({ id }) => id === 'someone/leafnet')).toBe(true);
    expect(ranking.rejected.find(({ id }) => id === 'someone/artnet')?.constraints).toEqual(['licence']);
  });

  it('asks for the language of the request', async () => {
    const { models } = await searchHub(understand({ description: '给中文新闻分类' }), { endpoint });
    expect(models.map(({ id, access, languages }) => [id, access, languages])).toEqual([
      ['someone/chinese-topics', 'gated', ['zh']],
    ]);
  });

  it('gives no candidates and no error when the Hub is silent, away, or has no such task', async () => {
    const needs = understand({ description: 'classify photos' });
    silent = true;
    const late = await searchHub(needs, { endpoint, timeoutMs: 200 });
    silent = false;
    expect(late.models).toEqual([]);
    expect(late.failure).not.toBeNull();
    expect((await searchHub(needs, { endpoint: 'http://127.0.0.1:9' })).models).toEqual([]);
    expect(await searchHub(understand({ description: 'offline RL from logs' }), { endpoint })).toMatchObject({
      models: [],
      failure: null,
    });
  });
});
