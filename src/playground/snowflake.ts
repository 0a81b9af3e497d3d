/** Ids in, ids out: Discord's snowflakes, unique and increasing within one playground. */

/** Milliseconds of the first second of 2015, from which Discord counts. */
const EPOCH_MS = 1_420_070_400_000;

export type NextId = () => string;

/** Makes the playground's source of ids. */
export function createSnowflakes(now: () => number): NextId {
  let last = 0n;
  return () => {
    const fresh = BigInt(now() - EPOCH_MS) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}
