import { describe, expect, it } from 'vitest';
import { type DataCurve, type Insight, insightLines, insightSection } from '../../src/report/insight.ts';
import { reportWords } from '../../src/text/words.ts';

const words = reportWords('en');
const item = (id: string) => ({ id, given: 'cat', suggested: 'dog', confidence: 0.975 });
const suspects = (found: number): Insight['suspects'] => ({
  checked: 200,
  found,
  items: Array.from({ length: found }, (_, i) => item(`pets/${i}.png`)),
});
const curve = (doubling: DataCurve['doubling'], weakest: DataCurve['weakest'] = []): DataCurve => ({
  points: [],
  law: null,
  doubling,
  weakest,
});
const growth = (gain: number, low: number, high: number) =>
  insightLines({ suspects: null, dataCurve: curve({ from: 80, gain, low, high }) }, words);

describe('what is said of the labels', () => {
  it('is that none looks wrong, of so many that were checked', () => {
    expect(insightLines({ suspects: suspects(0), dataCurve: curve(null) }, words)[0]).toBe(
      'No label looks clearly wrong among 200 samples.',
    );
  });

  it('is how many look wrong, and the first three by name', () => {
    const [line] = insightLines({ suspects: suspects(5), dataCurve: null }, words);
    expect(line).toMatch(
      /^5 of 200 labels look wrong .*suspects\.csv\): pets\/0\.png: cat → dog \(97\.5 %\); /,
    );
    expect(line).toContain('pets/2.png');
    expect(line).not.toContain('pets/3.png');
  });

  it('takes names apart that would format, mention or link', () => {
    const hostile = { checked: 9, found: 1, items: [{ ...item('**x**'), given: '@everyone' }] };
    const [line] = insightLines({ suspects: hostile, dataCurve: null }, words);
    expect(line).toContain('\\*\\*x\\*\\*');
    expect(line).not.toContain('@everyone');
  });
});

describe('what is said of more data', () => {
  it('is a range of points where the whole interval is a gain', () => {
    expect(growth(0.03, 0.02, 0.05)).toEqual([
      'Twice the 80 samples would add about 2–5 points of accuracy (a power law carried on, 80 % interval).',
    ]);
    expect(growth(0.03, 0.03, 0.031)[0]).toContain('about 3 points');
  });

  it('is that nothing is sure where the interval begins below a point', () => {
    expect(growth(0.02, 0.004, 0.04)[0]).toMatch(/might add up to 4 points of accuracy, or nothing/);
    expect(growth(0.001, -0.01, 0.011)[0]).toMatch(/up to 1 points/);
  });

  it('is that the curve is flat where even the best case adds less than a point', () => {
    expect(growth(0.002, 0, 0.009)[0]).toMatch(/^The curve is flat: twice the 80 samples/);
  });

  it('is that it was not measured, or that the sizes were too few', () => {
    expect(insightLines({ suspects: null, dataCurve: null }, words)).toEqual([
      'What more data would bring was not measured: too few samples, or too little time.',
    ]);
    expect(insightLines({ suspects: null, dataCurve: curve(null) }, words)).toEqual([
      'Too few samples to say what more would bring.',
    ]);
  });

  it('names the classes that are often mistaken, with the figures and whose they are', () => {
    const weakest = [
      { name: 'owl', precision: 0.4, recall: 0.25, samples: 8 },
      { name: 'hen', recall: 0.5, samples: 9 },
    ];
    expect(insightLines({ suspects: null, dataCurve: curve(null, weakest) }, words)[1]).toBe(
      'Few samples and often mistaken, so more of these first (figures of the training samples, each predicted from the others, not of the test table): owl (precision 0.400, recall 0.250, 8 samples), hen (recall 0.500, 9 samples).',
    );
  });
});

it('says the same in Chinese, with Chinese marks between', () => {
  const weakest = ['owl', 'hen'].map((name) => ({ name, recall: 0.5, samples: 8 }));
  const lines = insightLines(
    { suspects: suspects(2), dataCurve: curve({ from: 80, gain: 0.03, low: 0.02, high: 0.05 }, weakest) },
    reportWords('zh-CN'),
  );
  expect(lines[0]).toContain('pets/0.png：cat → dog（97.5 %）；pets/1.png');
  expect(lines[1]).toBe('样本数从 80 翻倍，正确率大约会提高 2–5 个百分点（按幂律外推，80 % 区间）。');
  expect(lines[2]).toContain('owl（召回率 0.500，8 个样本）、hen');
});

it('says nothing of data without classes', () => {
  expect(insightLines(null, words)).toEqual([]);
  expect(insightSection(null, words)).toEqual([]);
});

it('has a table in the card, a row a suspect', () => {
  const section = insightSection({ suspects: suspects(2), dataCurve: null }, words);
  expect(section.filter((line) => line.startsWith('| pets/'))).toEqual([
    '| pets/0.png | cat | dog | 97.5 % |',
    '| pets/1.png | cat | dog | 97.5 % |',
  ]);
});
