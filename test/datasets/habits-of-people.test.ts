/** How people write numbers, moments, missing classes and capitals in their tables. */
import { describe, expect, it } from 'vitest';
import { describeColumns } from '../../src/datasets/columns.ts';
import { isMissingLabel, makeLabels } from '../../src/datasets/labels/labels.ts';
import { typeOfBytes } from '../../src/datasets/media/media-type.ts';
import { isNumberLike, parseNumbers } from '../../src/datasets/tables/numbers.ts';
import { natureOf } from '../../src/datasets/text/nature.ts';
import { seededRandom } from '../../src/statistics/random.ts';

const column = (cells: readonly string[]) =>
  describeColumns({
    format: 'CSV',
    columns: ['a'],
    rows: cells.map((cell) => [cell]),
    ids: cells.map((_, i) => `${i + 1}`),
    problems: [],
  })[0]!;

describe('amounts', () => {
  it.each([
    ...['12,50 zł', '120 kr', 'kr 120', '45,90 TL', '₺45', '₩12,000', '1 200,00 €', 'EUR 12.50'],
    ...['3 500 руб.', '12元', '−4,5', 'CHF 1’250.00', '12 %'],
  ])('are numbers with their currency: %s', (cell) => {
    expect(isNumberLike(cell)).toBe(true);
    expect(Number.isFinite(parseNumbers([cell])[0])).toBe(true);
  });
  it.each(['12 eggs', 'kr', 'tl;dr', 'trying 12', 'A4', '12.03.2024', 'EUR'])('are no words: %s', (cell) => {
    expect(isNumberLike(cell)).toBe(false);
  });
});

describe('moments', () => {
  it.each([
    ['12 mars 2024', '3 april 2024'],
    ['12. März 2024 14:30 Uhr', '3. April 2024 09:15 Uhr'],
    ['12 de marzo de 2024', '3 de abril de 2024'],
    ['2024년 3월 12일', '2024년 4월 3일 오후 2:30'],
    ['2024年3月12日 14時30分', '2024年4月3日'],
    ['pon. 12.03.2024', 'wt. 13.03.2024'],
    ['2024-03-12T14:30:00.000Z', '2024-04-03T09:15:00+02:00'],
    ['12.03.2024 г.', '03.04.2024 г.'],
    ['2024-03-12 14:30 - 15:00', '2024-04-03 09:15, 10:00'],
  ])('are no texts: %s', (...cells) => {
    expect(natureOf(column(cells))).toBe('date');
  });

  it('are not texts that begin with one', () => {
    const cells = [
      '12.03.2024 Ware nicht angekommen',
      '2024-03-12 please call me back',
      '3 april 2024 var det fullt',
    ];
    expect(natureOf(column(cells))).toBe('words');
  });
});

it('takes UTF-16 of any writing for text, and no sound for it', async () => {
  for (const text of ['Описание\tКатегория\n', '本文\tカテゴリ\n', '내용,분류\n', 'text,label\n']) {
    const bytes = Buffer.from(`\ufeff${text.repeat(40)}`, 'utf16le');
    expect(await typeOfBytes(bytes, 'a.csv')).toEqual({ kind: 'text', ext: '' });
    expect(await typeOfBytes(Buffer.from(bytes).swap16(), 'a.csv')).toEqual({ kind: 'text', ext: '' });
  }
  const random = seededRandom(5);
  const sound = Buffer.from([0xff, 0xfe, ...Array.from({ length: 2_000 }, () => random.below(256))]);
  expect((await typeOfBytes(sound, 'a.mp1')).kind).not.toBe('text');
});

it('takes what stands for no class as none, whatever program wrote it', () => {
  const missing = [
    ...['', ' ', '-', '–', '?', 'NA', 'N/A', 'null', '(blank)'],
    ...['#N/A', '#NV', '#WERT!', '#VALUE!', '#DIV/0!'],
  ];
  expect(missing.filter((label) => !isMissingLabel(label))).toEqual([]);
  const names = ['na', 'no', 'none', 'unknown', '#spam', 'A-', '0', 'NAT'];
  expect(names.filter(isMissingLabel)).toEqual([]);
});

it('sees one class in capitals and small letters of every alphabet', () => {
  const groups = [
    ['İade', 'iade', 'İADE', 'IADE'],
    ['Işık', 'IŞIK', 'ışık'],
    ['Straße', 'STRASSE', 'strasse'],
    ['Λόγος', 'ΛΌΓΟΣ', 'λόγος'],
  ];
  const raw = groups.flatMap((names) => names.flatMap((name) => [name, name]));
  expect(makeLabels(raw, 'The column').classes).toHaveLength(4);
});
