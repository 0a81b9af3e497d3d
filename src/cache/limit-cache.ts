/**
 * The cache within its limit. In: its folder and the limit. Out: what was removed. Orphans go after a day; above the limit the
 * entries used least recently go, down to it; never one that was used since the oldest living hold (`in-use.ts`) or a
 * moment ago. Everything here can be fetched or computed again. Called by the worker and by the bot.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../log.ts';
import { type Entry, listEntries } from './entries.ts';
import { lastUse, oldestHold, whileShrinking } from './in-use.ts';

/** Between fetching a file and the task that holds it. */
const JUST_USED_MS = 2 * 60_000;
const ORPHAN_MS = 24 * 3_600_000;
const INTERVAL_MS = 10 * 60_000;

export interface CacheLimit {
  cacheDir: string;
  /** 0: no limit; orphans go all the same. */
  limitBytes: number;
}

/** @param config.maxCacheBytes MAX_CACHE_MIB */
export const cacheLimit = ({
  dataDir,
  maxCacheBytes,
}: {
  dataDir: string;
  maxCacheBytes: number;
}): CacheLimit => ({
  cacheDir: join(dataDir, 'cache'),
  limitBytes: maxCacheBytes,
});

interface Removed {
  entries: number;
  bytes: number;
}

export async function limitCache({ cacheDir, limitBytes }: CacheLimit): Promise<Removed> {
  // Sizes first, outside the time in which others wait.
  const entries = await listEntries(cacheDir);
  const trash = join(cacheDir, 'trash');
  const chosen = choose(entries, limitBytes, Date.now());
  const removed: Removed = { entries: 0, bytes: 0 };
  if (chosen.length > 0) {
    await mkdir(trash, { recursive: true });
    await whileShrinking(cacheDir, async () => {
      const before = Math.min(await oldestHold(cacheDir), Date.now() - JUST_USED_MS);
      for (const { path, bytes } of chosen) {
        // Somebody may have used it since it was chosen.
        const usedAt = await lastUse(path).catch(() => Number.POSITIVE_INFINITY);
        if (usedAt >= before) continue;
        // Whole or not at all: no reader finds half of it.
        await rename(path, join(trash, randomUUID()));
        removed.entries += 1;
        removed.bytes += bytes;
      }
    });
  }
  for (const name of await readdir(trash).catch(() => []))
    await rm(join(trash, name), { recursive: true, force: true });
  return removed;
}

/** Least recently used first. */
function choose(entries: readonly Entry[], limitBytes: number, now: number): Entry[] {
  const orphans = entries.filter((entry) => entry.isOrphan && now - entry.usedAt > ORPHAN_MS);
  if (limitBytes === 0) return orphans;
  const rest = entries.filter((entry) => !orphans.includes(entry) && !isWithin(entry, entries));
  let over = rest.reduce((sum, { bytes }) => sum + bytes, 0) - limitBytes;
  const chosen: Entry[] = [];
  for (const entry of rest.sort((a, b) => a.usedAt - b.usedAt)) {
    if (over <= 0) break;
    chosen.push(entry);
    over -= entry.bytes;
  }
  return [...orphans, ...chosen];
}

const isWithin = ({ path }: Entry, entries: readonly Entry[]): boolean =>
  entries.some((other) => path.startsWith(`${other.path}/`));

/** At the start and every ten minutes. */
export function keepCacheWithin(limit: CacheLimit, log: Logger) {
  const go = async (): Promise<void> => {
    try {
      const { entries, bytes } = await limitCache(limit);
      if (entries > 0)
        log.info({ entries, mib: Math.round(bytes / 2 ** 20) }, 'the cache was brought within its limit');
    } catch (error) {
      log.warn({ err: error }, 'the cache could not be brought within its limit');
    }
  };
  let last = go();
  const look = (): Promise<void> => {
    last = last.then(go);
    return last;
  };
  const timer = setInterval(look, INTERVAL_MS).unref();
  return {
    /** Now. */
    look,
    stop: (): Promise<void> => {
      clearInterval(timer);
      return last;
    },
  };
}
