/**
 * Both banks: which case is made of which Theme, and the MessyFiles of it, the same at every call. The open bank is for
 * looking at while building; the sealed one, of other topics, languages and habits, until the end only for its figures.
 * Whose they are: `series.ts`.
 */
import { zipSync } from 'fflate';
import { seededRandom } from '../../src/statistics/random.ts';
import * as cells from './cases/cells.ts';
import * as clean from './cases/clean.ts';
import * as columns from './cases/columns.ts';
import * as labels from './cases/labels.ts';
import * as shapes from './cases/shapes.ts';
import type { MessyFile } from './expectation.ts';
import type { Case, Draft } from './kit.ts';
import { type Bank, SERIES, type Series } from './series.ts';
import type { Theme } from './theme.ts';
import { type Format, PLAIN, writeTable } from './write-table.ts';

const CASES: Readonly<Record<string, Case>> = { ...columns, ...cells, ...shapes, ...labels, ...clean };
/** What goes wrong most often is made of two Themes in each series. */
const TWICE = new Set([
  'besideOthers',
  'columnDescribed',
  'valuesDescribed',
  'otherDescribed',
  'fewerValues',
  'withoutHeader',
  'severalInCell',
  'pictureNames',
  'misspelt',
  'amountWanted',
  'markInText',
  'classInText',
  'legacyEncoding',
  'oddName',
  'manyColumns',
]);
/** What spreadsheets of some languages write is what their people send. */
const FORMATS: readonly Partial<Format>[] = [
  {},
  { delimiter: ';', newline: '\r\n' },
  {},
  { delimiter: '\t' },
  { as: 'xlsx' },
];
/** Cases about letters and capitals: of languages that have them. */
const LETTERS = new Set(['misspelt', 'otherCase']);
const WITHOUT_CAPITALS = new Set(['ja', 'zh', 'ko', 'ar']);
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export interface Made {
  bank: Bank;
  name: string;
  theme: Theme;
  draft: Draft;
  format: Format;
}

function chooseTheme(all: readonly Theme[], name: string, place: number): Theme {
  const themes = all.filter(({ language }) => !LETTERS.has(name) || !WITHOUT_CAPITALS.has(language));
  return themes[place % themes.length]!;
}

function pack({ bank, name, theme, draft, format }: Made): MessyFile {
  const table = draft.rows.length > 0 ? writeTable(draft, format) : null;
  const id = `${bank}/${theme.id}/${name}`;
  const stem = `${theme.columns.text}-${name.length}`.replaceAll(/\W+/g, '_');
  const whole = draft.files
    ? zipSync(
        { ...draft.files, ...(table ? { [`${stem}.${table.extension}`]: table.bytes } : {}) },
        { level: 0, mtime: new Date('2024-01-02T00:00:00Z') },
      )
    : table!.bytes;
  return {
    id,
    bank,
    case: name,
    language: theme.language,
    isClean: draft.isClean ?? false,
    name: `${stem}.${draft.files ? 'zip' : table!.extension}`,
    bytes: whole,
    description: draft.description ?? null,
    expectation: draft.expectation,
  };
}

async function draftSeries(series: Series): Promise<Made[]> {
  const { bank, themes, habits, seed, twice } = series;
  const [step, first] = series.stride;
  const made: Made[] = [];
  let place = first;
  for (const [name, make] of Object.entries(CASES)) {
    for (let time = 0; time < (TWICE.has(name) || twice.includes(name) ? 2 : 1); time += 1) {
      const theme = chooseTheme(themes, name, place);
      const random = seededRandom(seed + place * 977);
      const draft = await make({ theme, habits, random, classes: Object.keys(theme.classes) });
      // A table without a header, or on its side, is no workbook of records.
      const usual = draft.columns ? FORMATS[place % FORMATS.length]! : {};
      made.push({ bank, name: kebab(name), theme, draft, format: { ...PLAIN, ...(draft.format ?? usual) } });
      place += step;
    }
  }
  return made;
}

/** What every case makes, before it is written out. */
export async function makeDrafts(bank: Bank): Promise<Made[]> {
  const made: Made[] = [];
  for (const series of SERIES) if (series.bank === bank) made.push(...(await draftSeries(series)));
  return made;
}

/** @returns the files of the bank in the order of their cases */
export const makeBank = async (bank: Bank): Promise<MessyFile[]> => (await makeDrafts(bank)).map(pack);
