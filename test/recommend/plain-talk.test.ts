/** Requests as people type them in a chat: what each class of wording is understood as. */
import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { glossRequest } from '../../src/recommend/understand/gloss.ts';
import { understand } from '../../src/recommend/understand/understand.ts';

const read = (description: string) => understand({ description });

describe('a task in everyday words', () => {
  it.each([
    ['tell apart coins in my pics', 'image-classification'],
    ['which kind of moth is in this snapshot', 'image-classification'],
    ['what kind of post is it, rude or fine', 'text-classification'],
    ['mute trolls who harass people', 'text-classification'],
    ['how much ice cream do we need next week', 'series-forecasting'],
    ['lamp goes on when i say sunshine', 'keyword-spotting'],
    ['hear from the voice if someone is nervous', 'speech-classification'],
    ['highlight drugs and doses in a letter', 'token-classification'],
    ['find chat questions that mean the same', 'sentence-embedding'],
    ['a bot that talks like a pirate', 'text-generation'],
    ['recorded moves of chess players with rewards', 'offline-policy'],
    ['tuning gpt to sort complaints', 'text-classification'],
    ['wie viele Gäste kommen nächste Woche', 'series-forecasting'],
    ['combien de clients demain', 'series-forecasting'],
    ['cuántos clientes vendrán mañana', 'series-forecasting'],
    ['quantos clientes amanhã', 'series-forecasting'],
    ['сколько клиентов будет завтра', 'series-forecasting'],
    ['明日は何個売れるか知りたい', 'series-forecasting'],
    ['내일 빵이 얼마나 팔릴까', 'series-forecasting'],
    ['下周店里会来多少人', 'series-forecasting'],
    ['我一喊开门就亮灯', 'keyword-spotting'],
    ['拍的贝壳是哪种', 'image-classification'],
    ['把骂人的发言拦下来', 'text-classification'],
    ['找出意思一样的提问', 'sentence-embedding'],
    ['Licht an, wenn ich Sonne sage', 'keyword-spotting'],
    ['la lampe doit réagir quand je dis soleil', 'keyword-spotting'],
    ['la luz se prende cuando digo sol', 'keyword-spotting'],
  ])('%s', (description, task) => {
    expect(read(description).task).toBe(task);
  });

  it('is the most plausible one of its data where nothing says what to do', () => {
    expect(read('something for my mp3s').task).toBe('audio-classification');
    expect(read('something for my selfies').task).toBe('image-classification');
    expect(read('qwxz vbnm').task).toBeNull();
  });

  it('is refused where it cannot be served, in everyday words too', () => {
    expect(read('say the answers out loud').unserved).toBe('speech-synthesis');
    expect(read('show me where the cat is in the video').unserved).toBe('object-detection');
  });
});

describe('amounts in everyday words', () => {
  it.each([
    ['5 cats, 30 photos each', { classCount: 5, sampleCount: 150 }],
    ['3 Katzen, je 40 Fotos', { classCount: 3, sampleCount: 120 }],
    ['3 gatos, 40 fotos cada uno', { classCount: 3, sampleCount: 120 }],
    ['sort mails into 6 folders', { classCount: 6 }],
    ['12 Vogelarten, pro Art etwa 50 Aufnahmen', { classCount: 12, sampleCount: 600 }],
    ['把帖子分成五类', { classCount: 5 }],
    ['rate reviews 1-5 stars', { classCount: 5 }],
    ['half a thousand pics', { sampleCount: 500 }],
    ['a couple hundred clips of dogs', { sampleCount: 200 }],
    ['ein paar hundert Fotos von Hunden', { sampleCount: 200 }],
    ['3k Zeilen mit Kommentaren', { sampleCount: 3_000 }],
    ['search 20 thousand recipes by meaning', { sampleCount: 20_000 }],
    ['flag spam within 20 ms per message', { sampleCount: null, maxLatencyMs: 20 }],
    ['transcribe 60 hours of talks since 2019', { sampleCount: null }],
  ])('%s', (description, expected) => {
    expect(read(description)).toMatchObject(expected);
  });
});

describe('conditions in everyday words', () => {
  it.each([
    ['sort posts on my server', { hardware: null }],
    ['sort posts, it runs on our server', { hardware: 'server' }],
    ['sort photos, got a 3080', { hardware: 'gpu' }],
    ['Fotos sortieren auf nem Laptop', { hardware: 'laptop' }],
    ['sort 3080 photos', { hardware: null, sampleCount: 3_080 }],
    ['sort photos, stays on my own machine', { offline: true }],
    ['how many cakes do we sell tomorrow', { licence: 'any' }],
    ['sort photos for an app that we sell', { licence: 'commercial' }],
    ['posts in english, german and french', { languages: ['*'] }],
    ['clasificar fotos, el mas preciso', { priority: 'accuracy' }],
    ['Geraeusche unterscheiden, soll flott gehen', { task: 'audio-classification', priority: 'speed' }],
  ])('%s', (description, expected) => {
    expect(read(description)).toMatchObject(expected);
  });
});

describe('a slip of the keyboard', () => {
  it.each([
    ['clasify phtos of trains', { task: 'image-classification' }],
    ['serch my notes by meanign', { task: 'sentence-embedding' }],
    ['Fotso von Zügen klasifizieren', { task: 'image-classification' }],
    ['quiero clasifcar imagnes de trenes', { task: 'image-classification' }],
    ['je veux clasifier des mesages par ton', { task: 'text-classification' }],
    ['quero clasificar fotografas de trens', { task: 'image-classification' }],
    ['надо класифицировать собщения', { task: 'text-classification' }],
  ])('is read over: %s', (description, expected) => {
    expect(read(description)).toMatchObject(expected);
  });

  it('is none in a word that is known, in a name, or in a short word', () => {
    const english = loadKnowledge();
    for (const text of [
      'sorting boots',
      'it classifies',
      'it was classified',
      '@phtos',
      'phtos_v2',
      'files/phtos',
      'wend',
    ])
      expect(glossRequest(text, english).text).toBe(text);
    expect(glossRequest('ich habe Sorgen mit den Hunden', english).text).toContain('Sorgen');
  });

  it('is mended a dozen times in one description at most', () => {
    const { text } = glossRequest('phtos '.repeat(30), loadKnowledge());
    expect(text.match(/photos/g)).toHaveLength(12);
  });
});
