/** Files with which nothing is wrong, as different programs and people write them: nobody may be warned of them. */
import sharp from 'sharp';
import { type Case, type Draft, drawSamples, expect, type Kit, tableOf, taken } from '../kit.ts';
import type { Format } from '../write-table.ts';

/** Text and label, nothing else, in some format. */
function clean(
  kit: Kit,
  format: Partial<Format>,
  fields: readonly ('text' | 'label')[] = ['text', 'label'],
): Draft {
  const { text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, drawSamples(kit), fields),
    isClean: true,
    format,
    expectation: expect(kit, [taken(label, { text: [text], classes: kit.classes })], { verdict: 'works' }),
  };
}
export const commas: Case = (kit) => clean(kit, {});
export const semicolons: Case = (kit) =>
  clean(kit, { delimiter: ';', encoding: 'utf-8-bom', newline: '\r\n' });
export const tabs: Case = (kit) => clean(kit, { delimiter: '\t' }, ['label', 'text']);
export const pipes: Case = (kit) => clean(kit, { delimiter: '|' });
export const jsonLines: Case = (kit) => clean(kit, { as: 'jsonl' });
export const json: Case = (kit) => clean(kit, { as: 'json' });
export const workbook: Case = (kit) => clean(kit, { as: 'xlsx' });
export const utf16: Case = (kit) => clean(kit, { encoding: 'utf-16le', delimiter: '\t' });
export const emptyLines: Case = (kit) =>
  clean(kit, { quoteAll: true, emptyLinesAtEnd: 6 }, ['label', 'text']);

const LEGACY: Readonly<Record<string, string>> = {
  ru: 'windows-1251',
  pl: 'windows-1250',
  tr: 'windows-1254',
  ja: 'shift_jis',
  zh: 'gb18030',
  ko: 'euc-kr',
  ar: 'windows-1256',
};
/** As older programs of that language save. */
export const legacyEncoding: Case = (kit) =>
  clean(kit, { encoding: LEGACY[kit.theme.language] ?? 'windows-1252', delimiter: ';', newline: '\r\n' });

/** English names of columns over texts of another language. */
export const englishHeader: Case = (kit) => ({
  ...tableOf(kit, drawSamples(kit), ['text', 'label'], { text: 'text', label: 'label' }),
  isClean: true,
  expectation: expect(kit, [taken('label', { text: ['text'], classes: kit.classes })], { verdict: 'works' }),
});

/** A subject and a body. */
export const subjectAndBody: Case = (kit) => {
  const { subject, text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, drawSamples(kit), ['subject', 'text', 'label']),
    isClean: true,
    expectation: expect(kit, [taken(label, { text: [subject, text], classes: kit.classes })]),
  };
};

/** Markup and line breaks in the texts. */
export const markup: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const samples = drawSamples(kit).map((sample) => ({
    ...sample,
    text: `<p>${sample.text.replace(/([.!?。！？]) ?/, '$1</p>\n<p>')}</p>`,
  }));
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    isClean: true,
    expectation: expect(kit, [taken(label, { text: [text], classes: kit.classes })]),
  };
};

/** The parts are given. */
export const givenParts: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const { columns, rows } = tableOf(kit, drawSamples(kit), ['text', 'label']);
  return {
    columns: [...columns, 'split'],
    rows: rows.map((row, i) => [...row, i % 5 === 0 ? 'test' : 'train']),
    isClean: true,
    expectation: expect(kit, [taken(label, { text: [text], classes: kit.classes })]),
  };
};

const renamed =
  (names: (kit: Kit) => readonly string[]): Case =>
  (kit) => {
    const list = names(kit);
    const classes = kit.classes.slice(0, list.length);
    const samples = drawSamples({ ...kit, classes }).map((sample) => ({
      ...sample,
      class: list[classes.indexOf(sample.class)]!,
    }));
    const { text, label } = kit.theme.columns;
    return {
      ...tableOf(kit, samples, ['text', 'label']),
      isClean: true,
      expectation: expect(kit, [taken(label, { text: [text], classes: list })]),
    };
  };
/** Two classes called yes and no. */
export const yesNo = renamed(({ theme }) => theme.flag);
/** Classes that are numbers: stars. */
export const stars = renamed(({ habits }) => habits.stars);

/** One class is half as common as the others. */
export const uneven: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const samples = drawSamples(kit, 120).filter(
    ({ class: name }, i) => name !== kit.classes[0] || i % 2 === 0,
  );
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    isClean: true,
    expectation: expect(kit, [taken(label, { text: [text], classes: kit.classes })]),
  };
};

/** A column of days and one of amounts: a time series. */
export const dailyValues: Case = (kit) => {
  const { date, number } = kit.theme.columns;
  const start = Date.UTC(2023, 2, 1);
  const rows = Array.from({ length: 150 }, (_, day) => [
    new Date(start + day * 86_400_000).toISOString().slice(0, 10),
    (50 + 10 * Math.sin((day / 7) * 2 * Math.PI) + kit.random.next() * 4).toFixed(1),
  ]);
  return {
    columns: [date, number],
    rows,
    isClean: true,
    expectation: expect(kit, [taken('*', { as: 'series' })], { language: null }),
  };
};

/** A picture of its own for every sample: the class is its colour. */
async function drawPicture({ random }: Kit, place: number): Promise<Uint8Array> {
  const side = 40;
  const pixels = Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => (i % 3 === place % 3 ? 150 : 60) + random.below(80),
  );
  return new Uint8Array(
    await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toBuffer(),
  );
}

const pictures =
  (inFolders: boolean): Case =>
  async (kit) => {
    const classes = kit.classes.slice(0, 3);
    const files: Record<string, Uint8Array> = {};
    const rows: string[][] = [];
    for (let i = 0; i < 60; i += 1) {
      const name = classes[i % 3]!;
      const file = kit.habits.fileName(i, 'png');
      files[inFolders ? `${name}/${file}` : file] = await drawPicture(kit, i);
      if (!inFolders) rows.push([file, name]);
    }
    return {
      columns: inFolders ? null : ['file', kit.theme.columns.label],
      rows,
      files,
      isClean: true,
      expectation: expect(kit, [taken('*', { as: 'image', classes })], { language: null }),
    };
  };
/** Pictures in a folder for each class. */
export const pictureFolders = pictures(true);
/** Pictures with their table in one zip: what those with a table of file names are told to send. */
export const picturesWithTable = pictures(false);
