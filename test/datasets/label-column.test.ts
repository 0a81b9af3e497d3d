import { describe, expect, it } from 'vitest';
import { describeColumns, findTarget } from '../../src/datasets/columns.ts';
import { chooseColumns } from '../../src/datasets/text/choose-columns.ts';
import { roleOf } from '../../src/datasets/text/column-names.ts';
import { readDescription } from '../../src/datasets/text/described.ts';
import { codes, csvOf, fact, openBytes, refusal } from './build-files.ts';

type Row = Record<string, string>;
const WORDS = ['river', 'stone', 'window', 'garden', 'paper', 'silver', 'engine', 'market'];
/** 48 different sentences. */
const sentence = (i: number): string =>
  `The ${WORDS[i % 8]} of number ${i} stands beside the ${WORDS[(i * 3 + (i >> 3)) % 8]} today`;

/** A table of 48 rows from a maker of one. */
const rowsOf = (make: (i: number) => Row): { columns: string[]; rows: string[][] } => {
  const made = Array.from({ length: 48 }, (_, i) => make(i));
  return { columns: Object.keys(made[0]!), rows: made.map((row) => Object.values(row)) };
};
const file = (make: (i: number) => Row) => {
  const { columns, rows } = rowsOf(make);
  return csvOf([columns, ...rows]);
};

function choose(make: (i: number) => Row, description: string | null = null) {
  const { columns, rows } = rowsOf(make);
  const table = { columns, rows, ids: rows.map((_, i) => String(i + 1)), problems: [], format: 'CSV' };
  const roles = chooseColumns(describeColumns(table), {
    target: null,
    description: readDescription(description),
  });
  return {
    label: columns[roles.label],
    text: roles.text.map((index) => columns[index]),
    candidates: roles.candidates.map((index) => columns[index]),
    isGuess: roles.isGuess,
  };
}

const mail = (i: number): Row => ({
  Betreff: `Anliegen ${i}`,
  Nachricht: sentence(i),
  Bearbeiter: ['Amelie', 'Bruno', 'Cem'][i % 3]!,
  Priorität: ['hoch', 'niedrig'][i % 2]!,
  Kategorie: ['Rechnung', 'Umzug', 'Vertrag', 'Technik'][i % 4]!,
});

