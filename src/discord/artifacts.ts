/**
 * The artifact of a finished Run on local disk, for `/predict`: fetched from object storage once, kept while it is
 * used, the longest unused removed beyond a number.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { markUsed } from '../cache/in-use.ts';
import { UserError } from '../errors.ts';
import type { Run } from '../runs/run.ts';
import { fetchArtifact } from '../storage/artifact.ts';
import type { ObjectStore } from '../storage/objects.ts';

const KEPT = 8;

/** @returns the artifact folder. Throws UserErrors `artifact-missing`, `object-missing`, and `model-at-service` where there is no model in it. */
export async function keepArtifact(
  run: Extract<Run, { state: 'succeeded' }>,
  objects: ObjectStore,
  cacheDir: string,
): Promise<string> {
  if (run.spec.service) throw new UserError('model-at-service', { id: run.id });
  const root = join(cacheDir, 'artifacts');
  const folder = join(root, run.id);
  await mkdir(folder, { recursive: true });
  await markUsed(cacheDir, folder);
  await fetchArtifact(objects, run.artifactKey, folder);
  await removeUnused(root);
  return folder;
}

/** Removes the copy of a Run that was deleted. */
export const dropArtifact = (runId: string, cacheDir: string): Promise<void> =>
  rm(join(cacheDir, 'artifacts', runId), { recursive: true, force: true });

async function removeUnused(root: string): Promise<void> {
  const folders = await Promise.all(
    (await readdir(root)).map(async (name) => ({
      path: join(root, name),
      usedAt: (await stat(join(root, name))).mtimeMs,
    })),
  );
  const old = folders.sort((a, b) => b.usedAt - a.usedAt).slice(KEPT);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}
