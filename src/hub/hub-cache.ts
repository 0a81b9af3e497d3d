/**
 * Where files of the Hub lie on this machine, and what is known of a fetched model. `fetch-model.ts` writes it in the
 * process that has the token; `load-backbone.ts` reads it in the trainer, which has neither token nor need of a network.
 *
 *   <cacheDir>/hub/<owner>--<name>/refs/<kind>-<revision>.json   the newest snapshot of that revision
 *   <cacheDir>/hub/<owner>--<name>/snapshots/<commit>/…          its files, each verified
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { markUsed } from '../cache/in-use.ts';
import type { DataKind } from '../datasets/dataset.ts';
import type { HubRef } from './hub-id.ts';

const snapshotSchema = z.object({
  name: z.string(),
  /** Full commit id: what `revision` meant when the files were fetched. */
  commit: z.string(),
  licence: z.string(),
  /** Among `files`: the ONNX file, or where the weights are found from which its graph is built. */
  model: z.string(),
  /** Paths in the repository. */
  files: z.array(z.string()),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

const folderOf = (cacheDir: string, name: string) => join(cacheDir, 'hub', name.replace('/', '--'));

export const snapshotDir = (cacheDir: string, { name, commit }: Pick<Snapshot, 'name' | 'commit'>): string =>
  join(folderOf(cacheDir, name), 'snapshots', commit);

const refPath = (cacheDir: string, { name, revision }: HubRef, kind: DataKind): string =>
  join(folderOf(cacheDir, name), 'refs', `${kind}-${encodeURIComponent(revision)}.json`);

/** null when the model was never fetched whole, or has left the cache since. */
export async function readSnapshot(cacheDir: string, ref: HubRef, kind: DataKind): Promise<Snapshot | null> {
  await markUsed(cacheDir, folderOf(cacheDir, ref.name));
  try {
    return snapshotSchema.parse(JSON.parse(await readFile(refPath(cacheDir, ref, kind), 'utf8')));
  } catch {
    return null;
  }
}

export async function writeSnapshot(
  cacheDir: string,
  ref: HubRef,
  { kind, snapshot }: { kind: DataKind; snapshot: Snapshot },
): Promise<void> {
  const path = refPath(cacheDir, ref, kind);
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(temporary, JSON.stringify(snapshot));
  await rename(temporary, path);
}

/** Of all its files on disk. */
export async function snapshotBytes(cacheDir: string, snapshot: Snapshot): Promise<number> {
  const folder = snapshotDir(cacheDir, snapshot);
  const sizes = await Promise.all(
    snapshot.files.map(async (path) => (await stat(join(folder, ...path.split('/')))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
