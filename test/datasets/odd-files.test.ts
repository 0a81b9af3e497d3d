/** Files as people send them by mistake or in haste: each is understood, or refused with what to do. */
import { describe, expect, it } from 'vitest';
import { codes, csvOf, openBytes, pictureFolders, refusal, wav, zipOf } from './build-files.ts';

const TEXTS = Array.from(
  { length: 24 },
  (_, i) =>
    `the ${['soup', 'hotel', 'train'][i % 3]} number ${i} was ${i % 2 ? 'lovely and warm' : 'awful and cold'}`,
);
const LABELS = TEXTS.map((_, i) => (i % 2 ? 'good' : 'bad'));
const rows = TEXTS.map((text, i) => [text, LABELS[i]!]);
const days = Array.from({ length: 60 }, (_, i) =>
  new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10),
);
const valueAt = (i: number) => (50 + 9 * Math.sin((2 * Math.PI * i) / 7)).toFixed(2);

describe('tables that are odd', () => {
  it('may have two columns of one name', async () => {
    const dataset = await openBytes('a.csv', csvOf([['text', 'text'], ...rows]), 'text');
    expect(dataset.samples).toHaveLength(24);
    expect(dataset.columns).toEqual({ text: ['text'], label: 'text (2)' });
  });

  it('are refused when only the header is there', async () => {
    const error = await refusal(openBytes('a.csv', 'text,label\n', 'text'));
    expect(error.code).toBe('too-few-rows');
    expect(error.message).toContain('a single row');
  });

  it('are refused when they are a web page that a link led to', async () => {
    const page = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>';
    const error = await refusal(openBytes('data.csv', page, 'text'));
    expect(error.code).toBe('web-page');
    expect(error.message).toContain('web page');
  });

  it('under the name of an archive are read as tables, or refused as what they are', async () => {
    const named = await openBytes('a.zip', csvOf([['text', 'label'], ...rows]), 'text');
    expect(named.samples).toHaveLength(24);
    const error = await refusal(openBytes('pictures.zip', 'Not found', 'image'));
    expect(error.code).toBe('no-archive');
    expect(error.message).toContain('"pictures.zip" is no archive but plain text');
  });

  it('may keep labels in objects of one key', async () => {
    const json = JSON.stringify(rows.map(([text, name]) => ({ text, label: { name } })));
    expect((await openBytes('a.json', json, 'text')).classes).toEqual(['bad', 'good']);
  });

  it('may number more than twenty classes without a gap', async () => {
    const many = Array.from({ length: 96 }, (_, i) => [`${TEXTS[i % 24]} in room ${i * 37}`, String(i % 24)]);
    expect((await openBytes('a.csv', csvOf([['text', 'label'], ...many]), 'text')).classes).toHaveLength(24);
    const measured = many.map(([text], i) => [text!, String(20 + (i % 24) * 3)]);
    const refused = openBytes('a.csv', csvOf([['text', 'label'], ...measured]), 'text', { target: 'label' });
    expect((await refusal(refused)).code).toBe('numeric-target');
  });
});

describe('numbers that are missing', () => {
  it('do not hide a series: NaN, null and infinity are gaps', async () => {
    const odd = ['NaN', 'null', 'inf', '-Infinity', '1e400'];
    const table = days.map((day, i) => [day, i % 4 === 0 ? odd[(i / 4) % odd.length]! : valueAt(i)]);
    const dataset = await openBytes('a.csv', csvOf([['date', 'value'], ...table]), 'series');
    const { values } = dataset.series[0]!;
    expect(values.every((value) => Number.isNaN(value) || (value > 40 && value < 60))).toBe(true);
    expect(values.filter(Number.isNaN).length).toBeGreaterThan(12);
    expect(dataset.profile.problems.find(({ code }) => code === 'bad-values')?.items).toContain('row 9: inf');
  });

  it('are all there is: refused as a series without values', async () => {
    const table = csvOf([['date', 'value'], ...days.map((day) => [day, 'NaN'])]);
    expect((await refusal(openBytes('a.csv', table, 'series'))).code).toBe('no-value-column');
  });

  it('do not hide a log of decisions', async () => {
    const log = Array.from({ length: 120 }, (_, i) => [
      Math.floor(i / 10),
      i % 10,
      valueAt(i),
      ['left', 'right'][i % 2]!,
      i % 6 === 0 ? 'NaN' : valueAt(i + 3),
    ]);
    const dataset = await openBytes(
      'a.csv',
      csvOf([['episode', 'step', 's1', 'action', 'reward'], ...log]),
      'policy',
    );
    expect(codes(dataset)).toContain('bad-rows');
  });
});

