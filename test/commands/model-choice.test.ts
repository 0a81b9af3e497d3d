import { describe, expect, it } from 'vitest';
import { parseKind } from '../../commands/finetune/check-request.ts';
import { checkModel, suggestModels } from '../../commands/finetune/model-choice.ts';
import { namedModel } from '../../commands/models/named-model.ts';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { translator } from '../../src/text/localise.ts';

describe('the model option', () => {
  it.each([
    ['auto', 'auto'],
    ['', 'auto'],
    ['NSFWJS_mobilenet_v2_mid', 'nsfwjs_mobilenet_v2_mid'],
    ['MobileNetV2 1.4', 'nsfwjs_mobilenet_v2_mid'],
    ['mobilenet', 'nsfwjs_mobilenet_v2_mid'],
    ['nsfwjs', 'nsfwjs_mobilenet_v2_mid'],
    ['ResNet-50', 'resnet50'],
    ['resnet', 'resnet18'],
    ['DINOv2', 'dinov2_small'],
    ['Xenova/bert-base-uncased@v1.0', 'Xenova/bert-base-uncased@v1.0'],
  ])('takes %j as %s', (typed, model) => {
    expect(checkModel(typed, { kind: 'image' })).toBe(model);
  });

  it.each([
    ['wonder', 'unknown-model'],
    ['resnet81', 'unknown-model-near'],
    ['mobilnet', 'unknown-model-near'],
    ['use_lite', 'model-other-kind'],
    ['mobileclip2_s0', 'model-not-here'],
    ['../../etc/passwd', 'unknown-model'],
  ])('refuses %s for pictures', (typed, code) => {
    expect(() => checkModel(typed, { kind: 'image' })).toThrow(expect.objectContaining({ code }));
  });

  it('takes the name for what serves the data, and proposes what is nearly called so', () => {
    expect(checkModel('bert', { kind: 'text' })).toBe('bert_base_uncased');
    expect(checkModel('Speech embedding', { kind: 'audio' })).toBe('google_speech_embedding');
    expect(() => checkModel('mobilenetv9', { kind: 'image' })).toThrow(
      expect.objectContaining({ context: expect.objectContaining({ near: expect.anything() }) }),
    );
    const { near } = namedModel('distillbert');
    expect(near.map(({ id }) => id)).toContain('distilbert_base_uncased');
  });

  it('takes every model of the catalogue by its id and by its name', () => {
    for (const model of loadKnowledge().models) {
      expect(namedModel(model.id).model?.id).toBe(model.id);
      expect(namedModel(model.name.toUpperCase()).model?.id).toBe(model.id);
    }
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
