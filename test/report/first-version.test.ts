/** A report.json as version 0.1.0 wrote it: sentences as texts, without codes, and no file of later fields. */
import { expect, it } from 'vitest';
import { labelColumnOf } from '../../src/datasets/dataset.ts';
import { publicReport } from '../../src/report/publish.ts';
import { reportSchema } from '../../src/report/report.ts';
import { summaryEmbed } from '../../src/report/summary.ts';
import { reportWords } from '../../src/text/words.ts';

const classOf = (name: string) => ({ name, precision: 0.8, recall: 0.8, f1: 0.8, support: 5 });
const STORED = {
  version: 1,
  runId: '7K3M9QXA',
  kind: 'text',
  createdAt: '2026-11-24T10:00:00.000Z',
  dataset: {
    kind: 'text',
    name: 'mails.csv',
    hash: 'ab'.repeat(32),
    sampleCount: 40,
    classes: ['ham', 'spam'].map((name) => ({ name, count: 20 })),
    facts: [
      { label: 'Label column', value: 'topic' },
      { label: 'Language', value: 'English (65 %), German (20 %)' },
    ],
    problems: [{ severity: 'note', code: 'duplicates', message: '3 rows repeat a text.', items: ['1 = 2'] }],
    language: 'en',
  },
  split: { train: 24, validation: 6, test: 10, seed: 1, note: 'Drawn with seed 1, stratified by class.' },
  backbone: null,
  engines: { head: 'tfjs-wasm 4.22.0' },
  scoreName: 'accuracy',
  contenders: [
    {
      id: 'majority',
      name: 'Majority class',
      role: 'baseline',
      validationScore: 0.5,
      testScore: 0.5,
      hyperparameters: {},
      seconds: 0,
    },
  ],
  chosen: 'majority',
  transferWon: false,
  verdict: 'No transfer.',
  classification: {
    n: 10,
    accuracy: 0.8,
    accuracyInterval: [0.5, 0.9],
    macroPrecision: 0.8,
    macroRecall: 0.8,
    macroF1: 0.8,
    perClass: ['ham', 'spam'].map(classOf),
    confusion: [
      [4, 1],
      [1, 4],
    ],
    logLoss: 0.5,
    ece: 0.1,
    rocAuc: null,
  },
  measures: [{ name: 'macro-F1', value: 0.8, interval: null, baseline: null, note: 'of ten samples' }],
  history: [],
  searchNote: 'Eight ways were tried.',
  temperature: 1,
  seconds: { total: 3 },
  warnings: ['The test part has only 10 samples.'],
  files: [],
};

it('a report of the first version is read, and its sentences are shown as they are', () => {
  const report = reportSchema.parse(STORED);
  for (const locale of ['en', 'zh-CN']) {
    const shown = JSON.stringify(summaryEmbed(report, locale));
    for (const text of [
      'Drawn with seed 1, stratified by class.',
      'of ten samples',
      'Eight ways were tried.',
      'The test part has only 10 samples.',
    ])
      expect(shown).toContain(text);
    const words = reportWords(locale);
    expect(report.dataset.facts.map(words.fact)).toEqual(STORED.dataset.facts);
    expect(report.dataset.problems.map(words.note)).toEqual(['3 rows repeat a text.']);
  }
  expect(labelColumnOf(report.dataset)).toBe('topic');
  expect(publicReport(report).warnings[0]?.message).toBe('The test part has only 10 samples.');
});
