import { expect, it } from 'vitest';
import { nameOfRun } from '../../commands/runs/run-choice.ts';
import { headlineOf } from '../../src/report/short/headline.ts';
import { exampleRun } from '../discord/example-run.ts';
import { sampleReport } from '../report/sample-report.ts';

const done = { state: 'succeeded', finishedAt: new Date(), artifactKey: 'runs/a/1/' } as const;

it('tells Runs apart by data, column and headline figure', () => {
  const run = exampleRun({ ...done, headline: headlineOf(sampleReport()) });
  const named = { ...run, spec: { ...run.spec, target: 'Kategorie' } };
  expect(nameOfRun(named, 'en')).toBe('mails.csv · Kategorie · accuracy 75.0 %');
  expect(nameOfRun(named, 'zh-CN')).toBe('mails.csv · Kategorie · 正确率 75.0 %');
});

it('shows the measure of what has no classes, and no figure where there is none', () => {
  const measures = [{ name: 'MASE', value: 0.8123, interval: null, baseline: 1, note: null }];
  const series = headlineOf(sampleReport([], { classification: null, measures }));
  expect(nameOfRun(exampleRun({ ...done, headline: series }), 'en')).toBe('mails.csv · MASE 0.812');
  expect(nameOfRun(exampleRun({ ...done, headline: null }), 'en')).toBe('mails.csv');
  expect(nameOfRun(exampleRun({ state: 'queued' }), 'en')).toBe('mails.csv');
});
