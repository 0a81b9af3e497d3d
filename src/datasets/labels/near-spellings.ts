/** Rare classes spelt nearly like a common one, such as a slip of the keyboard → pairs to name. Called by `labels.ts`. */
interface Counted {
  name: string;
  count: number;
}

/** A slip is rare: at most so many samples, and a common class has so many times more. */
const RARE = 5;
const TIMES = 4;
const SHORTEST = 4;
const LONGEST = 60;
/** From this length on two letters may be wrong. */
const LONG = 8;

/** Without case and spaces; null for what cannot be misspelt: too short, too long, with numbers. */
function lettersOf(name: string): string[] | null {
  const letters = [...name.normalize('NFC').toLowerCase().trim()];
  const fits = letters.length >= SHORTEST - 1 && letters.length <= LONGEST && !/\d/.test(name);
  return fits ? letters : null;
}

/** Letters to add, take, change or swap (optimal string alignment); more than `limit` is `limit + 1`. */
function distance(a: readonly string[], b: readonly string[], limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost, swap ? before[j - 2]! + 1 : 99));
    }
    if (Math.min(...row) > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/** @returns the rare class and the common one it is nearly spelt like, rarest first. */
export function findNearSpellings(classes: readonly Counted[]): { rare: Counted; common: Counted }[] {
  const spelt = classes.flatMap((one) => {
    const letters = lettersOf(one.name);
    return letters ? [{ ...one, letters }] : [];
  });
  return spelt
    .filter(({ count }) => count <= RARE)
    .toSorted((a, b) => a.count - b.count)
    .flatMap((rare) => {
      const near = spelt
        .filter(({ count, letters }) => count >= rare.count * TIMES && letters.length >= SHORTEST)
        .map((common) => {
          const limit = common.letters.length >= LONG ? 2 : 1;
          return { common, limit, off: distance(rare.letters, common.letters, limit) };
        })
        .filter(({ off, limit }) => off <= limit)
        .toSorted((a, b) => a.off - b.off || b.common.count - a.common.count)[0];
      return near ? [{ rare, common: near.common }] : [];
    });
}
