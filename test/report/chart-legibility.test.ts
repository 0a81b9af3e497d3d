/** Charts on a phone: what their letters measure, in which language they are, and that none leaves the picture. */
import { describe, expect, it } from 'vitest';
import { confusionMatrixChart } from '../../src/report/charts/confusion-matrix.ts';
import { contendersChart } from '../../src/report/charts/contenders.ts';
import { curvesChart } from '../../src/report/charts/curves.ts';
import { dataCurveChart } from '../../src/report/charts/data-curve.ts';
import { forecastChart } from '../../src/report/charts/forecast.ts';
import { wrap } from '../../src/report/charts/frame.ts';
import { learningCurveChart } from '../../src/report/charts/learning-curve.ts';
import { reliabilityChart } from '../../src/report/charts/reliability.ts';
import { type Chart, drawChart } from '../../src/report/charts/render-chart.ts';
import { mistakesChart, suspectsChart } from '../../src/report/charts/suspects.ts';
import { trialsChart } from '../../src/report/charts/trials.ts';
import { widthOf } from '../../src/text/fixed-width.ts';
import { type ReportWords, reportWords } from '../../src/text/words.ts';
import { sampleReport } from './sample-report.ts';

/** As wide as Discord shows a picture on a phone. */
const SHOWN = 360;
const LEAST_PX = 11;

const manyClasses = Array.from({ length: 30 }, (_, i) => `a class with a long name ${i}`);
const picture = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const item = { id: 'pets/a-long-file-name.jpg', given: 'cat', suggested: 'dog', confidence: 0.9, picture };
const bin = { from: 0.5, to: 0.6, count: 3, confidence: 0.55, accuracy: 0.67 };
const point = (samples: number, score: number) => ({ samples, score, low: score - 0.05, high: score + 0.05 });
const trial = { stage: 'layers', settings: {}, epochs: 2, logLoss: null, seconds: 1 } as const;
const curve = {
  name: 'dog',
  positives: 2,
  rocAuc: 0.75,
  averagePrecision: 0.8,
  roc: [
    [0, 0],
    [1, 1],
  ] as [number, number][],
  precisionRecall: [[1, 0.67]] as [number, number][],
};

const chartsIn = (words: ReportWords): Record<string, Chart> => {
  const report = sampleReport();
  const { classification, history } = report;
  return {
    confusion: confusionMatrixChart(classification!, words),
    'confusion of many': confusionMatrixChart(sampleReport(manyClasses).classification!, words),
    contenders: contendersChart(report, words),
    learning: learningCurveChart(history, 'accuracy', words),
    reliability: reliabilityChart({ calibrated: [bin], uncalibrated: [bin] }, words),
    curves: curvesChart({ curves: [{ ...curve, name: null }, curve] }, words),
    data: dataCurveChart(
      {
        points: [point(20, 0.5), point(80, 0.7)],
        law: { a: 1, b: 0.3, c: 0.1 },
        doubling: { from: 80, gain: 0.03, low: 0.01, high: 0.05 },
        weakest: [],
      },
      'accuracy',
      words,
    ),
    forecast: forecastChart(
      [
        {
          id: 'shop 1',
          history: [1, 2, 3, 4],
          actual: [5, 6],
          point: [5, 5],
          low: [4, 4],
          high: [6, 6],
          times: ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06'],
        },
      ],
      words,
    ),
    trials: trialsChart(
      {
        scoreName: 'accuracy',
        trials: [
          { ...trial, id: 'a', rung: 1, validationScore: 0.5, outcome: 'dropped' },
          { ...trial, id: 'b', rung: 2, validationScore: 0.6, outcome: 'chosen' },
        ],
      },
      words,
    ),
    suspects: suspectsChart([item], words),
    mistakes: mistakesChart([item, item, item, item], words),
  };
};

const fontSizes = (svg: string): number[] =>
  [...svg.matchAll(/font-size:\s*([\d.]+)px/g)].map(([, size]) => Number(size));
const written = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text!);

describe.each(Object.entries(chartsIn(reportWords('en'))))('the chart of %s', (name, chart) => {
  it('has no letter below 11 px where a phone shows it 360 px wide', async () => {
    const svg = await drawChart(chart);
    const sizes = fontSizes(svg);
    expect(sizes.length).toBeGreaterThan(0);
    expect((Math.min(...sizes) * SHOWN) / chart.width).toBeGreaterThanOrEqual(LEAST_PX);
  });

  it('is in the language of its reader', async () => {
    const chinese = written(await drawChart(chartsIn(reportWords('zh-CN'))[name]!)).join(' ');
    expect(chinese).toMatch(/[\u4e00-\u9fff]{2}/);
    expect(chinese).not.toMatch(/\b(the|of|test|samples|validation|accuracy|Orange)\b/);
  });
});

describe('wrap', () => {
  it('breaks at spaces, between ideographs, and within a word that is longer than a line', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('行是真实类别，列是回答', 12)).toEqual(['行是真实类别，', '列是回答']);
    for (const line of wrap(`x ${'y'.repeat(30)} z`, 10)) expect(widthOf(line)).toBeLessThanOrEqual(10);
  });
});
