/**
 * What lies in the cache, in pieces that go or stay as a whole. In: its folder. Out: entries with their size and last use. Next:
 * `limit-cache.ts` chooses which go. One row of `PLACES` a kind of thing: a fetched model with all its commits, a prepared
 * one, a pack of features, a delivered model, an interrupted download.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lastUse } from './in-use.ts';

export interface Entry {
  path: string;
  bytes: number;
  /** In ms. */
  usedAt: number;
  /** Left by a process that was killed, or needed by nothing: goes when nobody has used it for a day. */
  isOrphan: boolean;
}

/** A folder of the cache, and how deep below it its entries lie. */
const PLACES = [
  { folder: 'hub', depth: 1 },
  { folder: 'hub-data', depth: 1 },
  { folder: 'backbones', depth: 1 },
  { folder: 'features', depth: 2 },
  { folder: 'artifacts', depth: 1 },
] as const;

export async function listEntries(cacheDir: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const { folder, depth } of PLACES)
    for (const path of await below(join(cacheDir, folder), depth)) {
      const entry = await describe(path, folder === 'hub-data' || path.endsWith('.tmp'));
      if (entry) entries.push(entry);
    }
  for (const path of await supersededSnapshots(cacheDir)) {
    const entry = await describe(path, true);
    if (entry) entries.push(entry);
  }
  return entries;
}

async function below(folder: string, depth: number): Promise<string[]> {
  const paths = (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  if (depth === 1) return paths;
  return (await Promise.all(paths.map((path) => below(path, depth - 1)))).flat();
}

/** null when it has just gone. */
async function describe(path: string, isOrphan: boolean): Promise<Entry | null> {
  try {
    return { path, bytes: await sizeOf(path), usedAt: await lastUse(path), isOrphan };
  } catch {
    return null;
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  }
  return bytes;
}

/** Commits of a fetched model to which no revision leads any more, since a newer one was fetched (`hub/hub-cache.ts`). */
async function supersededSnapshots(cacheDir: string): Promise<string[]> {
  const superseded: string[] = [];
  for (const model of await below(join(cacheDir, 'hub'), 1)) {
    const refs = await below(join(model, 'refs'), 1);
    const texts = await Promise.all(refs.map((path) => readFile(path, 'utf8').catch(() => '')));
    const snapshots = await readdir(join(model, 'snapshots')).catch(() => []);
    for (const commit of snapshots)
      if (!texts.some((text) => text.includes(commit))) superseded.push(join(model, 'snapshots', commit));
  }
  return superseded;
}
