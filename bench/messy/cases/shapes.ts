/** The table as a whole is something else than rows of samples with a class: item 3. */
import { type Case, drawSamples, expect, type Kit, refused, tableOf, taken } from '../kit.ts';

/** Samples are columns. */
export const sideways: Case = (kit) => {
  const { columns } = kit.theme;
  const { columns: names, rows } = tableOf(kit, drawSamples(kit, 64), ['id', 'text', 'label']);
  const turned = names.map((name, field) => [name, ...rows.map((row) => row[field]!)]);
  return {
    columns: turned[0]!,
    rows: turned.slice(1),
    expectation: expect(kit, [
      refused(['sideways'], ['turn-around']),
      taken(columns.label, { text: [columns.text], classes: kit.classes, mustSay: ['sideways'] }),
    ]),
  };
};

/** Measurements of each class around its own mean. */
function measure({ random, classes }: Kit, name: string): string[] {
  const place = classes.indexOf(name);
  const noise = () => random.next() + random.next() + random.next() - 1.5;
  return [0, 1, 2, 3].map((k) => (4 + ((place * (k + 1)) % 4) + noise()).toFixed(2));
}
const MEASURES = ['length', 'width', 'weight_g', 'temp_c'];

/** Measurements and a class. */
export const numbersAndClass: Case = (kit) => ({
  columns: [...MEASURES, kit.theme.columns.label],
  rows: drawSamples(kit).map((sample) => [...measure(kit, sample.class), sample.class]),
  expectation: expect(kit, [refused(['numbers-table', 'no-text'])], { language: null }),
});

/** Measurements only. */
export const numbersOnly: Case = (kit) => ({
  columns: [...MEASURES, kit.theme.columns.number],
  rows: drawSamples(kit).map((sample) => [...measure(kit, sample.class), sample.number]),
  expectation: expect(kit, [refused(['numbers-table', 'no-text', 'no-label', 'number-target'])], {
    language: null,
  }),
});

/** Texts with an amount; the amount is wanted. */
export const amountWanted: Case = (kit) => ({
  ...tableOf(kit, drawSamples(kit), ['text', 'number']),
  description: kit.theme.says.number,
  expectation: expect(kit, [refused(['number-target', 'no-label'], ['sort-into-ranges'])]),
});

/** The amount is wanted, though there is a column of classes too. */
export const amountBesideClass: Case = (kit) => ({
  ...tableOf(kit, drawSamples(kit), ['text', 'label', 'number']),
  description: kit.theme.says.number,
  expectation: expect(
    kit,
    [
      refused(['number-target'], ['sort-into-ranges']),
      taken(kit.theme.columns.label, { classes: kit.classes, mustSay: ['number-target'] }),
    ],
    { may: ['candidates'] },
  ),
});

/** A question and a free answer a row: there are no classes. */
export const freeAnswers: Case = (kit) => {
  const samples = drawSamples(kit).map((sample, i) => ({
    ...sample,
    answer: `${sample.answer} ${kit.theme.details[i % kit.theme.details.length]!.replaceAll(/\{\w+\}/g, String(i))}`,
  }));
  return {
    ...tableOf(kit, samples, ['text', 'answer']),
    expectation: expect(kit, [
      refused(['too-many-classes', 'no-label']),
      refused(['no-label', 'too-many-classes']),
      taken('*', { as: 'prose' }),
    ]),
  };
};

/** Texts without classes. */
export const textsOnly: Case = (kit) => ({
  ...tableOf(kit, drawSamples(kit), ['text']),
  expectation: expect(kit, [refused(['no-label']), taken('*', { as: 'prose' })], { may: ['few-samples'] }),
});

export const oneClass: Case = (kit) => ({
  ...tableOf(kit, drawSamples({ ...kit, classes: kit.classes.slice(0, 1) }), ['text', 'label']),
  expectation: expect(kit, [refused(['one-class'], ['add-class'])]),
});

/** Lines of title above the header, a line of totals below. */
export const titleLines: Case = (kit) => {
  const { columns } = kit.theme;
  const table = tableOf(kit, drawSamples(kit), ['id', 'text', 'label']);
  const titles = kit.habits.titleLines(kit.theme);
  return {
    columns: null,
    rows: [...titles, table.columns, ...table.rows, ['', `Σ ${table.rows.length}`, '']],
    expectation: expect(kit, [taken(columns.label, { text: [columns.text], classes: kit.classes })], {
      may: ['rows-dropped'],
    }),
  };
};

/** The answer that was given is a column too, and every class has its own. */
export const answerBeside: Case = (kit) => {
  const { columns } = kit.theme;
  const mustSay = [{ say: 'leak-column' as const, naming: [columns.answer] }];
  return {
    ...tableOf(kit, drawSamples(kit), ['text', 'label', 'answer']),
    expectation: expect(kit, [
      taken(columns.label, { text: [columns.text], classes: kit.classes, mustSay }),
      taken(columns.label, { text: [columns.text, columns.answer], classes: kit.classes, mustSay }),
    ]),
  };
};

/** A mark in the text that only one class, or each class, has. */
export const markInText: Case = (kit) => {
  const { leak } = kit.habits;
  const samples = drawSamples(kit).map((sample) => ({
    ...sample,
    text: leak.mark(kit.classes.indexOf(sample.class), sample.text, kit.random),
  }));
  const { text, label } = kit.theme.columns;
  const mustSay = [{ say: 'leak-token' as const, naming: [leak.tokens[0]!] }];
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    expectation: expect(kit, [taken(label, { text: [text], classes: kit.classes, mustSay })]),
  };
};

/** The text begins or ends with the name of its class. */
export const classInText: Case = (kit) => {
  const samples = drawSamples(kit).map((sample) => ({
    ...sample,
    text: kit.habits.nameClass(sample.class, sample.text),
  }));
  const { text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    expectation: expect(
      kit,
      [taken(label, { text: [text], classes: kit.classes, mustSay: ['class-in-text'] })],
      {
        may: ['leak-token'],
      },
    ),
  };
};
