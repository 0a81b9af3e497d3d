import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { errorsZhCN } from '../../knowledge/locales/errors.zh-CN.ts';
import { refusalsZhCN } from '../../knowledge/locales/refusals.zh-CN.ts';
import { commandsJson } from '../../src/discord/define/command-json.ts';
import { UserError } from '../../src/errors.ts';
import { describeUserError, LOCALES, pickLocale, translator } from '../../src/text/localise.ts';
import { bracketed, placeholders, propertyNames, sourcesOf, splitArguments } from '../source-code.ts';

describe('locales', () => {
  it('have the same keys, in the same order', () => {
    expect(Object.keys(LOCALES['zh-CN'])).toEqual(Object.keys(LOCALES.en));
  });

  it('say nothing empty, and use no placeholder that English lacks', () => {
    for (const [key, text] of Object.entries(LOCALES.en)) {
      const chinese = LOCALES['zh-CN'][key as keyof typeof LOCALES.en];
      expect(chinese, key).not.toBe('');
      if (!key.startsWith('error.')) expect(placeholders(chinese), key).toEqual(placeholders(text));
    }
  });

  it('cover every UserError that a person may meet, in the bot, the worker and the child', () => {
    const codes = sourcesOf(['src', 'commands'])
      .filter(({ path }) => !/src.(playground|cli|onnx.import)/.test(path))
      .flatMap(({ text }) => [...text.matchAll(/new UserError\(\s*'([^']+)'/g)].map(([, code]) => code!));
    expect(codes.length).toBeGreaterThan(150);
    const covered = (code: string) => `error.${code}` in LOCALES['zh-CN'] || code in errorsZhCN;
    expect([...new Set(codes)].filter((code) => !covered(code))).toEqual([]);
  });

  it('name in Chinese only values that the error has', () => {
    const contexts = sourcesOf(['src', 'commands']).flatMap(({ text }) =>
      [...text.matchAll(/new UserError(?=\()/g)].flatMap((match) => {
        const [code = '', , options = '{}'] = splitArguments(bracketed(text, match.index + match[0].length));
        const at = options.indexOf('context: {');
        const names = at < 0 ? null : propertyNames(bracketed(options, at + 'context: '.length));
        return [{ code: code.slice(1, -1), names: names ?? [] }];
      }),
    );
    for (const [code, texts] of Object.entries(refusalsZhCN)) {
      expect(errorsZhCN, code).toHaveProperty(code);
      for (const text of texts) {
        const whole = contexts.some(
          (one) => one.code === code && placeholders(text).every((name) => one.names.includes(name)),
        );
        expect(whole, `${code}: ${text}`).toBe(true);
      }
    }
  });

  it('put the message, with its values, behind texts that have none', () => {
    const error = new UserError('one-class', 'The column "tone" has only one class (“calm”: 12 samples).');
    expect(describeUserError('zh-CN', error)).toBe(`${errorsZhCN['one-class']}（${error.message}）`);
    expect(describeUserError('en', error)).toBe(error.message);
    expect(Object.values(errorsZhCN).flatMap(placeholders)).toEqual([]);
  });
});

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
      'unfreeze',
      'budget',
      'seed',
      'test',
      'horizon',
      'model-file',
    ]);
    expect(options('runs')).toEqual(['list', 'show', 'cancel', 'delete']);
    expect(options('export')).toEqual(['run', 'repo']);
    expect(options('predict')).toEqual(['run', 'text', 'file']);
    expect(json.map((one) => one.name)).toContain('Fine-tune on this');
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

it('tells a UserError in the person’s language, and in English where a value is missing', () => {
  const error = new UserError('run-over', 'Run X is over.', { context: { id: 'X', state: '已完成' } });
  expect(describeUserError('en', error)).toBe('Run X is over.');
  expect(describeUserError('zh-CN', error)).toBe('任务 X 已经结束（已完成），没有可取消的。');
  expect(describeUserError('zh-CN', new UserError('run-over', 'Run X is over.'))).toBe('Run X is over.');
  expect(describeUserError('zh-CN', new UserError('no-such-code', 'Plain English.'))).toBe('Plain English.');
});

it('tells kinds of data and reasons of the catalogue in the person’s language', () => {
  const context = { model: 'ResNet-18', kind: 'image', dataKind: 'text' };
  expect(describeUserError('zh-CN', new UserError('model-other-kind', '…', { context }))).toContain(
    'ResNet-18 是用于 图像 数据的模型，而此数据集是 文本。',
  );
  const reason = 'reported shut down on 2026-10-23';
  const gone = new UserError('model-not-here', '…', { context: { model: 'davinci-002', reason } });
  expect(describeUserError('zh-CN', gone)).toContain('davinci-002 无法在此微调：据报道已于 2026-10-23 下线');
});

it('fills a refusal with its values, in the form that they complete', () => {
  const say = (code: string, context: Record<string, unknown>) =>
    describeUserError('zh-CN', new UserError(code, 'English.', { context }));
  expect(say('too-few-samples', { count: 12, limit: 50 })).toMatch(
    /^日志只有 12 个可用的转移；至少需要 50 个/,
  );
  expect(say('too-few-samples', { listed: '“a”: 1', limit: 3 })).toContain('（“a”: 1）');
  expect(say('too-few-samples', {})).toBe(`${errorsZhCN['too-few-samples']}（English.）`);
  expect(say('bad-json', { count: 3, total: 9, first: '2' })).toContain('例如 {"text": "…", "label": "…"}。');
});

it('leaves a placeholder without a value visible', () => {
  expect(translator('en')('run.eta')).toBe('About {time} left');
});
