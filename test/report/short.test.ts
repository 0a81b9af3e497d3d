import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { improveSteps } from '../../src/report/short/improve.ts';
import { shortLines, warningWords } from '../../src/report/short/in-short.ts';
import { works } from '../../src/report/short/verdicts.ts';
import { note } from '../../src/text/notes.ts';
import { reportWords } from '../../src/text/words.ts';
import { sampleReport } from './sample-report.ts';

const lines = (change: Partial<Report> = {}, locale = 'en') =>
  shortLines(sampleReport(['cat', 'dog'], change), reportWords(locale));
const contender = (
  id: string,
  role: 'baseline' | 'transfer',
  testScore: number,
): Report['contenders'][number] => ({
  id,
  name: id,
  role,
  validationScore: testScore,
  testScore,
  hyperparameters: {},
  seconds: 1,
});
const WITHOUT_CLASSES = { classification: null, evaluation: null, guessing: null } as const;

describe('a classifier in ten seconds', () => {
  it('says how often it was right, and how often without transfer learning', () => {
    const [lead, rest] = lines();
    expect(lead).toBe(
      '**Right 6 of 8 times on pictures it had never seen** (75 %, likely 41–93 %). Without transfer learning: 4 of 8.',
    );
    expect(rest).toBe('Takes *cat* for *dog*. To improve: more samples of every class.');
  });

  it('says first, and shows no green, where something gives the classes away', () => {
    const leak = {
      severity: 'warning' as const,
      code: 'leak-token',
      message: 'One word alone gives a class away.',
      values: {},
      items: ['Q1 → dog'],
    };
    const dataset = { ...sampleReport().dataset, problems: [leak] };
    const [first, second] = lines({ dataset });
    expect(first).toBe('⚠️ One word alone gives a class away. (Q1 → dog)');
    expect(second).toContain('Right 6 of 8 times');
    expect(works(sampleReport(['cat', 'dog'], { dataset }))).toBe(false);
  });

  it('claims no difference where none was shown, and says when the simpler model is delivered', () => {
    const won = sampleReport().transfer!;
    const tie = { ...won, outcome: 'no-difference' as const };
    expect(lines({ transfer: tie })[0]).toContain('Without transfer learning: 4 of 8, no clear difference.');
    expect(lines({ transfer: tie, chosen: 'no-transfer' })[0]).toContain(
      'With transfer learning: 6 of 8, no clear difference.',
    );
    const lost = { ...won, outcome: 'lost' as const };
    expect(lines({ transfer: lost, chosen: 'no-transfer' })[0]).toContain(
      'Transfer learning did not help here (6 of 8), so you get the simpler model.',
    );
    expect(lines({ transfer: null })[0]).not.toMatch(/ransfer learning/);
  });

  it('says plainly that a model does not work, and nothing that could comfort', () => {
    const guessing = { outcome: 'no-better' as const, accuracy: 0.8, logLoss: 0.5 };
    const [lead, rest] = lines({ guessing });
    expect(lead).toMatch(/^\*\*This does not work yet\*\*: right 6 of 8 times.* gets 6\.$/);
    expect(rest).toMatch(/^To improve: check that the labels/);
    const unsure = lines({ guessing: { ...guessing, outcome: 'not-shown' } });
    expect(unsure[0]).toMatch(/^\*\*Not shown to be better than guessing\*\*/);
    expect(works(sampleReport(['a', 'b'], { guessing }))).toBe(false);
    expect(works(sampleReport())).toBe(true);
  });

  it('adds what always guessing the commonest class gets, where that is much', () => {
    const guessing = { outcome: 'better' as const, accuracy: 0.625, logLoss: 0.5 };
    expect(lines({ guessing })[0]).toContain('Always guessing the commonest class: 5 of 8.');
  });

  it('names what to mend first', () => {
    const insight: Report['insight'] = {
      suspects: { checked: 40, found: 5, items: [] },
      dataCurve: {
        points: [],
        law: null,
        doubling: { from: 40, gain: 0.03, low: 0.02, high: 0.04 },
        weakest: [
          { name: 'bird', recall: 0.2, samples: 4 },
          { name: 'flower', recall: 0.3, samples: 5 },
        ],
      },
    };
    expect(lines({ insight })[1]).toContain(
      'To improve: 5 labels look wrong; more *bird* and *flower* first.',
    );
    const steps = improveSteps(sampleReport(['cat', 'dog'], { insight }), reportWords('en'));
    expect(steps.join('\n')).toContain('2–4 points');
    expect(steps.at(-1)).toContain('/finetune');
  });

  it('points to what is to be known, and takes marks in names apart', () => {
    const report = sampleReport(['@everyone', '[x](https://bad.example)'], {
      warnings: [note('settings-none')],
    });
    const text = shortLines(report, reportWords('en'));
    expect(warningWords(report, reportWords('en'))).toEqual(['⚠️ 1 thing to know under “All figures”']);
    expect(text.join('\n')).not.toMatch(/@everyone|https:\/\//);
  });

  it('is short: at most six lines of a phone, in English and in Chinese', () => {
    for (const locale of ['en', 'zh-CN']) {
      const said = lines({}, locale).join('\n').replaceAll('*', '');
      const width = [...said].reduce((sum, letter) => sum + (letter > '⺀' ? 2 : 1), 0);
      expect(width / 42).toBeLessThanOrEqual(6);
    }
  });
});

describe('other kinds in ten seconds', () => {
  const series = (skill: number, naive: number): Partial<Report> => ({
    ...WITHOUT_CLASSES,
    kind: 'series',
    contenders: [contender('seasonal-naive', 'baseline', naive), contender('mixer', 'transfer', skill)],
    chosen: 'mixer',
    transfer: {
      outcome: 'no-difference',
      transfer: 'mixer',
      baseline: 'seasonal-naive',
      validation: { mean: 0, interval: [-1, 1] },
      test: null,
    },
    measures: [
      {
        name: 'MASE',
        value: 0.8,
        interval: [0.7, 0.9],
        baseline: 1,
        note: note('mase-windows', { count: 12, horizon: 7 }),
      },
    ],
  });

  it('compares forecasts with repeating the last season', () => {
    expect(lines(series(0.19, 0.05))[0]).toBe(
      '**Its forecasts miss by 19 % less than repeating the last season**, on 12 stretches it had never seen. Without transfer learning: 5 % less, no clear difference.',
    );
    expect(lines(series(-0.04, 0))[0]).toMatch(
      /^\*\*No better than repeating the last season\*\*.* 4 % more\.$/,
    );
    expect(works(sampleReport([], series(-0.04, 0)))).toBe(false);
  });

  it('says of a policy what it earns by estimate, and that it is one', () => {
    const policy = (interval: [number, number]): Partial<Report> => ({
      ...WITHOUT_CLASSES,
      kind: 'policy',
      contenders: [contender('iql', 'transfer', 0.4)],
      chosen: 'iql',
      transfer: null,
      measures: [
        { name: 'estimated return of the policy', value: 12.3, interval, baseline: 10.1, note: null },
      ],
    });
    const [lead] = lines(policy([11, 13]));
    expect(lead).toContain(
      '**By estimate it earns 12.3 an episode (likely 11 to 13), the logged decisions 10.1.**',
    );
    expect(lead).toContain('not a trial');
    expect(lines(policy([9, 13]))[0]).toMatch(/^\*\*Not shown to be better than the logged decisions\*\*/);
    expect(works(sampleReport([], policy([9, 13])))).toBe(false);
  });

  it('says of a generator how much surer it became, or that tuning did not help', () => {
    const prose = (chosen: string): Partial<Report> => ({
      ...WITHOUT_CLASSES,
      kind: 'prose',
      contenders: [
        contender('ngram', 'baseline', -Math.log(90)),
        contender('untouched', 'baseline', -Math.log(45)),
        contender('tuned', 'transfer', -Math.log(20)),
      ],
      chosen,
      transfer: null,
      measures: [],
    });
    expect(lines(prose('tuned'))[0]).toMatch(
      /^\*\*It writes more like your texts now\*\*: .* about 20 pieces of text, 45 before/,
    );
    expect(lines(prose('untouched'))[0]).toMatch(/^\*\*Tuning did not help\*\*/);
  });
});
