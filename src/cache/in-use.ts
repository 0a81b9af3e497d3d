/**
 * Who uses the cache. In: its folder. Out: a hold (a file in `cache/holds/`, whose name says since when) for as long as a task
 * works with what it finds there; and marks on what is used. `limit-cache.ts` removes nothing that was used since the
 * oldest living hold. Any number of processes share a cache: the files are all that they know of each other.
 *
 * Nothing goes between a mark and the use: whoever marks or holds does so first and then waits while `holds/shrinking` exists;
 * whoever shrinks creates that file first and then reads marks and holds.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const HEARTBEAT_MS = 30_000;
/** A process that was stopped for less still holds. */
const DEAD_AFTER_MS = 5 * 60_000;
/** Renaming what goes takes milliseconds: an older file was left by a process that was killed. */
const SHRINKING_MS = 60_000;
const LOOK_MS = 20;

const holdsOf = (cacheDir: string): string => join(cacheDir, 'holds');
const shrinkingPath = (cacheDir: string): string => join(holdsOf(cacheDir), 'shrinking');

/** Until the returned function is called, nothing goes that is used from now on. */
export async function holdCache(cacheDir: string): Promise<() => Promise<void>> {
  const path = join(holdsOf(cacheDir), `${Date.now()}-${randomUUID()}`);
  await mkdir(holdsOf(cacheDir), { recursive: true });
  await writeFile(path, '');
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => writeFile(path, '').catch(() => undefined));
  }, HEARTBEAT_MS).unref();
  await untilShrunk(cacheDir);
  return async () => {
    clearInterval(beat);
    await rm(path, { force: true });
  };
}

/**
 * Marks a file or folder of the cache as used now; when this resolves, it is there to stay or gone already. Of a file only the
 * time of access changes: the other says when it was computed.
 */
export async function markUsed(cacheDir: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) return;
  const now = new Date();
  await utimes(path, now, found.isDirectory() ? now : found.mtime).catch(() => undefined);
  await untilShrunk(cacheDir);
}

/** When a file or folder was used last, in ms. */
export async function lastUse(path: string): Promise<number> {
  const found = await stat(path);
  // Looking into a folder sets its time of access.
  return found.isDirectory() ? found.mtimeMs : Math.max(found.mtimeMs, found.atimeMs);
}

/** Since when somebody has been using the cache; Infinity when nobody does. Takes away the holds of the dead. */
export async function oldestHold(cacheDir: string): Promise<number> {
  let oldest = Number.POSITIVE_INFINITY;
  for (const name of await readdir(holdsOf(cacheDir)).catch(() => [])) {
    const since = Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(since)) continue;
    const path = join(holdsOf(cacheDir), name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > DEAD_AFTER_MS) await rm(path, { force: true });
    else if (found) oldest = Math.min(oldest, since);
  }
  return oldest;
}

/** Runs `shrink` alone among all processes; null when another one is at it. */
export async function whileShrinking<T>(cacheDir: string, shrink: () => Promise<T>): Promise<T | null> {
  const path = shrinkingPath(cacheDir);
  await mkdir(holdsOf(cacheDir), { recursive: true });
  if (!(await isShrinking(path))) await rm(path, { force: true });
  try {
    await writeFile(path, '', { flag: 'wx' });
  } catch {
    return null;
  }
  try {
    return await shrink();
  } finally {
    await rm(path, { force: true });
  }
}

async function untilShrunk(cacheDir: string): Promise<void> {
  while (await isShrinking(shrinkingPath(cacheDir))) await wait(LOOK_MS);
}

async function isShrinking(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < SHRINKING_MS;
}
