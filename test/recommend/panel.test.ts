import { describe, expect, it } from 'vitest';
import { judgeRequest, rates, readPanel } from '../../bench/panel.ts';

describe('the panel of requests', () => {
  it('has at least 40, in both languages, in two halves', () => {
    const panel = readPanel();
    expect(panel.length).toBeGreaterThanOrEqual(40);
    const chinese = panel.filter(({ request }) => /\p{Script=Han}/u.test(request)).length;
    expect(chinese).toBeGreaterThan(panel.length / 4);
    expect(panel.filter(({ half }) => half === 'held').length).toBeGreaterThanOrEqual(20);
  });

  it('finds an accepted model in the top 3 at least nine times in ten, on each half', async () => {
    const verdicts = await Promise.all(readPanel().map(judgeRequest));
    for (const half of ['tuning', 'held']) {
      const { hit, first } = rates(verdicts.filter(({ request }) => request.half === half));
      expect(hit, half).toBeGreaterThanOrEqual(0.9);
      expect(first, half).toBeGreaterThanOrEqual(0.9);
    }
  });
});
