/**
 * Files of a Run between the object store and its work folder, `${dataDir}/work/<runId>`. Called by `work.ts`.
 * Layout: `input/<sha256>/<name>` (what the person attached), `artifact/` (what the child delivers), the rest is
 * the child's.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { LocalFile } from '../child/messages.ts';
import { UserError } from '../errors.ts';
import type { Run, RunSpec, StoredFile } from '../runs/run.ts';
import { RUN_ID } from '../runs/run-id.ts';
import type { ObjectStore } from '../storage/objects.ts';

export interface InputFiles {
  dataset: LocalFile;
  test: LocalFile | null;
  modelFile: LocalFile | null;
}

/** Downloads what is not there yet. Throws UserError `object-missing`. */
export async function fetchFiles(objects: ObjectStore, spec: RunSpec, workDir: string): Promise<InputFiles> {
  const fetchOne = async (file: StoredFile): Promise<LocalFile> => {
    const path = join(workDir, 'input', file.sha256, basename(file.key));
    const present = await stat(path).catch(() => null);
    if (present?.size !== file.bytes) await objects.getToFile(file.key, path);
    return { path, name: file.name };
  };
  return {
    dataset: await fetchOne(spec.dataset),
    test: spec.test && (await fetchOne(spec.test)),
    modelFile: spec.modelFile && (await fetchOne(spec.modelFile)),
  };
}

/** The key prefix under which a Run's artifact is stored. */
const artifactPrefix = (runId: string): string => `runs/${runId}/`;

/** Uploads every file of the folder; returns the key prefix. `report.json` goes last: with it the artifact is whole. */
export async function storeArtifact(
  objects: ObjectStore,
  runId: string,
  artifactDir: string,
): Promise<string> {
  const prefix = artifactPrefix(runId);
  const paths = await listFiles(artifactDir);
  const isReport = (path: string) => relative(artifactDir, path) === 'report.json';
  if (!paths.some(isReport)) throw new Error(`The trainer delivered no report.json in ${artifactDir}.`);
  for (const path of [...paths.filter((path) => !isReport(path)), ...paths.filter(isReport)]) {
    await objects.putFile(prefix + relative(artifactDir, path).split(sep).join('/'), path);
  }
  return prefix;
}

/** Brings an artifact (or the part below `folder`) back to disk, keeping what is there. */
export async function fetchArtifact(
  objects: ObjectStore,
  artifactKey: string,
  artifactDir: string,
): Promise<void> {
  const keys = await objects.list(artifactKey);
  if (keys.length === 0) throw missing(artifactKey);
  for (const key of keys) {
    const path = join(artifactDir, ...key.slice(artifactKey.length).split('/'));
    if ((await stat(path).catch(() => null)) === null) await objects.getToFile(key, path);
  }
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

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const missing = (artifactKey: string) =>
  new UserError(
    'artifact-missing',
    `The model of this Run is not stored any more (${artifactKey}). Train it again with /finetune.`,
    { context: { artifactKey } },
  );
