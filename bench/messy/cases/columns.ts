/** Which column holds the classes, and which the text: item 2 of what people's files get wrong. */
import { type Case, drawSamples, expect, tableOf, taken, valuesOf } from '../kit.ts';

/** The label is called by its word, beside columns that would do as well; nobody says which is meant. */
export const besideOthers: Case = (kit) => {
  const { columns } = kit.theme;
  const samples = drawSamples(kit);
  const mustSay = [{ say: 'candidates' as const, naming: [columns.other] }];
  return {
    ...tableOf(kit, samples, ['subject', 'text', 'person', 'other', 'label']),
    description: kit.theme.says.nothing,
    expectation: expect(kit, [
      taken(columns.label, { text: [columns.subject, columns.text], classes: kit.classes, mustSay }),
    ]),
  };
};

const described =
  (says: 'column' | 'values' | 'other'): Case =>
  (kit) => {
    const { columns } = kit.theme;
    const samples = drawSamples(kit);
    const field = says === 'column' ? 'label' : 'other';
    const fields =
      says === 'column'
        ? (['id', 'subject', 'text', 'label', 'person', 'other', 'flag'] as const)
        : (['id', 'text', 'other', 'label', 'flag'] as const);
    const text = says === 'column' ? [columns.subject, columns.text] : [columns.text];
    return {
      ...tableOf(kit, samples, fields),
      description: kit.theme.says[says],
      expectation: expect(kit, [taken(columns[field], { text, classes: valuesOf(samples, field) })], {
        may: ['candidates'],
      }),
    };
  };
/** The words beside the file name the column. */
export const columnDescribed = described('column');
/** The words name the values of a column. */
export const valuesDescribed = described('values');
/** The words name the column that is not called a category. */
export const otherDescribed = described('other');

/** Two columns without telling names could both be meant. */
export const twoOddColumns: Case = (kit) => {
  const [first, second] = kit.theme.oddColumns;
  const { text } = kit.theme.columns;
  return {
    ...tableOf(kit, drawSamples(kit), ['text', 'label', 'other'], { label: first, other: second }),
    description: kit.theme.says.nothing,
    expectation: expect(kit, [taken({ ask: [first, second] }, { text: [text] })]),
  };
};

/** A column that only some have filled by hand, yes or no, with fewer values than the label. */
export const fewerValues: Case = (kit) => {
  const { columns } = kit.theme;
  return {
    ...tableOf(kit, drawSamples(kit), ['flag', 'text', 'label', 'note']),
    expectation: expect(kit, [taken(columns.label, { classes: kit.classes, mustSay: ['candidates'] })]),
  };
};

/** Names of people come back like classes do. */
export const peopleBeside: Case = (kit) => {
  const { columns } = kit.theme;
  return {
    ...tableOf(kit, drawSamples(kit), ['id', 'person', 'text', 'label']),
    expectation: expect(kit, [taken(columns.label, { text: [columns.text], classes: kit.classes })], {
      may: ['candidates'],
    }),
  };
};

/** Each class also has its number in a column of its own. */
export const numberBeside: Case = (kit) => {
  const { columns } = kit.theme;
  const samples = drawSamples(kit);
  const { columns: names, rows } = tableOf(kit, samples, ['text', 'label']);
  const code = `${columns.label} ID`;
  return {
    columns: [names[0]!, code, names[1]!],
    rows: rows.map(([text, label]) => [text!, String(kit.classes.indexOf(label!) + 1), label!]),
    expectation: expect(kit, [taken(columns.label, { text: [columns.text], classes: kit.classes })], {
      may: ['candidates', 'leak-column'],
    }),
  };
};

export const withoutHeader: Case = (kit) => ({
  ...tableOf(kit, drawSamples(kit), ['text', 'label']),
  columns: null,
  expectation: expect(kit, [taken('*', { classes: kit.classes })]),
});

/** An identifier and a date in front, no header. */
export const withoutHeaderWide: Case = (kit) => ({
  ...tableOf(kit, drawSamples(kit), ['id', 'date', 'label', 'text']),
  columns: null,
  expectation: expect(kit, [taken('*', { text: ['column 4'], classes: kit.classes })]),
});

/** A column of the classes whose name says nothing: the only one it can be. */
export const oddName: Case = (kit) => {
  const [odd] = kit.theme.oddColumns;
  return {
    ...tableOf(kit, drawSamples(kit), ['id', 'text', 'label'], { label: odd }),
    isClean: true,
    expectation: expect(kit, [taken(odd, { text: [kit.theme.columns.text], classes: kit.classes })]),
  };
};

/** Identifier, date, amount and remarks beside text and label. */
export const manyColumns: Case = (kit) => {
  const { columns } = kit.theme;
  return {
    ...tableOf(kit, drawSamples(kit), ['label', 'id', 'date', 'text', 'number', 'note']),
    isClean: true,
    expectation: expect(kit, [taken(columns.label, { text: [columns.text], classes: kit.classes })]),
  };
};
