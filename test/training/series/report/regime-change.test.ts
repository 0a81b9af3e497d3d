import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { findRegimeChanges } from '../../../../src/training/series/report/regime-change.ts';

const context = { period: 12, horizon: 12 };

/** A season of 12 with a trend and noise. */
function draw(seed: number, change: (value: number, step: number, noise: number) => number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: 144 }, (_, t) => {
    const noise = 2 * random.next() - 1;
    return change(100 + 0.3 * t + 10 * Math.sin((2 * Math.PI * t) / 12) + 2 * noise, t, noise);
  });
}

describe('findRegimeChanges', () => {
  it('notices a jump of the level in the last year', () => {
    const jumped = draw(1, (value, t) => (t >= 132 ? value + 25 : value));
    expect(findRegimeChanges([jumped], context)).toEqual([{ series: 0, kind: 'level', steps: 12 }]);
  });

  it('notices that the last year swings far more', () => {
    const wild = draw(1, (value, t, noise) => (t >= 132 ? value + 40 * noise : value));
    expect(findRegimeChanges([wild], context)).toMatchObject([{ series: 0, kind: 'spread' }]);
  });

  it('keeps quiet about trend, season, noise and nearly every random walk', () => {
    const steady = Array.from({ length: 100 }, (_, seed) => draw(seed, (value) => value));
    expect(findRegimeChanges(steady, context)).toEqual([]);
    const walks = Array.from({ length: 100 }, (_, seed) => {
      let place = 0;
      return draw(seed, (_value, _step, noise) => {
        place += noise;
        return place;
      });
    });
    expect(findRegimeChanges(walks, context).length).toBeLessThanOrEqual(3);
  });

  it('passes over series that are too short or constant', () => {
    expect(findRegimeChanges([new Float64Array(30), new Float64Array(144).fill(5)], context)).toEqual([]);
  });
});