describe('which column holds the classes', () => {
  it('prefers a column called a class to one with fewer values, and offers both', () => {
    expect(choose(mail)).toEqual({
      label: 'Kategorie',
      text: ['Betreff', 'Nachricht'],
      candidates: ['Kategorie', 'Priorität'],
      isGuess: true,
    });
  });

  it('does not read a line that is repeated when another column is asked for', () => {
    const topics = ['boete', 'lenen', 'zaal'];
    const groups = ['jeugd', 'senioren'];
    const melding = (i: number): Row => ({
      Onderwerp: topics[i % 3]!,
      Bericht: sentence(i),
      Doelgroep: groups[i % 2]!,
    });
    expect(choose(melding, 'jeugd of senioren')).toMatchObject({ label: 'Doelgroep', text: ['Bericht'] });
  });

  it('prefers what a text is about to how it came and how bad it is', () => {
    const report = (i: number): Row => ({
      Meldung: sentence(i),
      Kanal: ['web', 'mail'][i % 2]!,
      Bereich: ['Licht', 'Müll', 'Lärm'][i % 3]!,
      Status: ['offen', 'zu'][(i >> 1) % 2]!,
    });
    expect(choose(report)).toMatchObject({ label: 'Bereich', isGuess: true });
  });

  it('takes a line that is repeated for what it is about, and one that is not for a title', () => {
    const topics = ['boete', 'lenen', 'zaal'];
    const melding = (i: number): Row => ({
      Onderwerp: topics[i % 3]!,
      Bericht: sentence(i),
      Medewerker: ['Anna', 'Bram', 'Cees', 'Dirk'][i % 4]!,
    });
    expect(choose(melding)).toMatchObject({ label: 'Onderwerp', text: ['Bericht'], isGuess: false });
    const mailing = (i: number): Row => ({ ...melding(i), Onderwerp: `zaak ${i}`, Rubriek: topics[i % 3]! });
    expect(choose(mailing)).toMatchObject({ label: 'Rubriek', text: ['Onderwerp', 'Bericht'] });
  });

  it.each([
    ['Bitte die Priorität vorhersagen', 'Priorität'],
    ['nach Kategorien sortieren', 'Kategorie'],
    ['ist das hoch oder niedrig?', 'Priorität'],
    ['wer ist der Bearbeiter?', 'Bearbeiter'],
  ])('follows what was written beside the file: %s', (description, label) => {
    expect(choose(mail, description)).toMatchObject({ label, isGuess: false });
  });

  it('understands words of Chinese, Japanese and Korean, which stand without spaces', () => {
    const ticket = (i: number): Row => ({
      本文: sentence(i),
      カテゴリ: ['請求', '機器', '解約'][i % 3]!,
      優先度: ['高', '低'][i % 2]!,
    });
    expect(choose(ticket, '優先度を予測したい').label).toBe('優先度');
    expect(choose(ticket, '高いか低いか判定').label).toBe('優先度');
    expect(choose(ticket).label).toBe('カテゴリ');
  });

  it('asks between two columns without telling names', () => {
    const odd = (i: number): Row => ({ text: sentence(i), f3: 'abc'[i % 3]!, f7: 'xy'[i % 2]! });
    expect(choose(odd)).toMatchObject({ candidates: ['f7', 'f3'], isGuess: true });
  });

  it('does not take a remark that few rows have, a person or a measurement', () => {
    const many = (i: number): Row => ({
      weather: ['wet', 'dry', 'hot'][i % 3]!,
      text: sentence(i),
      remarks: i % 9 === 0 ? 'call back' : '',
      agent: ['Ann', 'Bob'][i % 2]!,
      minutes: (i * 1.37).toFixed(2),
    });
    expect(choose(many)).toMatchObject({ label: 'weather', candidates: ['weather'], isGuess: false });
  });

  it('does not read an answer that was given to the text', () => {
    const answered = (i: number): Row => ({
      text: sentence(i),
      reply: `We answer number ${i} as fast as we can`,
      label: 'ab'[i % 2]!,
    });
    expect(choose(answered).text).toEqual(['text']);
  });

  it.each([
    ['Kategorie', 'label'],
    ['CATEGORIA', 'label'],
    ['catégorie', 'label'],
    ['категория', 'label'],
    ['ticket_category', 'label'],
    ['类别', 'label'],
    ['öncelik', 'aspect'],
    ['priorytet', 'aspect'],
    ['긴급도', 'aspect'],
    ['reviewText', 'text'],
    ['treść', 'text'],
    ['本文', 'text'],
    ['Asunto', 'subject'],
    ['Vorgangsnummer', 'id'],
    ['受付番号', 'id'],
    ['Date de visite', 'date'],
    ['Kategorie ID', 'id'],
    ['wingspan', null],
  ])('knows what %s is for', (name, role) => {
    expect(roleOf(name)).toBe(role);
  });

  it('says the candidates with their classes, and marks the choice as a guess', async () => {
    const { profile } = await openBytes('mails.csv', file(mail), 'text');
    expect(profile.labelColumn).toEqual({ name: 'Kategorie', isGuess: true, isDescribed: false });
    expect(profile.candidates?.map(({ column, classCount }) => [column, classCount])).toEqual([
      ['Kategorie', 4],
      ['Priorität', 2],
    ]);
    const said = profile.problems.find(({ code }) => code === 'other-labels');
    expect(said?.items).toEqual([
      'Kategorie (Rechnung, Technik, Umzug, Vertrag)',
      'Priorität (hoch, niedrig)',
    ]);
  });

  it('says that the description chose, so that a Run can keep the name', async () => {
    const options = { description: 'Bitte die Priorität vorhersagen' };
    const { profile } = await openBytes('mails.csv', file(mail), 'text', options);
    expect(profile.labelColumn).toEqual({ name: 'Priorität', isGuess: false, isDescribed: true });
    expect(profile.candidates).toEqual([]);
  });

  it('offers nothing where one column alone can be meant', async () => {
    const dataset = await openBytes(
      'plain.csv',
      file((i) => ({ text: sentence(i), label: 'ab'[i % 2]! })),
      'text',
    );
    expect(codes(dataset)).not.toContain('other-labels');
    expect(dataset.profile.candidates).toEqual([]);
  });
});

describe('a target by a part of its name', () => {
  const columns = ['Betreff', 'Catégorie finale', 'Catégorie du client', 'Priorität'];
  it.each([
    ['Priorität', 3],
    ['prioritat', 3],
    ['PRIO', 3],
    ['categorie FIN', 1],
  ])('finds %s', (name, index) => {
    expect(findTarget(columns, name)).toBe(index);
  });

  it('refuses a part that fits several, with those', () => {
    expect(() => findTarget(columns, 'categorie')).toThrow(/"Catégorie finale".*"Catégorie du client"/);
  });

  it('refuses what no column has, with all of them', async () => {
    const options = { target: 'colour' };
    const error = await refusal(openBytes('mails.csv', file(mail), 'text', options));
    expect(error.code).toBe('unknown-column');
  });

  it('reads a file by a part of the name', async () => {
    const dataset = await openBytes('mails.csv', file(mail), 'text', { target: 'prio' });
    expect(fact(dataset, 'Label column')).toBe('Priorität');
    expect(dataset.profile.labelColumn?.isGuess).toBe(false);
  });
});
