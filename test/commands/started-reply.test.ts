import { expect, it } from 'vitest';
import { startedReply } from '../../commands/finetune/started-reply.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import { translator } from '../../src/text/localise.ts';
import { exampleRun } from '../discord/example-run.ts';

const profile = (language: string, problems: DatasetProfile['problems'] = []): DatasetProfile => ({
  kind: 'text',
  name: 'mails.csv',
  hash: 'abc',
  sampleCount: 40,
  classes: [],
  facts: [],
  problems,
  language,
});
const plan = (language: string, model: string, locale: 'en' | 'zh-CN' = 'en'): string => {
  const run = exampleRun({ state: 'queued' });
  const context = { t: translator(locale), locale, channelId: 'channel' };
  const { embeds } = startedReply(context, { ...run, spec: { ...run.spec, model } }, profile(language));
  return embeds!.at(-1)!.fields!.at(-1)!.value;
};

it('says in the plan that the pretrained model does not know the language of the data', () => {
  expect(plan('de', 'auto')).toMatch(
    /⚠️ The texts look like German, which Universal Sentence Encoder lite does not know/,
  );
  expect(plan('de', 'auto', 'zh-CN')).toContain('⚠️');
  expect(plan('de', 'bert_base_uncased')).toContain('BERT base');
});

it('says nothing where the model knows it, or nobody knows', () => {
  expect(plan('en', 'auto')).not.toContain('⚠️');
  expect(plan('de', 'multilingual_e5_small')).not.toContain('⚠️');
  expect(plan('de', 'someone/some-model')).not.toContain('⚠️');
});

it('offers to merge near spellings where there are some', () => {
  const near = {
    severity: 'warning' as const,
    code: 'near-spellings',
    values: { count: 1, rows: 1 },
    items: ['a ≈ b'],
  };
  const context = { t: translator('en'), locale: 'en' as const, channelId: 'channel' };
  const run = exampleRun({ state: 'queued' });
  expect(startedReply(context, run, profile('en', [{ ...near, message: 'x' }])).buttons).toEqual([
    { id: 'finetune-merge:7K2M9QXC', label: 'Merge near spellings', style: 'secondary' },
  ]);
  expect(startedReply(context, run, profile('en')).buttons).toEqual([]);
});

it('says where the report goes when that is another channel', () => {
  const context = { t: translator('en'), locale: 'en' as const, channelId: 'elsewhere' };
  const run = exampleRun({ state: 'queued' });
  const reported = `<#${run.place.channelId}>`;
  expect(startedReply(context, run, profile('en')).content).toContain(reported);
  const here = { ...context, channelId: run.place.channelId };
  expect(startedReply(here, run, profile('en')).content).not.toContain(reported);
});
