/** Labels (and groups) → stratified folds, seeded; samples of one group never stand in two folds. */
import { membersOfGroups } from '../statistics/groups.ts';
import { seededRandom, shuffle } from '../statistics/random.ts';

/**
 * @param groups group of each sample; each sample its own group when left out
 * @returns fold of each sample, 0..folds−1, [n]
 */
export function stratifiedFolds(
  labels: Int32Array,
  options: { folds: number; seed: number; groups?: Int32Array | null },
): Int32Array {
  const { folds, seed, groups } = options;
  const random = seededRandom(seed);
  const byGroup = membersOfGroups(labels.keys(), (row) => (groups ? groups[row]! : row));
  const byClass = new Map<number, number[][]>();
  for (const members of byGroup.values()) {
    const label = labels[members[0]!]!;
    const list = byClass.get(label);
    if (list) list.push(members);
    else byClass.set(label, [members]);
  }
  const fold = new Int32Array(labels.length);
  const totals = new Array<number>(folds).fill(0);
  for (const label of [...byClass.keys()].sort((a, b) => a - b)) {
    const counts = new Array<number>(folds).fill(0);
    const dealt = byClass.get(label)!;
    shuffle(dealt, random);
    for (const members of dealt) {
      // The fold with fewest samples of this class, then fewest in all.
      let target = 0;
      for (let f = 1; f < folds; f++)
        if (counts[f]! < counts[target]! || (counts[f] === counts[target] && totals[f]! < totals[target]!))
          target = f;
      for (const i of members) fold[i] = target;
      counts[target]! += members.length;
      totals[target]! += members.length;
    }
  }
  return fold;
}
