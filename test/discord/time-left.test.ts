import { expect, it } from 'vitest';
import { followEstimate, sayTimeLeft, type TimeLeft } from '../../src/discord/announce/time-left.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { translator } from '../../src/text/localise.ts';

const t = translator('en');

it('never shows a longer time left than before without saying so, whatever the estimates do', () => {
  const random = seededRandom(1);
  let longer = 0;
  for (let run = 0; run < 200; run++) {
    let shown: TimeLeft | null = null;
    for (let event = 0; event < 50; event++) {
      const next: TimeLeft | null = followEstimate(
        shown,
        random.next() < 0.1 ? null : random.next() ** 3 * 4_000,
      );
      if (shown && next && next.seconds > shown.seconds) {
        longer++;
        expect(sayTimeLeft(next, t)).toMatch(/longer than it first seemed|Nearly done/);
      }
      shown = next;
    }
  }
  expect(longer).toBeGreaterThan(100);
});

it('holds what is shown while an estimate only wavers, and follows it down', () => {
  const first = followEstimate(null, 100);
  expect(followEstimate(first, 120)).toEqual({ seconds: 100, isLonger: false });
  expect(followEstimate(first, 80)).toEqual({ seconds: 80, isLonger: false });
  expect(followEstimate(first, 200)).toEqual({ seconds: 200, isLonger: true });
});

it('never says that no time is left', () => {
  for (const seconds of [0, 0.4, 0.6, 1, 2.9, 3, 59.6, 60, 3_599.9])
    for (const locale of ['en', 'zh-CN'] as const)
      expect(sayTimeLeft({ seconds, isLonger: false }, translator(locale))).not.toMatch(/\b0 ?s/);
  expect(sayTimeLeft({ seconds: 0, isLonger: true }, t)).toBe('Nearly done');
});
