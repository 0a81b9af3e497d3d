/**
 * Files that are built once for all Runs. In: what they are built from, how. Out: their folder in the cache, whole and
 * undamaged, and their hashes. Used by: `load-backbone.ts`.
 *
 * They are built in a temporary folder that is renamed when complete, so that two children that build the same backbone
 * at once, or one that is killed, leave nothing half written in its place.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { markUsed } from '../cache/in-use.ts';
import { hashFile, sha256 } from '../hash.ts';

/** `manifest.json`: file name → SHA-256 (hex) of its bytes. */
const manifestSchema = z.record(z.string(), z.string());
export type Manifest = z.infer<typeof manifestSchema>;

export interface Place {
  /** Of the folder, with a hash of `key`: what the files are built from. */
  label: string;
  key: string;
  /** For the person. */
  shown: string;
}

/** Returns files by name; some it may write into the folder itself. */
type Build = (folder: string) => Promise<Record<string, Uint8Array | string>>;

/** The folder with the built files; built now, if it is not there or damaged. */
export async function provideFolder(
  { label, key, shown }: Place,
  build: Build,
  { cacheDir, onProgress }: { cacheDir: string; onProgress?: (text: string) => void },
): Promise<{ folder: string; manifest: Manifest }> {
  const folder = join(cacheDir, 'backbones', `${label}-${sha256(key).slice(0, 12)}`);
  await markUsed(cacheDir, folder);
  const known = await verify(folder);
  if (known) return { folder, manifest: known };
  onProgress?.(`Preparing ${shown}, once`);
  return { folder, manifest: await writeFiles(folder, build) };
}

/** The manifest of a complete, undamaged folder, else null. */
async function verify(folder: string): Promise<Manifest | null> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    for (const [name, hash] of Object.entries(manifest))
      if ((await hashFile(join(folder, name))) !== hash) return null;
    return 'model.onnx' in manifest ? manifest : null;
  } catch {
    return null;
  }
}

async function writeFiles(folder: string, build: Build): Promise<Manifest> {
  await removeLeftovers(dirname(folder));
  const temporary = `${folder}.${randomUUID()}${TEMPORARY}`;
  await mkdir(temporary, { recursive: true });
  const manifest: Manifest = {};
  try {
    const files = await build(temporary);
    for (const [name, data] of Object.entries(files)) await writeFile(join(temporary, name), data);
    for (const entry of await readdir(temporary, { withFileTypes: true }))
      if (entry.isFile()) manifest[entry.name] = await hashFile(join(temporary, entry.name));
    await writeFile(join(temporary, 'manifest.json'), JSON.stringify(manifest));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await publish(temporary, folder);
  return manifest;
}

/** Of folders that are being written. */
const TEMPORARY = '.tmp';
/** No Run takes longer, so a build that is older was killed. */
const LEFTOVER_MS = 24 * 3_600_000;

/** Takes away what killed builds left: it may be gigabytes. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(TEMPORARY))) {
    const path = join(folder, name);
    const changed = await stat(path).catch(() => null);
    if (changed && Date.now() - changed.mtimeMs > LEFTOVER_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Puts the finished folder in place, unless another process has just done so: what stands there whole is never taken
 * away, since models are read from it for as long as their Runs last.
 */
async function publish(temporary: string, folder: string): Promise<void> {
  const damaged = `${folder}.${randomUUID()}${TEMPORARY}`;
  try {
    if (await moved(temporary, folder)) return;
    if ((await verify(folder)) !== null) return;
    await moved(folder, damaged);
    await rename(temporary, folder);
  } catch (error) {
    if ((await verify(folder)) === null) throw error;
  } finally {
    for (const rest of [temporary, damaged]) await rm(rest, { recursive: true, force: true });
  }
}

/** False where `to` stands already, or `from` does not. */
const moved = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );
