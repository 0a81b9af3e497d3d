import { describe, expect, it } from 'vitest';
import { drawKey } from '../../src/hash.ts';
import { drawGroups, membersOfGroups } from '../../src/statistics/groups.ts';

describe('groups of rows', () => {
  const groups = [7, 3, 7, 5, 3];
  const texts = ['e', 'b', 'd', 'a', 'c'];
  const groupOf = (row: number) => groups[row]!;

  it('hold their members in the order in which they came', () => {
    expect([...membersOfGroups(groups.keys(), groupOf)]).toEqual([
      [7, [0, 2]],
      [3, [1, 4]],
      [5, [3]],
    ]);
  });

  it('are drawn by the smallest key of a member', () => {
    expect(drawGroups(groups.keys(), groupOf, (row) => texts[row]!)).toEqual([[3], [1, 4], [0, 2]]);
  });

  it('are drawn alike whatever the order of the rows, and otherwise with another seed', () => {
    const drawn = (rows: number[], seed: number) =>
      drawGroups(rows, groupOf, (row) => drawKey(seed, texts[row]!)).map((members) =>
        members.toSorted().join(),
      );
    expect(drawn([4, 3, 2, 1, 0], 1)).toEqual(drawn([0, 1, 2, 3, 4], 1));
    const orders = new Set(Array.from({ length: 20 }, (_, seed) => drawn([0, 1, 2, 3, 4], seed).join(' ')));
    expect(orders.size).toBeGreaterThan(1);
  });
});
