/** The column is the right one, but what stands in it is not: item 4. */
import { type Case, drawSamples, expect, tableOf, taken } from '../kit.ts';
import { drawText } from '../theme.ts';

/** One to three samples of two classes are misspelt. */
export const misspelt: Case = (kit) => {
  const { random, habits, classes } = kit;
  const [first, second] = [...classes].sort((a, b) => b.length - a.length);
  const wrong = new Map(
    [first!, second!].map((name, i) => [name, { bad: habits.misspell(name, random), left: 3 - i }]),
  );
  const samples = drawSamples(kit).map((sample) => {
    const slip = wrong.get(sample.class);
    if (!slip || slip.left === 0) return sample;
    slip.left -= 1;
    return { ...sample, class: slip.bad };
  });
  const mustSay = [...wrong].map(([name, { bad }]) => ({
    say: 'near-spelling' as const,
    naming: [name, bad],
  }));
  const { text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    expectation: expect(
      kit,
      [
        taken(label, { text: [text], classes, mustSay }),
        taken(label, { text: [text], classes: [...classes, wrong.get(first!)!.bad], mustSay }),
      ],
      { may: ['rows-dropped', 'imbalance'] },
    ),
  };
};

/** Capitals and spaces come and go. */
export const otherCase: Case = (kit) => {
  const samples = drawSamples(kit).map((sample, i) => ({
    ...sample,
    class: i % 9 === 4 ? ` ${sample.class}` : i % 9 === 7 ? sample.class.toUpperCase() : sample.class,
  }));
  const { text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    expectation: expect(kit, [
      taken(label, { text: [text], classes: kit.classes, mustSay: ['merged-spellings'] }),
    ]),
  };
};

/** Names that differ in one sign, and are all common: levels, not misspellings. */
export const levels: Case = (kit) => {
  const names = kit.habits.levels;
  const samples = drawSamples(kit).map((sample) => ({
    ...sample,
    class: names[kit.classes.indexOf(sample.class)]!,
  }));
  const { text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    isClean: true,
    expectation: expect(kit, [taken(label, { text: [text], classes: names })]),
  };
};

/** A class of two samples, spelt like no other: its rows are left out, and that is to be said in rows. */
export const rareClass: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const samples = drawSamples(kit);
  const rare = kit.theme.other[0]!;
  const { columns, rows } = tableOf(kit, samples, ['text', 'label']);
  return {
    columns,
    rows: rows.map((row, i) => (i === 5 || i === 31 ? [row[0]!, rare] : row)),
    expectation: expect(kit, [
      taken(label, {
        text: [text],
        classes: kit.classes,
        mustSay: [{ say: 'rows-dropped', naming: ['2', rare] }],
      }),
    ]),
  };
};

/** Rows without a text and rows without a class. */
export const gaps: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const { columns, rows } = tableOf(kit, drawSamples(kit), ['text', 'label']);
  const { empty } = kit.habits;
  return {
    columns,
    rows: rows.map((row, i) =>
      i % 11 === 3 && i < 70 ? [row[0]!, empty] : i % 23 === 5 && i < 70 ? ['', row[1]!] : row,
    ),
    expectation: expect(kit, [
      taken(label, {
        text: [text],
        classes: kit.classes,
        mustSay: [
          { say: 'rows-dropped', naming: ['7'] },
          { say: 'rows-dropped', naming: ['3'] },
        ],
      }),
    ]),
  };
};

/** Texts that come twice, each time with another class. */
export const conflicts: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const { columns, rows } = tableOf(kit, drawSamples(kit), ['text', 'label']);
  const again = rows.slice(0, 12).map(([words, name]) => {
    const other = kit.classes[(kit.classes.indexOf(name!) + 1) % kit.classes.length]!;
    return [words!, other];
  });
  return {
    columns,
    rows: [...rows, ...again],
    expectation: expect(kit, [
      taken(label, {
        text: [text],
        classes: kit.classes,
        mustSay: [{ say: 'conflicting-labels', naming: ['12'] }],
      }),
    ]),
  };
};

/** Classes drawn at random: nothing can be learnt, and nothing shows it before training. */
export const randomLabels: Case = (kit) => {
  const { text, label } = kit.theme.columns;
  const samples = drawSamples(kit).map((sample) => ({
    ...sample,
    text: drawText(kit.theme, kit.classes[kit.random.below(kit.classes.length)]!, kit.random),
  }));
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    expectation: expect(kit, [taken(label, { text: [text], classes: kit.classes })], {
      verdict: 'does-not-work',
      may: ['conflicting-labels'],
    }),
  };
};
