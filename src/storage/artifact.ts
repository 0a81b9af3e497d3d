/**
 * The artifact of a Run, a folder of files, to object storage and back. Stored by the worker; fetched by `/predict`,
 * `/evaluate` and `/export`.
 */
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { hashFile } from '../hash.ts';
import type { ObjectStore } from './objects.ts';

/** Of a Run's objects; each attempt has a folder of its own there, so that two never mix. */
export const runPrefix = (runId: string): string => `runs/${runId}/`;

const MANIFEST = 'manifest.json';
/** Path in the artifact → its bytes. */
export const manifestSchema = z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() }));
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Uploads every file of the folder that is not there yet, with their hashes beside them; returns the key prefix.
 * `report.json` goes last: with it the artifact is whole.
 */
export async function storeArtifact(
  objects: ObjectStore,
  prefix: string,
  artifactDir: string,
): Promise<{ artifactKey: string; bytes: number }> {
  const manifest = await describe(artifactDir);
  if (!('report.json' in manifest))
    throw new Error(`The trainer delivered no report.json in ${artifactDir}.`);
  const names = Object.keys(manifest).sort(
    (a, b) => Number(a === 'report.json') - Number(b === 'report.json'),
  );
  await objects.putBytes(prefix + MANIFEST, Buffer.from(JSON.stringify(manifest)));
  for (const name of names) {
    const key = prefix + name;
    const isThere = (await objects.exists(key)) && (await objects.size(key)) === manifest[name]!.bytes;
    if (!isThere) await objects.putFile(key, join(artifactDir, ...name.split('/')));
  }
  const bytes = Object.values(manifest).reduce((sum, one) => sum + one.bytes, 0);
  return { artifactKey: prefix, bytes };
}

async function describe(artifactDir: string): Promise<Manifest> {
  const manifest: Manifest = {};
  for (const path of await listFiles(artifactDir)) {
    const name = relative(artifactDir, path).split(sep).join('/');
    manifest[name] = { bytes: (await stat(path)).size, sha256: await hashFile(path) };
  }
  return manifest;
}

/** Brings an artifact back to disk, keeping what is there; what comes is what was stored. */
export async function fetchArtifact(
  objects: ObjectStore,
  artifactKey: string,
  artifactDir: string,
): Promise<void> {
  const keys = await objects.list(artifactKey);
  if (keys.length === 0) throw missing(artifactKey);
  const manifest = keys.includes(artifactKey + MANIFEST) ? await readManifest(objects, artifactKey) : {};
  for (const key of keys) {
    const name = key.slice(artifactKey.length);
    const path = join(artifactDir, ...name.split('/'));
    if ((await stat(path).catch(() => null)) === null)
      await objects.getToFile(key, path, manifest[name]?.sha256);
  }
}

/** Of an artifact that has one: those of 0.1.0 have none. */
export const readManifest = async (objects: ObjectStore, artifactKey: string): Promise<Manifest> =>
  manifestSchema.parse(
    JSON.parse(Buffer.from(await objects.getBytes(artifactKey + MANIFEST)).toString('utf8')),
  );

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const missing = (artifactKey: string) => new UserError('artifact-missing', { key: artifactKey });
