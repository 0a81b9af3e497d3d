import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { findNearTexts } from '../../src/datasets/text/near-texts.ts';
import { codes, csvOf, fact, openBytes, randomFrom, refusal, tarOf, zipOf } from './build-files.ts';

const SUBJECTS = ['the parcel', 'my invoice', 'your waiter', 'this bicycle', 'the hotel room', 'our teacher'];
const GOOD = ['arrived early and I am delighted', 'is simply wonderful', 'made everybody happy again'];
const BAD = ['was broken and dirty', 'never came, very annoying', 'is the worst I have seen'];

/** [18 · repeats] rows of text and label, all different. */
function reviews(repeats = 1): [string, string][] {
  return Array.from({ length: repeats }, (_, r) =>
    SUBJECTS.flatMap((subject, s) =>
      GOOD.map((_, k): [string, string] => {
        const good = (s + k) % 2 === 0;
        return [`${subject} number ${r}${s}${k} ${(good ? GOOD : BAD)[k]!}`, good ? 'good' : 'bad'];
      }),
    ),
  ).flat();
}

const table = (rows: readonly (readonly string[])[]) => csvOf([['text', 'label'], ...rows]);

describe('text tables', () => {
  it('reads a CSV with header, and shows what it understood', async () => {
    const dataset = await openBytes('reviews.csv', table(reviews(4)), 'text');
    expect(dataset.samples).toHaveLength(72);
    expect(dataset.classes).toEqual(['bad', 'good']);
    expect(dataset.samples[0]).toMatchObject({ id: '1', text: reviews(4)[0]![0], label: 1 });
    expect(dataset.columns).toEqual({ text: ['text'], label: 'label' });
    expect(fact(dataset, 'Label column')).toBe('label');
    expect(dataset.profile.language).toBe('en');
    expect(dataset.profile.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['semicolons', ';', 'utf-8'],
    ['tabs', '\t', 'utf-8'],
    ['pipes', '|', 'utf-8'],
    ['UTF-16 with a mark', ',', 'utf-16'],
    ['UTF-8 with a mark', ',', 'utf-8-bom'],
  ])('reads %s', async (_, delimiter, encoding) => {
    const text = [['text', 'label'], ...reviews()].map((row) => row.join(delimiter)).join('\r\n');
    const clean = delimiter === ',' ? text.replaceAll('never came,', 'never came') : text;
    const bytes =
      encoding === 'utf-8-bom'
        ? Buffer.from(`\uFEFF${clean}`)
        : iconv.encode(clean, encoding, { addBOM: encoding === 'utf-16' });
    const dataset = await openBytes('data.csv', bytes, 'text');
    expect(dataset.samples).toHaveLength(18);
    expect(dataset.columns.text).toEqual(['text']);
  });

  it('reads GB18030 and Windows-1252', async () => {
    const chinese = Array.from({ length: 12 }, (_, i) => [
      `这家餐厅第${i}次来了,味道${i % 2 ? '非常好吃,下次还来' : '太差了,再也不来了'}`,
      i % 2 ? '好评' : '差评',
    ]);
    const gb = await openBytes(
      '评论.csv',
      iconv.encode(csvOf([['文本', '标签'], ...chinese]), 'gb18030'),
      'text',
    );
    expect(gb.classes.toSorted()).toEqual(['好评', '差评'].toSorted());
    expect(gb.profile.language).toBe('zh');
    expect(gb.samples[1]!.text).toContain('非常好吃');
    const french = reviews().map(([text, label]) => [`${text} déjà été façade`, label] as const);
    const latin = await openBytes('a.csv', iconv.encode(table(french), 'windows-1252'), 'text');
    expect(latin.samples[0]!.text).toContain('déjà été façade');
  });

  it('keeps line breaks inside quotes', async () => {
    const rows = reviews().map(([text, label]) => [`${text}\nsecond "line", with comma`, label] as const);
    const dataset = await openBytes('a.csv', table(rows), 'text');
    expect(dataset.samples).toHaveLength(18);
    expect(dataset.samples[0]!.text).toMatch(/\nsecond "line", with comma$/);
  });

  it('reads a file without header, and quotes that never close', async () => {
    const lines = reviews().map(([text, label]) => `${label}\t"${text.replace('never came, ', 'never ')}`);
    const dataset = await openBytes('SMSSpamCollection', lines.join('\n'), 'text');
    expect(dataset.samples).toHaveLength(18);
    expect(dataset.classes).toEqual(['bad', 'good']);
    expect(fact(dataset, 'File')).toContain('no header');
  });

  it('reports ragged rows by number and goes on', async () => {
    const lines = table(reviews(2)).split('\n');
    lines.splice(5, 0, 'a text, with, commas, without quotes');
    const dataset = await openBytes('a.csv', lines.join('\n'), 'text');
    expect(dataset.samples).toHaveLength(36);
    expect(dataset.profile.problems.find(({ code }) => code === 'ragged-rows')?.items).toEqual(['5']);
  });

  it('refuses a table in which most rows are ragged', async () => {
    const lines = table(reviews())
      .split('\n')
      .map((line, i) => (i % 2 ? `${line},x,y${i % 3 ? ',z' : ''}` : line));
    expect((await refusal(openBytes('a.csv', lines.join('\n'), 'text'))).code).toBe('ragged-table');
  });

  it('reads JSONL, JSON, chat rows, and reports broken lines', async () => {
    const rows = reviews(2);
    const jsonl = rows.map(([text, label]) => JSON.stringify({ text, label }));
    const dataset = await openBytes('a.jsonl', [...jsonl, '{"text": "cut'].join('\n'), 'text');
    expect(dataset.samples).toHaveLength(36);
    expect(codes(dataset)).toContain('bad-json-rows');
    const json = await openBytes(
      'a.json',
      JSON.stringify({ data: rows.map(([text, label]) => ({ text, label })) }),
      'text',
    );
    expect(json.samples).toHaveLength(36);
    const chat = rows.map(([text, label]) =>
      JSON.stringify({
        messages: [
          { role: 'system', content: 'Judge.' },
          { role: 'user', content: text },
          { role: 'assistant', content: label },
        ],
      }),
    );
    const chats = await openBytes('chat.jsonl', chat.join('\n'), 'text');
    expect(chats.samples[0]).toMatchObject({ text: rows[0]![0] });
    expect(chats.classes).toEqual(['bad', 'good']);
    expect((await refusal(openBytes('a.jsonl', '{"text": "x"\n{"text"\n{', 'text'))).code).toBe('bad-json');
  });

  it('joins several text columns and ignores ids', async () => {
    const rows = reviews(2).map(([text, label], i) => [
      i + 1_000,
      `Title about case ${i}`,
      text,
      label,
      `2024-01-${(i % 28) + 1}`,
    ]);
    const dataset = await openBytes(
      'a.csv',
      csvOf([['id', 'title', 'body', 'category', 'date'], ...rows]),
      'text',
    );
    expect(dataset.columns).toEqual({ text: ['title', 'body'], label: 'category' });
    expect(dataset.samples[3]!.text).toBe(`Title about case 3\n${reviews(2)[3]![0]}`);
  });

  it('takes the target that the person names, and lists the columns when there is none', async () => {
    const rows = reviews(2).map(([text, label], i) => [text, label, ['red', 'green', 'blue'][i % 3]!]);
    const bytes = csvOf([['text', 'label', 'Shirt Colour'], ...rows]);
    const dataset = await openBytes('a.csv', bytes, 'text', { target: 'shirt_colour' });
    expect(dataset.classes).toEqual(['blue', 'green', 'red']);
    expect(dataset.columns.text).toEqual(['text']);
    const error = await refusal(openBytes('a.csv', bytes, 'text', { target: 'colr' }));
    expect(error.code).toBe('unknown-column');
    expect(error.message).toContain('"text", "label", "Shirt Colour"');
  });

  it('tells where the label is when names say nothing', async () => {
    const rows = reviews(2).map(([text, label], i) => [i, text, label]);
    const dataset = await openBytes('a.csv', csvOf([['aa', 'bb', 'cc'], ...rows]), 'text');
    expect(dataset.columns).toEqual({ text: ['bb'], label: 'cc' });
  });

  it('reads a zip with train and test tables as given parts, and class folders of text files', async () => {
    const zip = await zipOf({
      'd/train.csv': table(reviews(3)),
      'd/test.csv': table(reviews(4).slice(54)),
      'd/README.md': '# hello',
    });
    const dataset = await openBytes('a.zip', zip, 'text');
    expect(dataset.samples.filter(({ part }) => part === 'test')).toHaveLength(18);
    expect(dataset.samples[0]!.id).toBe('d/test.csv:1');
    const files = Object.fromEntries(reviews(2).map(([text, label], i) => [`acl/${label}/${i}.txt`, text]));
    const folders = await openBytes('acl.tar.gz', await tarOf(files), 'text');
    expect(folders.classes).toEqual(['bad', 'good']);
    expect(folders.samples).toHaveLength(36);
  });
});

describe('labels and duplicates', () => {
  it('merges spellings, leaves out empty texts, missing labels and rare classes, and says so', async () => {
    const rows = [
      ...reviews(2),
      ['another fine day', 'Good '],
      ['', 'good'],
      ['text without label', ''],
      ['odd one', 'rare'],
    ];
    const dataset = await openBytes('a.csv', table(rows), 'text');
    expect(dataset.classes).toEqual(['bad', 'good']);
    expect(dataset.samples).toHaveLength(37);
    expect(codes(dataset)).toEqual(
      expect.arrayContaining([
        'label-variants',
        'empty-texts',
        'missing-labels',
        'rare-classes',
        'sparse-data',
      ]),
    );
    expect(dataset.profile.problems.find(({ code }) => code === 'empty-texts')?.items).toEqual(['38']);
    expect(dataset.profile.problems.find(({ code }) => code === 'label-variants')?.items).toEqual([
      '"good" = "Good "',
    ]);
  });

  it('groups equal and nearly equal texts and reports conflicts', async () => {
    const base = reviews(3);
    const long = 'please send the broken blue kettle back to our store in the old town before next friday';
    const rows = [
      ...base,
      [long, 'good'],
      [`${long.toUpperCase()}!`, 'good'],
      [`${long} evening`, 'bad'],
      [base[0]![0], 'bad'],
    ];
    const dataset = await openBytes('a.csv', table(rows), 'text');
    const group = (id: string) => dataset.samples.find((sample) => sample.id === id)!.group;
    expect(group('56')).toBe(group('55'));
    expect(group('57')).toBe(group('55'));
    expect(group('58')).toBe(group('1'));
    expect(new Set([group('1'), group('2'), group('55')]).size).toBe(3);
    expect(codes(dataset)).toEqual(
      expect.arrayContaining(['duplicates', 'near-duplicates', 'conflicting-labels']),
    );
  });

  it('honours a group column', async () => {
    const rows = reviews(2).map(([text, label], i) => [text, label, `person ${i % 9}`]);
    const dataset = await openBytes('a.csv', csvOf([['text', 'label', 'group'], ...rows]), 'text');
    expect(new Set(dataset.samples.map(({ group }) => group)).size).toBe(9);
    expect(new Set(dataset.groupNames).size).toBe(9);
    expect(fact(dataset, 'Groups')).toMatch(/^9, with /);
    expect(codes(dataset)).not.toContain('few-groups');
    expect(dataset.columns.text).toEqual(['text']);
  });

  it('accepts numbers as classes and orders them by value', async () => {
    const rows = reviews(4).map(([text], i) => [text, String([1, 2, 10][i % 3])]);
    expect((await openBytes('a.csv', table(rows), 'text')).classes).toEqual(['1', '2', '10']);
  });

  it.each([
    ['numeric-target', (i: number) => (i * 1.37).toFixed(2)],
    ['one-class', () => 'same'],
    ['too-many-classes', (i: number) => `unique ${i}`],
  ])('refuses %s', async (code, label) => {
    const rows = reviews(4).map(([text], i) => [text, label(i)]);
    expect((await refusal(openBytes('a.csv', table(rows), 'text', { target: 'label' }))).code).toBe(code);
  });

  it('refuses a table of numbers and says what is accepted', async () => {
    const random = randomFrom(3);
    const rows = Array.from({ length: 40 }, () => [random(), random(), random()].map((x) => x.toFixed(3)));
    expect((await refusal(openBytes('a.csv', csvOf([['a', 'b', 'c'], ...rows]), 'text'))).code).toBe(
      'no-text-column',
    );
  });

  it('opens a later file with the classes of the first', async () => {
    const first = await openBytes('a.csv', table(reviews(2)), 'text');
    const rows = [
      ['something quite new', ' GOOD'],
      ['a stranger', 'unknown'],
    ];
    const later = await openBytes('b.csv', table(rows), 'text', { like: first });
    expect(later.classes).toEqual(first.classes);
    expect(later.samples).toMatchObject([{ id: '1', label: 1 }]);
    expect(codes(later)).toContain('unknown-classes');
    expect(
      (
        await refusal(
          openBytes(
            'c.csv',
            table([
              ['x y', 'q'],
              ['z w', 'r'],
            ]),
            'text',
            { like: first },
          ),
        )
      ).code,
    ).toBe('no-known-class');
  });
});

describe('texts from one template', () => {
  it('does not put a whole class on one side of the split for being alike', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [
      i % 2
        ? `Dear customer, your parcel number ${i} has been sent today and arrives tomorrow`
        : reviews(3)[i]![0],
      i % 2 ? 'notice' : 'review',
    ]);
    const dataset = await openBytes('a.csv', table(rows), 'text');
    const notices = dataset.samples.filter(({ label }) => label === 0);
    expect(new Set(notices.map(({ group }) => group)).size).toBe(20);
    expect(codes(dataset)).toContain('near-duplicate-class');
  });
});

describe('near-duplicate search', () => {
  it('finds planted pairs among many texts and nothing else', () => {
    const random = randomFrom(11);
    const word = () => Math.floor(random() * 2_000).toString(36);
    const texts = Array.from({ length: 2_000 }, () => Array.from({ length: 25 }, word).join(' '));
    const planted = [3, 500, 1_999].map((i) => `${texts[i]!} ${word()}`);
    const pairs = findNearTexts([...texts, ...planted]);
    expect(pairs).toEqual([
      [3, 2_000],
      [500, 2_001],
      [1_999, 2_002],
    ]);
  });

  it('tells long texts with a common beginning apart, and finds long ones with a small change', () => {
    const random = randomFrom(12);
    const words = (n: number) =>
      Array.from({ length: n }, () => Math.floor(random() * 1e6).toString(36)).join(' ');
    const beginning = words(150);
    const texts = Array.from({ length: 200 }, () => `${beginning} ${words(300)}`);
    const changed = `${texts[7]!.slice(0, 1_500)} ${words(3)} ${texts[7]!.slice(1_500)}`;
    expect(findNearTexts([...texts, changed])).toEqual([[7, 200]]);
  });
});
