import { describe, expect, it } from 'vitest';
import { type Fetching, shortlist } from '../../src/recommend/rank/shortlist.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { understand } from '../../src/recommend/understand/understand.ts';

const open: Fetching = { fromHub: true, maxMiB: 512, mayOpen: () => false };
const rank = (description: string) => recommend(understand({ description }));

describe('what is measured', () => {
  it('is about six that train here, those without a download first', async () => {
    const ranking = await rank('classify photos of leaves');
    const { ids, fetchMiB } = shortlist(ranking, open);
    const placeOf = (id: string) => ranking.eligible.find((one) => one.id === id)!;
    expect(ids).toHaveLength(6);
    expect(ids.map((id) => placeOf(id).runsHere)).toEqual([
      ...Array(3).fill('embedded'),
      ...Array(3).fill('hub'),
    ]);
    const hub = ids.slice(3).map(placeOf);
    expect(hub.map(({ rank }) => rank)).toEqual(hub.map(({ rank }) => rank).toSorted((a, b) => a - b));
    expect(fetchMiB).toBe(Math.round(hub.reduce((sum, { sizeMiB }) => sum + sizeMiB!, 0)));
  });

  it('stays below what may be fetched, and passes over what is too large', async () => {
    const ranking = await rank('classify support tickets');
    const small = shortlist(ranking, { ...open, maxMiB: 200 });
    expect(small.fetchMiB).toBeLessThanOrEqual(200);
    expect(small.ids).not.toContain('roberta_base');
    expect(shortlist(ranking, { ...open, maxMiB: 0 }).ids).toEqual(['use_lite']);
  });

  it('asks for nothing of the Hub where the operator wants none, and names what is left out', async () => {
    const { ids, fetchMiB, leftOut } = shortlist(await rank('classify photos of leaves'), {
      ...open,
      fromHub: false,
    });
    expect(ids).toHaveLength(3);
    expect(fetchMiB).toBe(0);
    expect(leftOut).toHaveLength(3);
  });

  it('takes what is behind terms only with a token that opens it', async () => {
    const ranking = await rank('find similar pictures');
    const wide = { ...open, maxMiB: 100_000 };
    const eligible = ranking.eligible.filter(
      ({ id, runsHere }) => runsHere !== 'hub' || id === 'dinov3_vits16',
    );
    expect(shortlist({ eligible }, wide).ids).not.toContain('dinov3_vits16');
    const token = { ...wide, mayOpen: (id: string) => id === 'facebook/dinov3-vits16-pretrain-lvd1689m' };
    expect(shortlist({ eligible }, token).ids).toContain('dinov3_vits16');
  });
});
