import { describe, expect, it } from 'vitest';
import {
  comparability,
  headlineOf,
  intervalSentence,
  pairedRows,
  readCorrectness,
} from '../../src/report/compare.ts';
import type { Report } from '../../src/report/report.ts';
import { reportWords } from '../../src/text/words.ts';
import { sampleReport } from './sample-report.ts';

const words = reportWords('en');
const tested = (testPart: string, change: Partial<Report> = {}) =>
  sampleReport(['cat', 'dog'], {
    evaluation: {
      uncalibrated: null,
      calibrated: [],
      brier: 0.2,
      averagePrecision: 0.9,
      curves: [],
      thresholds: null,
      groups: [],
      mistakes: [],
      mistakeCount: 0,
      testPart,
    },
    ...change,
  });
const scored = (runId: string, accuracy: number, interval: [number, number]) => {
  const report = tested('x', { runId });
  report.classification = { ...report.classification!, accuracy, accuracyInterval: interval };
  return report;
};

describe('comparability', () => {
  it('tells the same test part, another one, other data and other kinds apart', () => {
    const other = tested('y');
    const elsewhere = tested('z', { dataset: { ...other.dataset, hash: 'cd'.repeat(32) } });
    expect(comparability([tested('x'), tested('x')])).toBe('same');
    expect(comparability([tested('x'), other])).toBe('otherTest');
    expect(comparability([tested('x'), tested('x'), elsewhere])).toBe('otherData');
    expect(comparability([tested('x'), tested('x', { kind: 'text' })])).toBe('otherKind');
  });
});

describe('comparability of Runs on one table', () => {
  it('is none where they were asked different questions', () => {
    const urgent = sampleReport(['urgent', 'later']);
    const topic = sampleReport(['bill', 'notice']);
    expect(comparability([urgent, topic])).toBe('otherQuestion');
    const column = (value: string) => {
      const report = tested('x');
      return { ...report, dataset: { ...report.dataset, facts: [{ label: 'Label column', value }] } };
    };
    expect(comparability([column('first'), column('second')])).toBe('otherQuestion');
    expect(comparability([column('first'), column('first')])).toBe('same');
  });
});

describe('intervalSentence', () => {
  it('calls overlapping intervals no clear difference and names the better Run otherwise', () => {
    const [low, middle, high] = [
      scored('RUNLOW', 0.5, [0.4, 0.6]),
      scored('RUNMID', 0.58, [0.5, 0.66]),
      scored('RUNHIGH', 0.9, [0.8, 0.95]),
    ];
    expect(intervalSentence([low, middle], words)).toBe(
      'RUNMID and RUNLOW: no clear difference, their intervals overlap.',
    );
    expect(intervalSentence([low, high], words)).toBe(
      'RUNHIGH is better than RUNLOW: their intervals do not overlap.',
    );
  });

  it('takes a lower MASE for the better one', () => {
    const series = (runId: string, value: number, interval: [number, number]) =>
      sampleReport([], {
        runId,
        kind: 'series',
        classification: null,
        measures: [{ name: 'MASE', value, interval, baseline: 1, note: null }],
      });
    expect(headlineOf(series('A', 0.7, [0.6, 0.8]))?.higherIsBetter).toBe(false);
    expect(intervalSentence([series('A', 0.7, [0.6, 0.75]), series('B', 0.9, [0.8, 1])], words)).toContain(
      'A is better than B',
    );
  });
});

describe('pairedRows', () => {
  const csv = 'id,true,predicted,p(a),p(b)\n1,a,a,0.9,0.1\n"x, ""y"".png",b,a,0.6,0.4\n3,b,b,0.1,0.9\n';

  it('reads the kept predictions and lines two Runs up by sample', () => {
    const first = { report: sampleReport(), correct: readCorrectness(csv) };
    expect([...first.correct]).toEqual([
      ['1', 1],
      ['x, "y".png', 0],
      ['3', 1],
    ]);
    const turned = new Map([...first.correct].reverse());
    turned.set('3', 0);
    expect(pairedRows(first, { report: sampleReport(), correct: turned })).toEqual([
      [1, 0, 1],
      [1, 0, 0],
    ]);
  });

  it('pairs nothing where the samples differ or were not kept', () => {
    const first = { report: sampleReport(), correct: readCorrectness(csv) };
    const other = new Map([...first.correct].map(([id, right]) => [`${id}!`, right] as const));
    expect(pairedRows(first, { report: sampleReport(), correct: other })).toBeNull();
    expect(pairedRows(first, { report: sampleReport(), correct: null })).toBeNull();
  });
});
