/** Rare classes spelt nearly like a common one, such as a slip of the keyboard → pairs to name or merge. Called by `labels.ts`. */
import { editDistance } from '../../statistics/edit-distance.ts';

export interface Counted {
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

/** How many letters may be wrong. */
const limitOf = (letters: readonly string[]): number => (letters.length >= LONG ? 2 : 1);

export interface NearSpelling {
  rare: Counted;
  common: Counted;
}

/** @returns the rare class and the common one it is nearly spelt like, rarest first. */
export function findNearSpellings(classes: readonly Counted[]): NearSpelling[] {
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
          const limit = limitOf(common.letters);
          return { common, limit, off: editDistance(rare.letters, common.letters, limit) };
        })
        .filter(({ off, limit }) => off <= limit)
        .toSorted((a, b) => a.off - b.off || b.common.count - a.common.count)[0];
      return near ? [{ rare, common: near.common }] : [];
    });
}

/** A slip of a slip belongs to the common one too. @returns the pairs with the common class at the end of each chain. */
export function followSlips(pairs: readonly NearSpelling[]): NearSpelling[] {
  const next = new Map(pairs.map(({ rare, common }) => [rare.name, common]));
  return pairs.map(({ rare, common }) => {
    let end = common;
    // A common one has several times the samples of its slip, so that no chain closes.
    for (let further = next.get(end.name); further; further = next.get(end.name)) end = further;
    return { rare, common: end };
  });
}

/** The one of the names that this one is nearly spelt like; null where there is none, or more than one as near. */
export function nearestSpelling(name: string, names: readonly string[]): string | null {
  const letters = lettersOf(name);
  if (!letters) return null;
  const near = names
    .flatMap((known) => {
      const spelt = lettersOf(known);
      if (!spelt || spelt.length < SHORTEST) return [];
      const limit = limitOf(spelt);
      const off = editDistance(letters, spelt, limit);
      return off <= limit ? [{ known, off }] : [];
    })
    .toSorted((a, b) => a.off - b.off);
  return near[0] && near[0].off !== near[1]?.off ? near[0].known : null;
}
