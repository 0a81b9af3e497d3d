/** Labels (and groups) → stratified folds, seeded; samples of one group never stand in two folds. */

/** mulberry32: small, seeded, the same everywhere. @returns uniform in [0, 1) */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

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
  const byGroup = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const key = groups ? groups[i]! : i;
    const members = byGroup.get(key);
    if (members) members.push(i);
    else byGroup.set(key, [i]);
  }
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
    for (const members of shuffle(byClass.get(label)!, random)) {
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
