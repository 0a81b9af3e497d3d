/**
 * Discord's snowflakes: new ones, unique and increasing within one playground, and lasting ones for the people and
 * places, which a Run must find again after a restart.
 */
import { createHash } from 'node:crypto';

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

/** The same id for the same label at every start, older than any new one (1e17 ≤ id < 1.1e18: before May 2023). */
export function lastingId(label: string): string {
  const hash = createHash('sha256').update(label).digest().readBigUInt64BE();
  return (10n ** 17n + (hash % 10n ** 18n)).toString();
}
