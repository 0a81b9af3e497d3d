/** A name and known ones → the known one that is most like it, by Levenshtein's distance. Used by: `known-architecture.ts`. */

/** @param known not empty */
export function nearestName(name: string, known: readonly string[]): string {
  const distances = known.map((other) => ({ other, distance: distance(name, other) / other.length }));
  return distances.reduce((best, one) => (one.distance < best.distance ? one : best)).other;
}

/** Letters to add, remove or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
