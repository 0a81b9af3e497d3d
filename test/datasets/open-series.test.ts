import { describe, expect, it } from 'vitest';
import { addSteps } from '../../src/datasets/series/frequency.ts';
import { parseTimestamps } from '../../src/datasets/series/timestamps.ts';
import { codes, csvOf, fact, openBytes, randomFrom, refusal } from './build-files.ts';

const DAY = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
const START = Date.UTC(2023, 0, 1);
const wave = (i: number, period: number) => 10 + 3 * Math.sin((2 * Math.PI * i) / period) + i * 0.01;

describe('time series', () => {
  it('reads a long table: several series, gaps as NaN, a weekly season', async () => {
    const rows = ['north', 'south'].flatMap((id, s) =>
      Array.from({ length: 60 }, (_, i) => [id, iso(START + i * DAY), (wave(i, 7) + s).toFixed(3)]).filter(
        (_, i) => s === 0 || i !== 20,
      ),
    );
    const dataset = await openBytes(
      'sales.csv',
      csvOf([['series', 'timestamp', 'value'], ...rows]),
      'series',
    );
    expect(dataset.series.map(({ id }) => id)).toEqual(['north', 'south']);
    expect(dataset.series[1]!.values).toHaveLength(60);
    expect(dataset.series[1]!.values[20]).toBeNaN();
    expect(dataset.series[1]!.values[21]).toBeCloseTo(wave(21, 7) + 1, 3);
    expect(dataset).toMatchObject({ stepMs: DAY, calendar: null, numbered: false });
    expect(dataset.series[0]!.start).toBe(START);
    expect(dataset.season?.period).toBe(7);
    expect(fact(dataset, 'Gaps')).toBe('0.8 % of the steps');
  });

  it('reads a wide table, and one column of it by target', async () => {
    const rows = Array.from({ length: 48 }, (_, i) => [
      `2024-03-${String(1 + Math.floor(i / 24)).padStart(2, '0')} ${String(i % 24).padStart(2, '0')}:00`,
      i,
      i * 2,
    ]);
    const bytes = csvOf([['date', 'load', 'wind'], ...rows]);
    const dataset = await openBytes('wide.csv', bytes, 'series');
    expect(dataset.series.map(({ id }) => id)).toEqual(['load', 'wind']);
    expect(dataset.stepMs).toBe(3_600_000);
    expect(
      (await openBytes('wide.csv', bytes, 'series', { target: 'Wind' })).series.map(({ id }) => id),
    ).toEqual(['wind']);
    expect((await refusal(openBytes('wide.csv', bytes, 'series', { target: 'sun' }))).code).toBe(
      'unknown-column',
    );
  });

  it('reads one row a series with times in the header, years too', async () => {
    const years = Array.from({ length: 30 }, (_, i) => 1_990 + i);
    const rows = ['Chad', 'Peru', 'Fiji'].map((name, r) => [name, ...years.map((_, i) => i * (r + 1))]);
    const dataset = await openBytes('wide.csv', csvOf([['country', ...years], ...rows]), 'series');
    expect(dataset.series.map(({ id }) => id)).toEqual(['Chad', 'Fiji', 'Peru']);
    expect(dataset.calendar).toBe('year');
    expect(dataset.series[2]!.values[29]).toBe(58);
  });

  it.each([
    ['month', (i: number) => `${2_015 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`],
    ['month', (i: number) => iso(Date.UTC(2_015, i + 1, 0))],
    ['quarter', (i: number) => `${1_990 + Math.floor(i / 4)}Q${(i % 4) + 1}`],
    ['year', (i: number) => String(1_960 + i)],
  ])('infers calendar steps: %s', async (calendar, stamp) => {
    const rows = Array.from({ length: 40 }, (_, i) => [stamp(i), wave(i, 12).toFixed(2)]);
    const dataset = await openBytes('a.csv', csvOf([['date', 'y'], ...rows]), 'series');
    expect(dataset.calendar).toBe(calendar);
    expect(dataset.series[0]!.values).toHaveLength(40);
    expect(dataset.series[0]!.values.some(Number.isNaN)).toBe(false);
  });

  it('reads the M4 layout: ids below V1, numbered steps, rows of different length', async () => {
    const header = Array.from({ length: 31 }, (_, i) => `V${i + 1}`);
    const row = (id: string, n: number) => [
      id,
      ...Array.from({ length: 30 }, (_, i) => (i < n ? String(10 + i + (i % 3)) : '')),
    ];
    const dataset = await openBytes(
      'm4.csv',
      csvOf([header, row('Y1', 30), row('Y2', 18), row('Y3', 24)]),
      'series',
    );
    expect(dataset.numbered).toBe(true);
    expect(dataset.series.map(({ id, values }) => [id, values.length])).toEqual([
      ['Y1', 30],
      ['Y2', 18],
      ['Y3', 24],
    ]);
    expect([...dataset.series[1]!.values.slice(0, 4)]).toEqual([10, 12, 14, 13]);
  });

  it('does not take numbered features with a class for series', async () => {
    const header = [...Array.from({ length: 12 }, (_, i) => `V${i + 1}`), 'class'];
    const rows = Array.from({ length: 20 }, (_, r) => [
      ...header.slice(1).map((_, i) => (r * i) % 7),
      r % 2 ? 'a' : 'b',
    ]);
    const opened = openBytes('features.csv', csvOf([header, ...rows]), 'series');
    await expect(opened).rejects.toThrow();
  });

  it('adds calendar steps and keeps month ends', () => {
    const month = { stepMs: 0, calendar: 'month' } as const;
    expect(iso(addSteps(Date.UTC(2024, 0, 31), 1, month))).toBe('2024-02-29');
    expect(iso(addSteps(Date.UTC(2024, 1, 29), 1, month))).toBe('2024-03-31');
    expect(iso(addSteps(Date.UTC(2024, 0, 15), 13, month))).toBe('2025-02-15');
  });

  it('reads decimal commas, day-first dates and unsorted rows', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const date = new Date(START + ((i * 7) % 40) * DAY);
      const day = [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()].join('.');
      return `${day};1.${100 + ((i * 7) % 40)},5`;
    });
    const dataset = await openBytes('de.csv', ['Datum;Wert', ...rows].join('\n'), 'series');
    expect(dataset.series[0]!.values).toHaveLength(40);
    expect(dataset.series[0]!.values[3]).toBe(1_103.5);
  });

  it('reports bad values, double times and short series', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [
      'a',
      iso(START + i * DAY),
      i === 4 ? 'broken' : String(i),
    ]);
    rows.push(['a', iso(START + 10 * DAY), '20'], ['b', iso(START), '1']);
    const dataset = await openBytes('a.csv', csvOf([['id', 'date', 'value'], ...rows]), 'series');
    expect(codes(dataset)).toEqual(
      expect.arrayContaining(['bad-values', 'duplicate-timestamps', 'short-series']),
    );
    expect(dataset.series[0]!.values[10]).toBe(15);
    expect(dataset.series[0]!.values[4]).toBeNaN();
  });

  it('refuses irregular times and a history that is too short', async () => {
    const random = randomFrom(5);
    const rows = Array.from({ length: 40 }, () => [
      new Date(START + Math.floor(random() ** 3 * 400 * DAY)).toISOString(),
      1,
    ]);
    expect((await refusal(openBytes('a.csv', csvOf([['time', 'y'], ...rows]), 'series'))).code).toBe(
      'irregular-series',
    );
    const short = Array.from({ length: 5 }, (_, i) => [iso(START + i * DAY), i]);
    expect((await refusal(openBytes('a.csv', csvOf([['date', 'y'], ...short]), 'series'))).code).toBe(
      'too-short-series',
    );
  });

  it('is not fooled: dated texts are text, a table without times is refused when called a series', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => [
      iso(START + i * DAY),
      i,
      `the shop number ${i} was closed again and nobody answered`,
      i % 2 ? 'bad' : 'good',
    ]);
    const bytes = csvOf([['date', 'likes', 'text', 'label'], ...rows]);
    expect((await openBytes('a.csv', bytes, 'text')).columns.text).toEqual(['text']);
    const plain = csvOf([
      ['a', 'b'],
      ['x', '1.5'],
      ['y', '2.5'],
    ]);
    expect((await refusal(openBytes('a.csv', plain, 'series', { kind: 'series' }))).code).toBe(
      'no-time-column',
    );
  });
});

