/** What stands in the cells is not one class, or not a text: item 3. */
import { type Case, type Draft, drawSamples, expect, type Kit, refused, tableOf, taken } from '../kit.ts';
import { drawSubject } from '../theme.ts';

/** One to three classes of each sample, its own first. */
function drawSeveral({ classes, random }: Kit, own: string): string[] {
  const others = classes.filter((name) => name !== own && random.next() < 0.35);
  return [own, ...others];
}

const several =
  (way: number): Case =>
  (kit) => {
    const { theme, habits, random } = kit;
    const join = habits.joins[way % habits.joins.length]!;
    const rows = drawSamples(kit).map((sample) => {
      const names = drawSeveral(kit, sample.class);
      const parts = names.slice(1).map((name) => drawSubject(theme, name, random));
      return [[sample.text, ...parts].join(' '), join(names)];
    });
    const { text, label } = theme.columns;
    return {
      columns: [text, label],
      rows,
      expectation: expect(
        kit,
        [
          refused(['several-labels'], ['one-class-a-row']),
          taken(label, { text: [text], classes: kit.classes, mustSay: ['several-labels'] }),
        ],
        { may: ['rows-dropped', 'imbalance'] },
      ),
    };
  };
export const severalInCell = several(0);
export const severalInCellToo = several(1);
export const severalAsList = several(2);

/** Signs that join labels elsewhere are part of the names here. */
export const signsInNames: Case = (kit) => {
  const [first, second, third, fourth] = kit.classes;
  const names = new Map([
    [first!, `${first} / ${third}`],
    [second!, `${second} & ${fourth}`],
  ]);
  const two = { ...kit, classes: [first!, second!] };
  const samples = drawSamples(two).map((sample) => ({ ...sample, class: names.get(sample.class)! }));
  const { text, label } = kit.theme.columns;
  return {
    ...tableOf(kit, samples, ['text', 'label']),
    isClean: true,
    expectation: expect(kit, [taken(label, { text: [text], classes: [...names.values()] })]),
  };
};

/** A column of 0 and 1 for each class; several may be 1. */
export const severalColumns: Case = (kit) => {
  const rows = drawSamples(kit).map((sample) => {
    const names = drawSeveral(kit, sample.class);
    return [sample.text, ...kit.classes.map((name) => (names.includes(name) ? '1' : '0'))];
  });
  return {
    columns: [kit.theme.columns.text, ...kit.classes],
    rows,
    expectation: expect(kit, [
      refused(['several-labels'], []),
      taken({ ask: kit.classes }, { mustSay: ['several-labels'] }),
    ]),
  };
};

/** A column of 0 and 1 for each class, exactly one of them 1. */
export const spreadColumns: Case = (kit) => ({
  columns: [kit.theme.columns.text, ...kit.classes],
  rows: drawSamples(kit).map((sample) => [
    sample.text,
    ...kit.classes.map((name) => (sample.class === name ? '1' : '0')),
  ]),
  expectation: expect(kit, [
    taken('*', { text: [kit.theme.columns.text], classes: kit.classes, mustSay: ['spread-label'] }),
    refused(['spread-label'], []),
    taken({ ask: kit.classes }, { mustSay: ['spread-label'] }),
  ]),
});

const named = (kit: Kit, rows: string[][], columns: string[]): Draft => ({
  columns,
  rows,
  expectation: expect(kit, [refused(['file-names', 'no-text'], ['zip-with-files'])], { language: null }),
});

/** Names of pictures and their classes; the pictures are somewhere else. */
export const pictureNames: Case = (kit) => {
  const samples = drawSamples(kit);
  const rows = samples.map((sample, i) => [kit.habits.fileName(i, 'jpg'), sample.class]);
  return named(kit, rows, ['image', kit.theme.columns.label]);
};

/** Paths of sounds in which the class is a folder. */
export const soundPaths: Case = (kit) => {
  const rows = drawSamples(kit).map((sample, i) => [
    `audio/${sample.class}/${kit.habits.fileName(i, 'wav')}`,
    sample.class,
  ]);
  return named(kit, rows, ['path', kit.theme.columns.label]);
};

/** Addresses of pictures. */
export const pictureAddresses: Case = (kit) => {
  const rows = drawSamples(kit).map((sample, i) => [
    `https://cdn.example.org/${kit.habits.bank}/${kit.habits.fileName(i, 'png')}`,
    sample.class,
  ]);
  return named(kit, rows, ['image_url', kit.theme.columns.label]);
};

/** Nothing but numbers of orders to read. */
export const identifiersOnly: Case = (kit) => {
  const { random, theme } = kit;
  const rows = drawSamples(kit).map((sample, i) => [
    `${kit.habits.orderPrefix}-${2_024 - (i % 2)}-${String(random.below(90_000) + 10_000)}`,
    sample.class,
  ]);
  return {
    columns: [theme.columns.text, theme.columns.label],
    rows,
    expectation: expect(kit, [refused(['no-text', 'numbers-table'], ['add-text'])], { language: null }),
  };
};

/** Nothing but moments to read. */
export const datesOnly: Case = (kit) => {
  const { random, theme } = kit;
  const clock = () =>
    `${String(random.below(24)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}`;
  const rows = drawSamples(kit).map((sample) => [`${sample.date} ${clock()}`, sample.class]);
  return {
    columns: [theme.columns.date, theme.columns.label],
    rows,
    expectation: expect(kit, [refused(['no-text', 'numbers-table'], ['add-text'])], { language: null }),
  };
};
