import { describe, expect, it } from 'vitest';
import { isAsGood, type Judged, type Measure } from '../../../src/training/delivery/as-good.ts';

const accuracy: Measure = { name: 'accuracy', better: 'higher', tolerance: { by: 0.005, relative: false } };
const mase: Measure = { name: 'MASE', better: 'lower', tolerance: { by: 0.005, relative: true } };

/** Right or wrong of n samples: the first `right` are right, but those in `lost` are not. */
function judged(n: number, right: number, { lost = 0, gained = 0 } = {}): Judged {
  const samples = Array.from({ length: n }, (_, i) => Number(i < right ? i >= lost : i < right + gained));
  return { figure: samples.reduce((sum, value) => sum + value, 0) / n, samples };
}

describe('whether a smaller model is as good', () => {
  it('takes what is half a point worse and refuses what is a point worse on many samples', () => {
    const full = judged(10_000, 8_000);
    expect(isAsGood(full, judged(10_000, 8_000, { lost: 50 }), accuracy)).toBe(true);
    expect(isAsGood(full, judged(10_000, 8_000, { lost: 100 }), accuracy)).toBe(false);
  });

  it('takes what is worse by no more than chance explains', () => {
    // 100 samples, one lost: 1 point, standard error 1 point.
    expect(isAsGood(judged(100, 80), judged(100, 80, { lost: 1 }), accuracy)).toBe(true);
    // 400 samples, 6 lost and none gained: 1.5 points, standard error 0.61.
    expect(isAsGood(judged(400, 300), judged(400, 300, { lost: 6 }), accuracy)).toBe(false);
    // 12 lost, 6 gained: the same 1.5 points, standard error 1.06.
    expect(isAsGood(judged(400, 300), judged(400, 300, { lost: 12, gained: 6 }), accuracy)).toBe(true);
  });

  it('refuses more than two points, however few samples there are', () => {
    expect(isAsGood(judged(30, 20), judged(30, 20, { lost: 1 }), accuracy)).toBe(false);
  });

  it('reads errors the other way round, as shares of the error of the whole', () => {
    const of = (figure: number): Judged => ({ figure, samples: [-figure, -figure, -figure] });
    expect(isAsGood(of(1), of(0.9), mase)).toBe(true);
    expect(isAsGood(of(1), of(1.004), mase)).toBe(true);
    expect(isAsGood(of(1), of(1.01), mase)).toBe(false);
  });

  it('refuses what is no number', () => {
    expect(isAsGood(of(1), of(Number.NaN), mase)).toBe(false);
    function of(figure: number): Judged {
      return { figure, samples: [figure] };
    }
  });
});
