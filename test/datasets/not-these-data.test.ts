import { describe, expect, it } from 'vitest';
import { findRules } from '../../src/datasets/text/leaks.ts';
import { codes, csvOf, fact, openBytes, refusal } from './build-files.ts';

const WORDS = ['river', 'stone', 'window', 'garden', 'paper', 'silver', 'engine', 'market', 'cloud'];
const CLASSES = ['invoice', 'parcel', 'refund'];
/** Different sentences that say nothing of their class. */
const sentence = (i: number): string =>
  `The ${WORDS[i % 9]} of number ${i} stands beside the ${WORDS[(i * 5 + 2) % 9]} near ${WORDS[(i * 7 + 1) % 9]}`;
const own = (i: number): string => CLASSES[(i * 7 + (i >> 2)) % 3]!;

/** 60 rows below a header. */
const file = (header: readonly string[], row: (i: number) => readonly string[], count = 60): string =>
  csvOf([header, ...Array.from({ length: count }, (_, i) => row(i))]);
const refused = (text: string, options = {}) => refusal(openBytes('data.csv', text, 'text', options));
const open = (text: string, options = {}) => openBytes('data.csv', text, 'text', options);
const said = async (text: string, code: string) => {
  const { profile } = await open(text);
  return profile.problems.find((problem) => problem.code === code);
};

describe('a first row', () => {
  it.each(['Nr.', 'Inv. no.', 'Anz. St.'])('is a header though a name is cut short: %s', async (name) => {
    const text = file([name, 'Zettel', 'Fach'], (i) => [`A-${i}`, sentence(i), own(i)]);
    expect((await open(text)).columns).toEqual({ text: ['Zettel'], label: 'Fach' });
  });

  it('is data where it is a sentence', async () => {
    const text = file(['The lamp is broken.', 'refund'], (i) => [`${sentence(i)}.`, own(i)]);
    expect((await open(text)).samples).toHaveLength(61);
  });
});

describe('one value in a column that sorts', () => {
  it('is refused as one class', async () => {
    const text = file(['feedback', 'theme'], (i) => [sentence(i), 'exhibits']);
    expect((await refused(text)).code).toBe('one-class');
  });

  it('is refused so beside the text alone, whatever it is called', async () => {
    const text = file(['feedback', 'Fach'], (i) => [sentence(i), 'exhibits']);
    expect((await refused(text)).code).toBe('one-class');
  });
});

describe('several labels', () => {
  it.each([
    ['|', (labels: string[]) => labels.join('|')],
    ['; ', (labels: string[]) => labels.join('; ')],
    [', ', (labels: string[]) => labels.join(', ')],
    ['、', (labels: string[]) => labels.join('、')],
    ['#', (labels: string[]) => labels.map((label) => `#${label}`).join(' ')],
    ['JSON', (labels: string[]) => JSON.stringify(labels)],
    ['Python', (labels: string[]) => `[${labels.map((label) => `'${label}'`).join(', ')}]`],
  ])('in a cell are refused, with the mend: %s', async (_, join) => {
    const labels = (i: number) => [own(i), ...(i % 3 === 0 ? [own(i + 1)] : [])];
    const error = await refused(file(['text', 'label'], (i) => [sentence(i), join([...new Set(labels(i))])]));
    expect(error.code).toBe('several-labels');
    expect(error.message).toMatch(/one class a row/);
    expect(error.message).toContain('invoice');
  });

  it.each([
    ['parts of one name', ['food / drink', 'tools & toys']],
    ['a class below another', ['news/sport', 'news/world', 'film/old', 'film/new']],
    ['places', ['Bern, Switzerland', 'Rome, Italy']],
  ])('are not seen in %s', async (_, names) => {
    const text = file(['text', 'label'], (i) => [sentence(i), names[i % names.length]!]);
    expect((await open(text)).classes).toHaveLength(names.length);
  });

  it('that are one, spread over columns of 0 and 1, are gathered', async () => {
    const text = file(['text', ...CLASSES], (i) => [
      sentence(i),
      ...CLASSES.map((name) => (own(i) === name ? '1' : '0')),
    ]);
    const dataset = await open(text);
    expect(dataset.classes).toEqual(CLASSES);
    expect(dataset.columns).toEqual({ text: ['text'], label: 'label' });
    expect(codes(dataset)).toContain('spread-label');
    expect((await open(text, { target: 'refund' })).classes).toEqual(['0', '1']);
  });

  it('in columns of 0 and 1 are said, and each column offered', async () => {
    const text = file(['text', ...CLASSES], (i) => [
      sentence(i),
      ...CLASSES.map((_, place) => (i % (place + 2) === 0 ? '1' : '0')),
    ]);
    const dataset = await open(text);
    expect(codes(dataset)).toContain('several-label-columns');
    expect(dataset.profile.candidates?.map(({ column }) => column).toSorted()).toEqual(CLASSES);
    expect(dataset.profile.labelColumn?.isGuess).toBe(true);
  });
});

