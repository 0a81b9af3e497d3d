/**
 * Both banks: which case is made of which Theme, and the MessyFiles of it, the same at every call. The open bank is for
 * looking at while building; the sealed one, of other topics, languages and habits, until the end only for its figures.
 */
import { zipSync } from 'fflate';
import { seededRandom } from '../../src/statistics/random.ts';
import * as cells from './cases/cells.ts';
import * as clean from './cases/clean.ts';
import * as columns from './cases/columns.ts';
import * as labels from './cases/labels.ts';
import * as shapes from './cases/shapes.ts';
import type { MessyFile } from './expectation.ts';
import type { Case, Draft, Habits } from './kit.ts';
import { chineseMarket } from './open/chinese-market.ts';
import { englishGuild } from './open/english-guild.ts';
import { frenchRestaurant } from './open/french-restaurant.ts';
import { germanTickets } from './open/german-tickets.ts';
import { openHabits } from './open/habits.ts';
import { italianSchool } from './open/italian-school.ts';
import { japaneseDesk } from './open/japanese-desk.ts';
import { koreanGame } from './open/korean-game.ts';
import { portugueseShop } from './open/portuguese-shop.ts';
import { russianBank } from './open/russian-bank.ts';
import { spanishHotel } from './open/spanish-hotel.ts';
import { dutchLibrary } from './sealed/dutch-library.ts';
import { englishMuseum } from './sealed/english-museum.ts';
import { frenchInsurance } from './sealed/french-insurance.ts';
import { germanMarket } from './sealed/german-market.ts';
import { sealedHabits } from './sealed/habits.ts';
import { japaneseTravel } from './sealed/japanese-travel.ts';
import { koreanCampus } from './sealed/korean-campus.ts';
import { polishTenants } from './sealed/polish-tenants.ts';
import { spanishCars } from './sealed/spanish-cars.ts';
import { swedishClinic } from './sealed/swedish-clinic.ts';
import { turkishCity } from './sealed/turkish-city.ts';
import type { Theme } from './theme.ts';
import { type Format, PLAIN, writeTable } from './write-table.ts';

export const BANKS = ['open', 'sealed'] as const;
export type Bank = (typeof BANKS)[number];

export const THEMES: Record<Bank, readonly Theme[]> = {
  open: [
    germanTickets,
    englishGuild,
    frenchRestaurant,
    spanishHotel,
    portugueseShop,
    russianBank,
    japaneseDesk,
    chineseMarket,
    italianSchool,
    koreanGame,
  ],
  sealed: [
    swedishClinic,
    polishTenants,
    englishMuseum,
    japaneseTravel,
    turkishCity,
    germanMarket,
    dutchLibrary,
    koreanCampus,
    frenchInsurance,
    spanishCars,
  ],
};
const HABITS: Record<Bank, Habits> = { open: openHabits, sealed: sealedHabits };
const SEEDS: Record<Bank, number> = { open: 11, sealed: 20_011 };
/** How far apart the Themes of one case stand in their list, and the first. */
const STRIDE: Record<Bank, readonly [step: number, first: number]> = { open: [3, 0], sealed: [7, 4] };

const CASES: Readonly<Record<string, Case>> = { ...columns, ...cells, ...shapes, ...labels, ...clean };
/** What goes wrong most often is made of two Themes in each bank. */
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
const WITHOUT_CAPITALS = new Set(['ja', 'zh', 'ko']);
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export interface Made {
  bank: Bank;
  name: string;
  theme: Theme;
  draft: Draft;
  format: Format;
}

function chooseTheme(bank: Bank, name: string, place: number): Theme {
  const themes = THEMES[bank].filter(({ language }) => !LETTERS.has(name) || !WITHOUT_CAPITALS.has(language));
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

/** What every case makes, before it is written out. */
export async function makeDrafts(bank: Bank): Promise<Made[]> {
  const [step, first] = STRIDE[bank];
  const made: Made[] = [];
  let place = first;
  for (const [name, make] of Object.entries(CASES)) {
    for (let time = 0; time < (TWICE.has(name) ? 2 : 1); time += 1) {
      const theme = chooseTheme(bank, name, place);
      const random = seededRandom(SEEDS[bank] + place * 977);
      const kit = { theme, habits: HABITS[bank], random, classes: Object.keys(theme.classes) };
      const draft = await make(kit);
      // A table without a header, or on its side, is no workbook of records.
      const usual = draft.columns ? FORMATS[place % FORMATS.length]! : {};
      made.push({ bank, name: kebab(name), theme, draft, format: { ...PLAIN, ...(draft.format ?? usual) } });
      place += step;
    }
  }
  return made;
}

/** @returns the files of the bank in the order of their cases */
export const makeBank = async (bank: Bank): Promise<MessyFile[]> => (await makeDrafts(bank)).map(pack);