describe('timestamps', () => {
  it.each([
    [['2024-02-30T10:00'], null],
    [['2024-01-31T10:30:05.250+02:00'], Date.UTC(2024, 0, 31, 8, 30, 5, 250)],
    [['13/02/2024 5:30 pm'], Date.UTC(2024, 1, 13, 17, 30)],
    [['02/13/2024', '02/14/2024'], Date.UTC(2024, 1, 13)],
    [['Feb 13, 2024'], Date.UTC(2024, 1, 13)],
    [['13-Feb-24'], Date.UTC(2024, 1, 13)],
    [['2024年2月13日'], Date.UTC(2024, 1, 13)],
    [['2024-W01'], Date.UTC(2024, 0, 1)],
    [['1700000000'], 1_700_000_000_000],
    [['20240213'], Date.UTC(2024, 1, 13)],
  ])('reads %j', (cells, expected) => {
    const read = parseTimestamps(cells, true);
    if (expected === null) expect(read).toBeNull();
    else expect(read?.times[0]).toBe(expected);
  });

  it('settles day and month by the whole column', () => {
    const cells = Array.from({ length: 12 }, (_, i) => `0${(i % 9) + 1}/01/2024`.slice(-10));
    const monthFirst = ['01/01/2024', '01/02/2024', '01/03/2024', '01/04/2024'];
    const times = parseTimestamps(monthFirst, true)!.times;
    expect(times[1]! - times[0]!).toBe(times[2]! - times[1]!);
    expect(parseTimestamps(cells.slice(0, 9), true)!.format).toBe('day/month/year');
  });
});