describe('what is no text', () => {
  it.each([
    ['names of pictures', 'image', (i: number) => `IMG_${i}.jpg`],
    ['paths of sounds', 'path', (i: number) => `audio/${own(i)}/take ${i}.wav`],
    ['addresses of pictures', 'image_url', (i: number) => `https://example.org/a/${i}.png?size=2`],
    ['names in a column called text', 'text', (i: number) => `scan-${i}.PNG`],
  ])('%s: the zip to send is told', async (_, column, cell) => {
    const error = await refused(file([column, 'label'], (i) => [cell(i), own(i)]));
    expect(error.code).toBe('file-names');
    expect(error.message).toMatch(/into one zip/);
  });

  it.each([
    ['order numbers', (i: number) => `ORD-2024-${10_000 + i * 37}`],
    ['hexadecimal identifiers', (i: number) => `${(i * 2_654_435_761).toString(16).padStart(12, 'a')}`],
    ['moments', (i: number) => `2024-03-${String((i % 28) + 1).padStart(2, '0')} 10:${10 + (i % 50)}`],
    ['dates in words', (i: number) => `${(i % 28) + 1}. März ${2_000 + (i % 20)}`],
  ])('%s', async (_, cell) => {
    const error = await refused(file(['text', 'label'], (i) => [cell(i), own(i)]));
    expect(error.code).toBe('no-sentences');
    expect(error.message).toMatch(/column of sentences/);
  });

  it('but formulas, names and file names beside a text are no reason to refuse', async () => {
    const formula = (i: number) =>
      `C${'CN=O()'.slice(0, (i % 6) + 1)}${i}${'c1'.repeat(i % 4)}=${'NO'.repeat(i % 5)}`;
    expect((await open(file(['text', 'label'], (i) => [formula(i), own(i)]))).samples.length).toBeGreaterThan(
      20,
    );
    const named = await open(file(['file', 'caption', 'label'], (i) => [`${i}.jpg`, sentence(i), own(i)]));
    expect(named.columns.text).toEqual(['caption']);
  });
});

describe('no classes', () => {
  it('a number to predict is refused with the ranges to write, and no target that would be refused', async () => {
    const amounts = file(['text', 'price'], (i) => [sentence(i), (i * 1.37 + 3).toFixed(2)]);
    const error = await refused(amounts);
    expect(error.code).toBe('number-to-predict');
    expect(error.message).toMatch(/named ranges/);
    expect(error.message).not.toMatch(/target/);
  });

  it('a number that the person asks for is refused beside classes too', async () => {
    const text = file(['text', 'price', 'label'], (i) => [sentence(i), (i * 1.37 + 3).toFixed(2), own(i)]);
    const error = await refused(text, { description: 'predict the price of each' });
    expect(error.code).toBe('number-beside-classes');
    expect(error.message).toContain('"label"');
    expect((await open(text)).classes).toEqual(CLASSES);
  });

  it('texts with free answers have none, and no target is asked for', async () => {
    const error = await refused(
      file(['text', 'reply'], (i) => [sentence(i), `We answer ${sentence(i + 60)}`]),
    );
    expect(error.code).toBe('no-classes');
    expect(error.message).not.toMatch(/target/);
  });

  it('a single column with commas in it is a column of texts', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `${sentence(i)}, ${i % 3 ? 'and, well, so on' : 'so'}`,
    );
    const error = await refusal(
      openBytes('data.csv', ['Messaggio', ...lines].join('\n'), 'text', { kind: 'text' }),
    );
    expect(error.code).toBe('no-classes');
  });
});

