/**
 * The artifact of a Run, a folder of files, to object storage and back. Stored by the worker; fetched by `/predict`,
 * `/evaluate` and `/export`.
 */
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../errors.ts';
import type { ObjectStore } from './objects.ts';

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

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const missing = (artifactKey: string) => new UserError('artifact-missing', { key: artifactKey });
