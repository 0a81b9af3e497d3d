/** A figure that came out as NaN or infinite is absent from the Report, or the Run is refused; the Report is readable. */
import { describe, expect, it } from 'vitest';
import { isUserError } from '../../src/errors.ts';
import { finiteReport } from '../../src/report/finite.ts';
import { type Report, reportSchema } from '../../src/report/report.ts';
import { sampleReport } from './sample-report.ts';

const cost = { msOneThread: 9, msAllThreads: 5, threads: 2, loadMs: 40, peakMiB: 30 };
const variant = { path: 'model/onnx/model.onnx', others: [], bytes: 900, cost };
const whole = (): Report => ({
  ...sampleReport(),
  measures: [{ name: 'MASE', value: 0.8, interval: [0.7, 0.9], baseline: 1, note: null }],
  forecasts: [
    { id: 'a', history: [1, 2], actual: [3], point: [3.1], low: [2], high: [4], times: ['1', '2', '3'] },
  ],
  trials: [
    {
      ...{ id: 't', stage: 'head', settings: { l2: 0.01 }, rung: 1, epochs: null },
      ...{ validationScore: 0.8, logLoss: 0.4, seconds: 1, outcome: 'chosen' },
    },
  ],
  delivery: {
    ...{ figureName: 'accuracy', better: 'higher', samples: 8, delivered: 'full', compact: 'int8' },
    variants: [
      { ...variant, id: 'full', figure: 0.75 },
      { ...variant, id: 'int8', figure: 0.75 },
    ],
  },
  insight: {
    suspects: null,
    dataCurve: {
      points: [],
      law: { a: 1, b: 0.5, c: 0.1 },
      doubling: { from: 24, gain: 0.02, low: 0.01, high: 0.03 },
      weakest: [],
    },
  },
});

/** Figures that training computes; counts, shares of counts and identities cannot come out as NaN. */
const COMPUTED = [
  ...['contenders.*.validationScore', 'contenders.*.testScore', 'contenders.*.hyperparameters.*'],
  ...['transfer.*.mean', 'transfer.*.interval.*', 'guessing.*', 'classification.logLoss'],
  ...['measures.*.value', 'measures.*.interval.*', 'measures.*.baseline'],
  ...['history.*.trainLoss', 'history.*.validationLoss', 'history.*.trainScore', 'history.*.validationScore'],
  ...['forecasts.*.*.*', 'trials.*.validationScore', 'trials.*.logLoss', 'trials.*.settings.*'],
  ...['delivery.variants.*.figure', 'delivery.variants.*.cost.*'],
  ...['insight.dataCurve.law.*', 'insight.dataCurve.doubling.*', 'temperature', 'seconds.*'],
];
const isComputed = (path: string) =>
  COMPUTED.some((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`).test(path));

/** Every computed figure of the Report, as its path. */
const figures = (value: unknown, path = ''): string[] => {
  if (typeof value === 'number') return isComputed(path) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => figures(inner, path ? `${path}.${name}` : name));
};

/** The same, with one leaf exchanged. */
const withLeaf = (value: unknown, [name, ...rest]: string[], leaf: number): unknown => {
  if (name === undefined) return leaf;
  if (Array.isArray(value))
    return value.map((one, i) => (String(i) === name ? withLeaf(one, rest, leaf) : one));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, one]) => [
      key,
      key === name ? withLeaf(one, rest, leaf) : one,
    ]),
  );
};

const endOf = (report: Report): 'read' | string => {
  try {
    reportSchema.parse(JSON.parse(JSON.stringify(reportSchema.parse(finiteReport(report)))));
    return 'read';
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.code;
  }
};

describe('a Report', () => {
  it('with finite figures stays as it is, but for its verdict', () => {
    const report = reportSchema.parse(whole());
    expect({ ...finiteReport(report), verdict: '' }).toEqual(report);
  });

  it.each(figures(whole()))('is readable or refused where %s is no finite number', (path) => {
    for (const leaf of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const broken = withLeaf(whole(), path.split('.'), leaf) as Report;
      expect(['read', 'no-finite-score']).toContain(endOf(broken));
    }
  });

  it('is refused where the chosen one has no score', () => {
    const broken = withLeaf(whole(), ['contenders', '2', 'validationScore'], Number.NaN) as Report;
    expect(endOf(broken)).toBe('no-finite-score');
  });
});
