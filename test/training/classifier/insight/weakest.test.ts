import { expect, it } from 'vitest';
import { findWeakest } from '../../../../src/training/classifier/insight/weakest.ts';

/** `a→b` three times: three samples of a that were taken for b. */
const judged = (names: readonly string[], counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([pair, count]) => {
    const [label, predicted] = pair.split('→').map((name) => names.indexOf(name));
    return Array.from({ length: count }, () => ({ label: label!, predicted: predicted! }));
  });

it('weighs precision as well as recall', () => {
  const names = ['cat', 'dog', 'owl'];
  // Every owl is found, but most that is called an owl is none; cats and dogs are as good as each other.
  const found = judged(names, { 'cat→cat': 16, 'cat→owl': 4, 'dog→dog': 16, 'dog→owl': 4, 'owl→owl': 4 });
  expect(findWeakest(names, [20, 20, 4], found)).toEqual([
    { name: 'owl', precision: 4 / 12, recall: 1, samples: 4 },
  ]);
});

it('advises none of two equal classes, and never a large one', () => {
  const names = ['cat', 'dog'];
  expect(
    findWeakest(names, [10, 9], judged(names, { 'cat→cat': 5, 'cat→dog': 5, 'dog→dog': 5, 'dog→cat': 5 })),
  ).toEqual([]);
  const skewed = judged(names, { 'cat→cat': 2, 'cat→dog': 28, 'dog→dog': 10 });
  expect(findWeakest(names, [30, 10], skewed).map(({ name }) => name)).not.toContain('cat');
});

it('draws no line between equals', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const good = Object.fromEntries(['f', 'g', 'h', 'i'].map((name) => [`${name}→${name}`, 10]));
  const weak = (name: string, right: number, taken: string) => ({
    [`${name}→${name}`]: right,
    [`${name}→${taken}`]: 10 - right,
  });
  const four = {
    ...good,
    ...weak('a', 2, 'f'),
    ...weak('b', 5, 'g'),
    ...weak('c', 5, 'h'),
    ...weak('d', 5, 'i'),
  };
  const counts = names.map(() => 10);
  expect(findWeakest(names, counts, judged(names, four)).map(({ name }) => name)).toEqual(['a']);
});
