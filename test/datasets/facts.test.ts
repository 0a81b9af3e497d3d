import { expect, it } from 'vitest';
import { type Code, en } from '../../knowledge/locales/index.ts';
import { labelColumnOf } from '../../src/datasets/dataset.ts';
import { fact } from '../../src/datasets/fact.ts';
import { describeStep } from '../../src/datasets/series/frequency.ts';
import { renderValue } from '../../src/text/render.ts';
import { term } from '../../src/text/term.ts';
import { sampleReport } from '../report/sample-report.ts';
import { sourcesOf } from '../source-code.ts';

const sources = sourcesOf(['src/datasets'])
  .map(({ text }) => text)
  .join('\n');

it('there is no detail that nothing says', () => {
  // Put together from a word of the code: `detail.role.${role}`.
  const joined = /^detail\.(role|delimiter|episodes|month|quarter|year$)/;
  const codes = Object.keys(en).filter((code) => code.startsWith('detail.') && !joined.test(code)) as Code[];
  expect(codes.length).toBeGreaterThan(60);
  const said = (code: string) =>
    sources.includes(`'${code}'`) || sources.includes(`'${code.split('.').at(-1)}'`);
  expect(codes.filter((code) => !said(code))).toEqual([]);
});

it('details are said in the language of the reader, names of columns as they are', () => {
  const used = { time: 'day', format: { phrase: 'year-month' }, values: ['none'] };
  const { label, value } = fact('columns', term('detail.time-value', used));
  expect([label, value].map((one) => renderValue('zh-CN', one))).toEqual([
    '列',
    '时间 day（年-月），数值 none',
  ]);
  expect([label, value].map((one) => renderValue('en', one))).toEqual([
    'Columns',
    'time day (year-month), value none',
  ]);
});

it('steps of time take the form that fits', () => {
  const said = (ms: number) => renderValue('en', describeStep(ms));
  expect([86_400_000, 900_000, 7 * 86_400_000, 1_500, 5].map(said)).toEqual([
    '1 day',
    '15 minutes',
    '1 week',
    '1.5 seconds',
    '5 ms',
  ]);
  expect(renderValue('zh-CN', describeStep(900_000))).toBe('15 分钟');
});

it('the column of the classes is found in the details that earlier versions stored', () => {
  const { dataset } = sampleReport();
  const facts = [{ label: 'Label column', value: 'topic' }];
  expect(labelColumnOf({ ...dataset, facts })).toBe('topic');
  expect(labelColumnOf({ ...dataset, facts: [] })).toBeNull();
});
