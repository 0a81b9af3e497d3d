/**
 * The artifact of a finished Run on local disk, for `/predict`: fetched from object storage once, kept while it is
 * used, the longest unused removed beyond a number.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ObjectStore } from '../runs/objects.ts';
import type { Run } from '../runs/run.ts';

const KEPT = 8;

/** Models that are read by the prediction; charts and the zip of everything stay where they are. */
const needed = (path: string): boolean =>
  path === 'report.json' || path.startsWith('model/') || path === 'pipeline.json';

/** @returns the artifact folder. Throws UserError `object-missing` when storage has lost it. */
export async function fetchArtifact(
  run: Extract<Run, { state: 'succeeded' }>,
  objects: ObjectStore,
  cacheDir: string,
): Promise<string> {
  const root = join(cacheDir, 'artifacts');
  const folder = join(root, run.id);
  const now = new Date();
  if (
    await utimes(folder, now, now).then(
      () => true,
      () => false,
    )
  )
    return folder;
  const draft = join(root, `.${run.id}-${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  try {
    for (const key of await objects.list(run.artifactKey)) {
      const path = key.slice(run.artifactKey.length).replace(/^\//, '');
      if (needed(path)) await objects.getToFile(key, join(draft, path));
    }
    // Whoever is second finds the folder there and is content with it.
    await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeUnused(root, folder);
  return folder;
}

async function removeUnused(root: string, used: string): Promise<void> {
  const names = (await readdir(root)).filter((name) => !name.startsWith('.'));
  const folders = await Promise.all(
    names.map(async (name) => ({ path: join(root, name), usedAt: (await stat(join(root, name))).mtimeMs })),
  );
  const old = folders.sort((a, b) => b.usedAt - a.usedAt).slice(KEPT);
  for (const { path } of old)
    if (relative(path, used) !== '') await rm(path, { recursive: true, force: true });
}