describe('dates written in two ways', () => {
  const written = days.map((day, i) => [i % 3 === 0 ? day.split('-').reverse().join('/') : day, valueAt(i)]);
  const shuffled = written.map((_, i) => written[(i * 37) % written.length]!);

  it('are refused as ambiguous, with an example of each, whether or not the kind is known', async () => {
    for (const kind of [null, 'series'] as const) {
      const error = await refusal(
        openBytes('a.csv', csvOf([['date', 'sales'], ...shuffled]), 'series', { kind }),
      );
      expect(error.code).toBe('mixed-dates');
      expect(error.message).toContain('01/01/2023, 2023-02-07');
    }
  });

  it('do not make a series of texts', async () => {
    const table = written.map(([date], i) => [date!, TEXTS[i % 24]!, LABELS[i % 24]!]);
    const dataset = await openBytes('a.csv', csvOf([['date', 'text', 'label'], ...table]), 'text', {
      kind: null,
    });
    expect(dataset.columns).toEqual({ text: ['text'], label: 'label' });
  });
});

describe('numbers out of range', () => {
  it.each([
    ['1e302', 'number-too-large'],
    ['1e-300', 'numbers-too-small'],
  ])('times %s are refused with the mend', async (scale, code) => {
    const table = days.map((day, i) => [day, String(Number(valueAt(i)) * Number(scale))]);
    const error = await refusal(openBytes('a.csv', csvOf([['date', 'value'], ...table]), 'series'));
    expect(error.code).toBe(code);
    expect(error.message).toContain('units');
  });
});

describe('logs of decisions that are odd', () => {
  const header = ['episode', 'step', 'load', 'action', 'reward', 'done'];
  const log = Array.from({ length: 200 }, (_, i) => [
    Math.floor(i / 10),
    i % 10,
    String(i),
    ['left', 'right'][i % 2]!,
    String((i * 7) % 5),
    i % 10 === 9 ? 'True' : 'False',
  ]);

  it('lose the rows before missing steps, whose outcome is unknown', async () => {
    const gaps = log.filter((_, i) => i % 10 !== 4 && i % 10 !== 5);
    const dataset = await openBytes('a.csv', csvOf([header, ...gaps]), 'policy');
    // Each of 20 episodes lacks two steps and the row before them.
    expect(dataset.profile.sampleCount).toBe(140);
    expect(dataset.profile.problems.find(({ code }) => code === 'missing-steps')?.message).toMatch(
      /^40 steps/,
    );
    const states = [...dataset.states];
    dataset.nextStates.forEach((next, i) => {
      expect(dataset.done[i] === 1 || next - states[i]! === 1).toBe(true);
    });
    expect(dataset.done.reduce((sum, flag) => sum + flag, 0)).toBe(20);
  });

  it('are the same in any order of the rows', async () => {
    const ordered = await openBytes('a.csv', csvOf([header, ...log]), 'policy');
    const mixed = log.map((_, i) => log[(i * 77) % 200]!);
    const shuffled = await openBytes('a.csv', csvOf([header, ...mixed]), 'policy');
    const transitions = (dataset: typeof ordered) =>
      [...dataset.states]
        .map((state, i) => `${state} ${dataset.nextStates[i]} ${dataset.done[i]}`)
        .toSorted();
    expect(transitions(shuffled)).toEqual(transitions(ordered));
    expect(codes(ordered)).not.toContain('missing-steps');
  });

  it('say which columns are no states since they hold words', async () => {
    const named = log.map((row, i) => [...row.slice(0, 3), i % 3 ? 'red' : 'blue', ...row.slice(3)]);
    const dataset = await openBytes(
      'a.csv',
      csvOf([[...header.slice(0, 3), 'light', ...header.slice(3)], ...named]),
      'policy',
    );
    expect(dataset.stateNames).toEqual(['load']);
    expect(dataset.profile.problems.find(({ code }) => code === 'unused-columns')?.items).toEqual(['light']);
  });
});

describe('sounds that are odd', () => {
  it('are named where their coding cannot be decoded', async () => {
    const files: Record<string, Buffer> = {};
    for (const [c, name] of ['up', 'down'].entries())
      for (let i = 0; i < 6; i += 1) files[`${name}/${i}.wav`] = wav(200 + 60 * i + 500 * c, 0.3);
    const coded = Buffer.from(wav(300, 0.3));
    // µ-law is coding 7, of 8 bits.
    coded.writeUInt16LE(7, 20);
    coded.writeUInt16LE(8, 34);
    files['up/phone.wav'] = coded;
    const dataset = await openBytes('words.zip', await zipOf(files), 'audio');
    expect(dataset.samples).toHaveLength(12);
    const damaged = dataset.profile.problems.find(({ code }) => code === 'damaged-items');
    expect(damaged?.items[0]).toContain('up/phone.wav: its coding (MULAW) is not supported');
  });
});

describe('archives that are odd', () => {
  it('may call their class folders by many numbers', async () => {
    const names = Array.from({ length: 23 }, (_, i) => String(5 + 2 * i));
    const dataset = await openBytes('signs.zip', await zipOf(await pictureFolders(names, 3)), 'image');
    expect(dataset.classes).toEqual(names);
  });

  it('say what they hold when there is no data in them', async () => {
    const error = await refusal(
      openBytes('a.zip', await zipOf({ 'README.md': '# hi', LICENSE: 'MIT' }), 'image'),
    );
    expect(error.code).toBe('archive-of-others');
    expect(error.message).toContain('"README.md"');
    expect(error.message).not.toContain('one level');
  });
});
