/**
 * The artifact folder goes in, `model.zip` with everything a person takes away appears in it: model, card, report,
 * tables of samples. It is the person's own; only the hashes of what was learnt from stay behind.
 */
import { createWriteStream } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { LEARNT_FILE } from '../evaluate/learnt-samples.ts';

/** The page holds the model once more, and is sent by itself. */
const PAGE_FILE = 'try.html';
const ZIP_FILE = 'model.zip';
/** One fixed time, so that the same run gives the same bytes. */
const MTIME = new Date(Date.UTC(2026, 0, 1));

/** @param leftOut paths in the folder that the zip is to be without */
export async function zipModel(artifactDir: string, leftOut: readonly string[] = []): Promise<void> {
  const without = new Set([...leftOut, LEARNT_FILE, PAGE_FILE]);
  const zip = new yazl.ZipFile();
  for (const path of (await filesBelow(artifactDir)).sort()) {
    const name = relative(artifactDir, path).split(sep).join('/');
    if (!name.startsWith(ZIP_FILE) && !without.has(name)) zip.addFile(path, name, { mtime: MTIME });
  }
  zip.end();
  const temporary = join(artifactDir, `${ZIP_FILE}.part`);
  await pipeline(zip.outputStream, createWriteStream(temporary));
  await rename(temporary, join(artifactDir, ZIP_FILE));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
  return (await Promise.all(nested)).flat();
}
