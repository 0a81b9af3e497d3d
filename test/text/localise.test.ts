import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { commandsJson } from '../../src/discord/define/command-json.ts';
import { UserError } from '../../src/errors.ts';
import { failureSchema } from '../../src/failure.ts';
import { describeUserError, pickLocale } from '../../src/text/localise.ts';
import { render } from '../../src/text/render.ts';
import { term } from '../../src/text/term.ts';
import { dataWord } from '../../src/text/terms.ts';

describe('command registration', () => {
  const json = commandsJson(commands);

  it('keeps the option names that people and scripts rely on', () => {
    const options = (name: string) => {
      const command = json.find((one) => one.name === name);
      return command && 'options' in command ? command.options?.map((option) => option.name) : undefined;
    };
    expect(options('recommend')).toEqual([
      'description',
      'dataset',
      'source',
      'target',
      'task',
      'licence',
      'access',
      'max-latency',
      'language',
      'top',
    ]);
    expect(options('finetune')).toEqual([
      'dataset',
      'source',
      'task',
      'model',
      'target',
      'description',
      'merge',
      'unfreeze',
      'budget',
      'seed',
      'test',
      'horizon',
      'model-file',
    ]);
    expect(options('runs')).toEqual(['list', 'show', 'cancel', 'delete']);
    expect(options('export')).toEqual(['run', 'format', 'repo']);
    expect(options('predict')).toEqual(['run', 'text', 'file']);
    expect(json.map((one) => one.name)).toContain('Fine-tune on this');
  });

  it('stays within the 8,000 characters of a command, the longest language of each text counted', () => {
    const longest = (text: unknown, localizations: unknown): number =>
      Math.max(...[text ?? '', ...Object.values(localizations ?? {})].map((one) => String(one).length));
    const size = (part: Record<string, unknown>): number => {
      const inside = [...((part.options ?? []) as object[]), ...((part.choices ?? []) as object[])];
      return (
        longest(part.name, part.name_localizations) +
        longest(part.description, part.description_localizations) +
        String(part.value ?? '').length +
        inside.reduce((sum, one) => sum + size(one as Record<string, unknown>), 0)
      );
    };
    for (const command of json) expect(size({ ...command }), command.name).toBeLessThanOrEqual(8_000);
  });

  it('stays within Discord’s lengths and name pattern in every language', () => {
    const check = (part: object): void => {
      const { name, name_localizations, description, description_localizations, options } = part as Record<
        string,
        never
      >;
      for (const text of [name, ...Object.values(name_localizations ?? {})]) {
        if (description) expect(text).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u);
        expect(String(text).length).toBeLessThanOrEqual(32);
      }
      for (const text of [description, ...Object.values(description_localizations ?? {})]) {
        if (text !== undefined) expect(String(text).length, String(text)).toBeLessThanOrEqual(100);
      }
      for (const option of (options as object[] | undefined) ?? []) check(option);
    };
    for (const command of json) check(command);
  });
});

it('reads every Chinese as simplified and everything else as English', () => {
  expect(['zh-CN', 'zh-TW', 'de', 'en-GB', undefined].map(pickLocale)).toEqual([
    'zh-CN',
    'zh-CN',
    'en',
    'en',
    'en',
  ]);
});

it('tells a UserError in the person’s language', () => {
  const error = new UserError('run-over', { id: 'X', state: term('state.succeeded') });
  expect(error.message).toBe('Run X is over already (succeeded); there is nothing to cancel.');
  expect(describeUserError('en', error)).toBe(error.message);
  expect(describeUserError('zh-CN', error)).toBe('任务 X 已经结束（已完成），没有可取消的。');
});

it('tells kinds of data and reasons of the catalogue in the person’s language', () => {
  const error = new UserError('model-other-kind', {
    model: 'ResNet-18',
    kind: dataWord('image'),
    dataKind: dataWord('text'),
  });
  expect(describeUserError('zh-CN', error)).toContain('ResNet-18 是用于图像数据的模型，而此数据集是文本。');
  const reason = { phrase: 'reported shut down on 2026-10-23' };
  const gone = new UserError('model-not-here', { model: 'davinci-002', reason });
  expect(describeUserError('zh-CN', gone)).toContain('davinci-002 无法在此微调：据报道已于 2026-10-23 下线');
});

describe('a failure that an earlier version stored', () => {
  const stored = {
    code: 'run-over',
    message: 'Run X is over.',
    context: { id: 'X', items: [null], at: null },
  };

  it('is told in English where a value is missing or the code is gone', () => {
    const failure = failureSchema.parse(stored);
    expect(failure.context).toEqual({ id: 'X' });
    expect(describeUserError('zh-CN', failure)).toBe('Run X is over.');
    expect(describeUserError('zh-CN', { ...failure, code: 'no-such-code' })).toBe('Run X is over.');
    expect(failureSchema.parse({ code: 'cancelled', message: 'Stopped.' }).context).toEqual({});
  });

  it('is told in the person’s language where its values are all there', () => {
    const failure = failureSchema.parse({ ...stored, context: { id: 'X', state: 'succeeded' } });
    expect(describeUserError('zh-CN', failure)).toBe('任务 X 已经结束（succeeded），没有可取消的。');
  });
});

it('leaves a placeholder without a value visible', () => {
  expect(render('en', 'run.eta')).toBe('About {time} left');
});
