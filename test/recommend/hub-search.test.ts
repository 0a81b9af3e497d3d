import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { explain } from '../../src/recommend/explain/explain.ts';
import { createHubFinder, searchHub } from '../../src/recommend/hub-search.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';
import { type Listing, startListing } from './hub-listing.ts';

let listing: Listing;
beforeAll(async () => {
  listing = await startListing();
});
afterAll(() => listing.close());

describe('live search of the Hub', () => {
  it('adds ONNX models that are not curated yet, with their licence and popularity', async () => {
    const needs = understand({ description: 'classify photos' });
    const { models, facts, failure } = await searchHub(needs, { endpoint: listing.endpoint });
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
    const { models, facts } = await searchHub(needs, { endpoint: listing.endpoint });
    const ranking = await recommend(needs, { extra: models, hubFacts: facts });
    expect(ranking.eligible.some(({ id }) => id === 'someone/leafnet')).toBe(true);
    expect(ranking.rejected.find(({ id }) => id === 'someone/artnet')?.constraints).toEqual(['licence']);
  });

  it('asks for the language of the request', async () => {
    const { models } = await searchHub(understand({ description: '给中文新闻分类' }), {
      endpoint: listing.endpoint,
    });
    expect(models.map(({ id, access, languages }) => [id, access, languages])).toEqual([
      ['someone/chinese-topics', 'gated', ['zh']],
    ]);
  });

  it('gives no candidates and no error when the Hub is silent, away, or has no such task', async () => {
    const needs = understand({ description: 'classify photos' });
    listing.silent = true;
    const late = await searchHub(needs, { endpoint: listing.endpoint, timeoutMs: 200 });
    listing.silent = false;
    expect(late.models).toEqual([]);
    expect(late.failure).not.toBeNull();
    expect((await searchHub(needs, { endpoint: 'http://127.0.0.1:9' })).models).toEqual([]);
    expect(
      await searchHub(understand({ description: 'offline RL from logs' }), { endpoint: listing.endpoint }),
    ).toMatchObject({
      models: [],
      failure: null,
    });
  });

  it('is answered from memory for ten minutes, and leaves a Hub alone that did not answer', async () => {
    let clock = 0;
    const finder = createHubFinder({ endpoint: listing.endpoint, timeoutMs: 200 }, () => clock);
    const photos = understand({ description: 'classify photos' });
    const news = understand({ description: '给中文新闻分类' });
    const before = listing.asked;
    expect((await finder.find(photos)).models).toHaveLength(2);
    expect((await finder.find(photos)).models).toHaveLength(2);
    expect(listing.asked).toBe(before + 1);

    listing.silent = true;
    expect((await finder.find(news)).failure).not.toBeNull();
    listing.silent = false;
    const started = performance.now();
    expect((await finder.find(news)).models).toEqual([]);
    expect(performance.now() - started).toBeLessThan(50);
    expect(listing.asked).toBe(before + 2);
    clock += 6 * 60_000;
    expect((await finder.find(news)).models).toHaveLength(1);
    clock += 6 * 60_000;
    await finder.find(photos);
    expect(listing.asked).toBe(before + 4);
  });

  it.each([
    ['en', 'found on the Hub', /licence mit as tagged there, 800 downloads, 8 likes/],
    ['zh-CN', 'Hub 搜索所得', /许可证 mit，下载 800 次，8 个赞/],
  ])('marks them in the answer (%s)', async (locale, mark, line) => {
    const needs = understand({ description: 'classify photos', options: { top: 10 } });
    const { models, facts } = await searchHub(needs, { endpoint: listing.endpoint });
    const only = models.filter(({ id }) => id === 'someone/leafnet');
    const knowledge = { ...loadKnowledge(), models: loadKnowledge().models.slice(0, 2) };
    const ranking = await recommend(needs, { knowledge, extra: only, hubFacts: facts });
    const { candidates } = explain(ranking, locale);
    const found = candidates.find(({ id }) => id === 'someone/leafnet')!;
    expect(found.title).toContain(mark);
    expect(found.lines[0]).toMatch(line);
    expect(candidates.filter(({ title }) => title.includes(mark))).toHaveLength(1);
  });
});