describe('the table as a whole', () => {
  it('on its side is refused, with what to do', async () => {
    const count = 30;
    const turned = ['id', 'text', 'label'].map((name, k) => [
      name,
      ...Array.from({ length: count }, (_, i) => [String(900 + i), sentence(i), own(i)][k]!),
    ]);
    const error = await refused(csvOf(turned));
    expect(error.code).toBe('sideways');
    expect(error.message).toMatch(/transpose/);
  });

  it('may have a title above its header and empty lines below', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [String(i), sentence(i), own(i)]);
    const lines = [['Export of today', '', ''], ['', '', ''], ['nr', 'text', 'label'], ...rows, ['', '', '']];
    const dataset = await open(csvOf(lines));
    expect(fact(dataset, 'Text column')).toBe('text');
    expect(dataset.samples).toHaveLength(40);
    expect(codes(dataset)).toContain('title-lines');
    expect(codes(dataset)).not.toContain('empty-texts');
  });
});

describe('what gives the class away', () => {
  it('is said of a mark in the text', async () => {
    const text = file(['text', 'label'], (i) => [`${sentence(i)} [${own(i).slice(0, 2)}Q-${i}]`, own(i)]);
    const leak = await said(text, 'leak-token');
    expect(leak?.items).toContain('inQ → invoice (100 %)');
  });

  it('is said of the name of the class in the text, once', async () => {
    const text = file(['text', 'label'], (i) => [`[${own(i)}] ${sentence(i)}`, own(i)]);
    expect((await said(text, 'class-in-text'))?.values).toEqual({ percent: 100 });
    expect(await said(text, 'leak-token')).toBeUndefined();
  });

  it('is said of an answer that is read, and of one that is not', async () => {
    const answer = (i: number) =>
      `Your case about number ${i} goes to our ${own(i).toUpperCase().slice(0, 3)} desk`;
    const unread = await said(
      file(['text', 'reply', 'label'], (i) => [sentence(i), answer(i), own(i)]),
      'leak-column-unread',
    );
    expect(unread?.values).toEqual({ column: '"reply"' });
    const read = await said(
      file(['text', 'letter out', 'label'], (i) => [sentence(i), answer(i), own(i)]),
      'leak-column',
    );
    expect(read?.severity).toBe('warning');
  });

  it('is not said of texts that merely differ', async () => {
    const dataset = await open(file(['text', 'label'], (i) => [sentence(i), own(i)]));
    expect(codes(dataset).filter((code) => /leak|class-in-text/.test(code))).toEqual([]);
  });

  it('needs a whole class: half of it is no rule', () => {
    const samples = Array.from({ length: 40 }, (_, i) => ({
      text: `${sentence(i)}${i % 4 === 0 ? ' mark' : ''}`,
      label: i % 2,
    }));
    expect(findRules(samples, 2)).toEqual([]);
  });

  it('is measured in time that is linear in the text', () => {
    const samples = Array.from({ length: 200 }, (_, i) => ({ text: 'ab '.repeat(400_000), label: i % 2 }));
    const start = performance.now();
    findRules(samples, 2);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('labels', () => {
  it('spelt nearly like a common one are named with it', async () => {
    const names = ['Rechnung', 'Kündigung', 'Umzug'];
    const slips = new Map([
      [4, 'Rechnug'],
      [10, 'Rechnug'],
      [11, 'Kündigugn'],
    ]);
    const text = file(['text', 'label'], (i) => [sentence(i), slips.get(i) ?? names[i % 3]!]);
    const near = await said(text, 'near-spellings');
    expect(near?.items.map((item) => item.replaceAll(/ \(\d+\)/g, ''))).toEqual([
      'Kündigugn ≈ Kündigung',
      'Rechnug ≈ Rechnung',
    ]);
    const rare = await said(text, 'rare-classes');
    expect(rare).toMatchObject({ count: 3, values: { count: 2, rows: 3 } });
  });

  it.each([
    ['levels', ['A1', 'A2', 'B1', 'B2']],
    ['numbered names', ['Level 1', 'Level 2', 'Level 3', 'Level 4']],
    ['opposites that are common', ['legal', 'illegal', 'regal', 'loyal']],
  ])('that are all common are not: %s', async (_, names) => {
    expect(
      await said(
        file(['text', 'label'], (i) => [sentence(i), names[i % 4]!]),
        'near-spellings',
      ),
    ).toBeUndefined();
  });
});
