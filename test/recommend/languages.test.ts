import { describe, expect, it } from 'vitest';
import { understand } from '../../src/recommend/understand/understand.ts';

describe('a request in another language', () => {
  it.each([
    [
      'ich habe 1.200 Fotos von Pilzen, 5 Arten, läuft ohne GPU',
      { sampleCount: 1_200, classCount: 5, hardware: 'laptop' },
    ],
    ['je veux classer 1 200 photos sans GPU', { sampleCount: 1_200, hardware: 'laptop' }],
    ['GPU 없이 사진 300장 분류', { task: 'image-classification', sampleCount: 300, hardware: 'laptop' }],
  ])('is read: %s', (description, expected) => {
    expect(understand({ description })).toMatchObject(expected);
  });

  it('quotes the words of the person', () => {
    const { understood } = understand({ description: 'ich habe 1.200 Fotos von Pilzen' });
    expect(understood.find(({ field }) => field === 'samples')?.evidence).toContain('1.200 Fotos');
  });

  it('is not seen in a single letter of an English one', () => {
    for (const description of ['classify e-mails', 'classify 50,000 e-mails', 'sort a text, e or a'])
      expect(understand({ description }).languages).toEqual(['en']);
    expect(understand({ description: 'classificar os textos e as mensagens' }).languages).toEqual(['pt']);
  });
});
