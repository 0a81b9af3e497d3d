import { describe, expect, it } from 'vitest';
import { parseKind } from '../../commands/finetune/check-request.ts';
import { checkModel, suggestModels } from '../../commands/finetune/model-choice.ts';
import { translator } from '../../src/text/localise.ts';

describe('the model option', () => {
  it.each([
    ['auto', 'auto'],
    ['', 'auto'],
    ['NSFWJS_mobilenet_v2_mid', 'nsfwjs_mobilenet_v2_mid'],
    ['Xenova/bert-base-uncased@v1.0', 'Xenova/bert-base-uncased@v1.0'],
  ])('takes %j as %s', (typed, model) => {
    expect(checkModel(typed, { kind: 'image' })).toBe(model);
  });

  it.each([
    ['wonder', 'unknown-model'],
    ['use_lite', 'model-other-kind'],
    ['vgg16', 'model-not-here'],
    ['../../etc/passwd', 'unknown-model'],
  ])('refuses %s for pictures', (typed, code) => {
    expect(() => checkModel(typed, { kind: 'image' })).toThrow(expect.objectContaining({ code }));
  });

  it('suggests what runs without the network first, and a Hub id as typed', () => {
    expect(
      suggestModels('', translator('en'))
        .slice(1, 4)
        .every(({ name }) => !name.includes('Hub')),
    ).toBe(true);
    expect(suggestModels('google/vit', translator('en')).map(({ value }) => value)).toContain('google/vit');
    expect(suggestModels('no such thing', translator('en'))).toEqual([]);
    expect(suggestModels('resnet18', translator('zh-CN'))[0]?.name).toBe('ResNet-18 · 图像 · Hub');
  });
});

it('reads a kind of data from a kind, a plural or a task', () => {
  expect(['image', 'images', 'text-classification', 'time-series', 'auto', undefined].map(parseKind)).toEqual(
    ['image', 'image', 'text', 'series', null, null],
  );
  expect(() => parseKind('poetry')).toThrow(expect.objectContaining({ code: 'unknown-task' }));
});