describe('times in several columns', () => {
  it('puts year and quarter, or year, month and day, together', async () => {
    const quarters = Array.from({ length: 40 }, (_, i) => [
      1_990 + Math.floor(i / 4),
      (i % 4) + 1,
      wave(i, 4).toFixed(3),
    ]);
    const dataset = await openBytes('macro.csv', csvOf([['year', 'quarter', 'gdp'], ...quarters]), 'series');
    expect(dataset).toMatchObject({ calendar: 'quarter', season: { period: 4 } });
    expect(dataset.series.map(({ id, values }) => [id, values.length])).toEqual([['gdp', 40]]);
    const days = Array.from({ length: 40 }, (_, i) => {
      const date = new Date(START + i * DAY);
      return [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear(), i];
    });
    const daily = await openBytes('daily.csv', csvOf([['day', 'month', 'year', 'load'], ...days]), 'series');
    expect(daily).toMatchObject({ stepMs: DAY, calendar: null });
    expect(daily.series[0]!.start).toBe(START);
  });

  it('takes half-years and decades as steps of a fixed length without gaps', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [1_700 + i * 10, i * i]);
    const dataset = await openBytes('a.csv', csvOf([['year', 'people'], ...rows]), 'series');
    expect(dataset.calendar).toBeNull();
    expect([...dataset.series[0]!.values]).toEqual(rows.map(([, value]) => value));
    expect(fact(dataset, 'Step')).toBe('10.0 years');
  });

  it('reads numbered steps, and takes numbered short texts for text', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i * 2, i % 5]);
    const dataset = await openBytes('a.csv', csvOf([['t', 'y'], ...rows]), 'series');
    expect(dataset).toMatchObject({ numbered: true, stepMs: 2 });
    expect(dataset.series[0]!.values).toHaveLength(40);
    const words = Array.from({ length: 24 }, (_, i) => [i, `wort${'abcdefghijklmnopqrstuvwx'[i]}`, i % 2]);
    expect((await openBytes('b.csv', csvOf([['index', 'word', 'label'], ...words]), 'text')).classes).toEqual(
      ['0', '1'],
    );
  });

  it('leaves out one series of gaps and refuses when all are', async () => {
    const full = Array.from({ length: 200 }, (_, i) => ['full', iso(START + i * DAY), i]);
    const gaps = Array.from({ length: 11 }, (_, i) => ['gaps', iso(START + i * 19 * DAY), i]);
    const dataset = await openBytes('a.csv', csvOf([['id', 'date', 'y'], ...full, ...gaps]), 'series');
    expect(dataset.series.map(({ id }) => id)).toEqual(['full']);
    expect(codes(dataset)).toContain('sparse-series');
  });
});
