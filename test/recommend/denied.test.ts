import { describe, expect, it } from 'vitest';
import { understand } from '../../src/recommend/understand/understand.ts';

const read = (description: string) => understand({ description });

describe('hardware that one does not have', () => {
  it.each([
    'classify photos without GPU',
    'classify photos without a GPU',
    'sort mails, we have no dedicated GPU',
    'sort mails, I do not have access to any gpus',
    "sort mails, I don't have a GPU",
    'sort mails. A GPU is not available.',
    'sort mails on a GPU-less machine',
    'Tickets sortieren ohne GPU',
    'Fotos sortieren, wir haben leider keine eigene Grafikkarte',
    'Fotos sortieren, eine GPU gibt es bei uns nicht',
    'Fotos sortieren, GPU habe ich leider keine',
    'trier des mails sans aucune carte graphique',
    "trier des photos, on n'a pas de GPU",
    'clasificar correos sin una GPU',
    'classificar textos, não temos nenhuma GPU',
    'классификация писем без мощной видеокарты',
    'классифицировать тексты, GPU у нас нет',
    '图片分类，没有GPU',
    '图片分类，没有独立显卡',
    '文本分类，显卡我们没有',
    '文本分类,GPU用不了',
    '写真を分類したい。GPUはありません',
    '写真の分類、GPUなしで',
    '사진 분류, GPU가 없습니다',
    '写真の分類、グラボがないので',
    '메일 분류, GPU 없이',
  ])('is no GPU: %s', (request) => {
    const { hardware, understood } = read(request);
    expect(hardware).toBe('laptop');
    expect(understood.find(({ field }) => field === 'hardware')?.source).toBe('words');
  });

  it.each([
    ['classify photos on a phone without GPU', 'phone'],
    ['classify photos on a server without a GPU', 'server'],
    ['sort mails, not on a phone but on a laptop', 'laptop'],
    ['Bilder sortieren, nicht auf dem Server, sondern im Browser', 'browser'],
    ['图片分类，不在手机上，在服务器上', 'server'],
  ])('leaves what is named beside it: %s', (request, hardware) => {
    expect(read(request).hardware).toBe(hardware);
  });

  it.each([
    ['classify photos on a GPU', 'gpu'],
    ['no labels yet; I have a GPU', 'gpu'],
    ['not only on a laptop, also on a GPU', 'gpu'],
    ['图片分类，有GPU', 'gpu'],
    ['图片没有标签，用显卡训练', 'gpu'],
    ['手机没有网络时也要能分类图片', 'phone'],
    ['I have no labels on my laptop', 'laptop'],
    ['写真の分類、GPUが使える', 'gpu'],
  ])('is not made of a denial of something else: %s', (request, hardware) => {
    expect(read(request).hardware).toBe(hardware);
  });
});

it('takes no licence, access or priority from a sentence that denies it', () => {
  expect(read('classify photos, it is not for commercial use').licence).toBe('any');
  expect(read('classify photos for commercial use').licence).toBe('commercial');
  expect(read('classify photos without a paid API').access).toBe('any');
  expect(read('classify photos, it does not need to be fast').priority).toBe('balanced');
});
