import { describe, expect, it } from 'vitest';
import { makeLabels, matchLabels } from '../../src/datasets/labels/labels.ts';

const repeat = (name: string, count: number) => Array.from({ length: count }, () => name);
/** A slip, a slip of that slip, a class of its own, and one that is too small. */
const LABELS = [
  ...repeat('Rechnung', 30),
  ...repeat('Rechnug', 4),
  ...repeat('rechnuk', 1),
  ...repeat('Kündigung', 25),
  ...repeat('Kündigug', 2),
  ...repeat('Lob', 5),
  ...repeat('Sonstiges', 2),
];
const problem = (labels: { problems: { code: string }[] }, code: string) =>
  labels.problems.find((one) => one.code === code);
const countOf = ({ classes, index }: ReturnType<typeof makeLabels>, name: string) =>
  index.filter((label) => label === classes.indexOf(name)).length;

describe('near spellings of a class', () => {
  it('are named with their rows, and stay as they are unless asked', () => {
    const labels = makeLabels(LABELS, 'The column');
    expect(labels.classes).toEqual(['Kündigung', 'Lob', 'Rechnug', 'Rechnung']);
    expect(problem(labels, 'near-spellings')).toMatchObject({
      values: { count: 3, rows: 7 },
      items: ['rechnuk (1) ≈ Rechnug (4)', 'Kündigug (2) ≈ Kündigung (25)', 'Rechnug (4) ≈ Rechnung (30)'],
    });
    expect(problem(labels, 'rare-classes')).toMatchObject({ values: { count: 3, rows: 5 } });
  });

  it('become the common one on request; what is left out is named and counted', () => {
    const labels = makeLabels(LABELS, 'The column', { mergeSpellings: true });
    expect(labels.classes).toEqual(['Kündigung', 'Lob', 'Rechnung']);
    expect(countOf(labels, 'Rechnung')).toBe(35);
    expect(countOf(labels, 'Kündigung')).toBe(27);
    expect(problem(labels, 'near-merged')).toMatchObject({
      values: { count: 3, rows: 7 },
      items: ['rechnuk (1) → Rechnung', 'Kündigug (2) → Kündigung', 'Rechnug (4) → Rechnung'],
    });
    expect(problem(labels, 'near-spellings')).toBeUndefined();
    expect(problem(labels, 'rare-classes')).toMatchObject({
      values: { count: 1, rows: 2 },
      items: ['Sonstiges (2)'],
    });
  });

  it('changes nothing where there is nothing to merge', () => {
    const plain = [...repeat('cat', 4), ...repeat('dog', 4)];
    expect(makeLabels(plain, 'The column', { mergeSpellings: true })).toEqual(
      makeLabels(plain, 'The column'),
    );
  });

  it('are known again in a file to be tested on, where one class alone is as near', () => {
    const classes = ['Rechnung', 'Kündigung', 'hell', 'hall'];
    const tested = ['Rechnug', 'Kündigung', 'hull'];
    const merged = matchLabels(tested, classes, 'The column', { mergeSpellings: true });
    expect([...merged.index]).toEqual([0, 1, -1]);
    expect([...matchLabels(tested, classes, 'The column').index]).toEqual([-1, 1, -1]);
  });
});
