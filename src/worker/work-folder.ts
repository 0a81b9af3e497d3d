/**
 * The work folder of a Run, `${dataDir}/work/<runId>`. Called by `work.ts`. Layout: `input/<sha256>/<name>` is what the
 * person attached; each attempt has `<attempt>/`, where its child works, with `checkpoints/` (what a later attempt may go
 * on from), `artifact/` (what it delivers) and `trained`, written when that is whole.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RunSpec } from '../child/run-spec.ts';
import type { LocalFile, StoredFile } from '../files.ts';
import type { Run } from '../runs/run.ts';
import { RUN_ID } from '../runs/run-id.ts';
import type { ObjectStore } from '../storage/objects.ts';

interface InputFiles {
  dataset: LocalFile;
  test: LocalFile | null;
  modelFile: LocalFile | null;
}

/** Downloads what is not there yet, verified. Throws UserErrors `object-missing`, `object-damaged`. */
export async function fetchFiles(objects: ObjectStore, spec: RunSpec, runDir: string): Promise<InputFiles> {
  const fetchOne = async (file: StoredFile): Promise<LocalFile> => {
    const path = join(runDir, 'input', file.sha256, basename(file.key));
    const present = await stat(path).catch(() => null);
    if (present?.size !== file.bytes) await objects.getToFile(file.key, path, file.sha256);
    return { path, name: file.name };
  };
  return {
    dataset: await fetchOne(spec.dataset),
    test: spec.test && (await fetchOne(spec.test)),
    modelFile: spec.modelFile && (await fetchOne(spec.modelFile)),
  };
}

/**
 * Deletes the work folders of Runs that are final: a process that was killed could not. Looks at the folders first:
 * a Run that starts meanwhile is not among them, or is active.
 */
export async function sweepWorkFolders(dataDir: string, findActive: () => Promise<Run[]>): Promise<void> {
  const folder = join(dataDir, 'work');
  const names = (await readdir(folder).catch(() => [])).filter((name) => RUN_ID.test(name));
  const keep = new Set((await findActive()).map((run) => run.id));
  for (const name of names.filter((name) => !keep.has(name))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

const DAY_MS = 86_400_000;

/** Features of people's samples (`cache/features/<backbone>/*.pack`) that are older; 0 keeps them. They are computed anew. */
export async function dropOldFeatures(dataDir: string, days: number): Promise<void> {
  if (days === 0) return;
  const root = join(dataDir, 'cache', 'features');
  for (const name of await readdir(root, { recursive: true }).catch(() => [])) {
    const path = join(root, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && Date.now() - found.mtimeMs > days * DAY_MS) await rm(path, { force: true });
  }
}
