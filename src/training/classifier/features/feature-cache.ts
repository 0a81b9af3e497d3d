/**
 * Features on disk, shared by every run and child. In: sample keys and vectors. Out: the vectors again. Used by:
 * `embed.ts`.
 *
 * A folder a backbone, in it packs: files of many vectors, each written whole under a temporary name and renamed, so
 * that concurrent children only ever add files. Vectors are float32: a cached run gives the same numbers as a fresh one.
 *
 * Pack: uint32 header length (bytes, a multiple of 4), JSON header {d, keys} padded with spaces, then the rows.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { markUsed } from '../../../cache/in-use.ts';

const headerSchema = z.object({ d: z.number().int().positive(), keys: z.array(z.string()) });

export interface FeatureCache {
  /** Copies the vectors that are known into `row(key)`; returns the keys found. */
  read: (keys: ReadonlySet<string>, row: (key: string) => Float32Array) => Promise<Set<string>>;
  /** @param values row-major [keys.length, d] */
  write: (keys: readonly string[], values: Float32Array) => Promise<void>;
}

/** @param folder `<cache>/features/<name>`, one for each backbone, choice of taps and way of preprocessing */
export function openFeatureCache(folder: string, d: number): FeatureCache {
  return {
    read: async (keys, row) => {
      const found = new Set<string>();
      for (const name of await packsOf(folder)) {
        const before = found.size;
        const path = join(folder, name);
        await readPack(path, d, keys, found, row);
        if (found.size > before) await markUsed(join(folder, '..', '..'), path);
      }
      return found;
    },
    write: async (keys, values) => {
      if (keys.length === 0) return;
      await mkdir(folder, { recursive: true });
      const json = JSON.stringify({ d, keys });
      const header = Buffer.from(json.padEnd(json.length + ((4 - (Buffer.byteLength(json) % 4)) % 4)));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(header.length);
      const rows = Buffer.from(values.buffer, values.byteOffset, keys.length * d * 4);
      const temporary = join(folder, `${randomUUID()}.tmp`);
      await writeFile(temporary, Buffer.concat([length, header, rows]));
      await rename(temporary, temporary.replace(/\.tmp$/, '.pack'));
    },
  };
}

async function packsOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.pack')).sort();
  } catch {
    return [];
  }
}

/** Reads the wanted rows of a pack; a damaged pack counts as absent. */
async function readPack(
  path: string,
  d: number,
  keys: ReadonlySet<string>,
  found: Set<string>,
  row: (key: string) => Float32Array,
): Promise<void> {
  // Of what nobody used for long, a pack may leave the cache at any moment.
  const file = await open(path).catch(() => null);
  if (file === null) return;
  try {
    const { size } = await file.stat();
    const length = Buffer.alloc(4);
    await file.read(length, 0, 4, 0);
    const headerBytes = length.readUInt32LE();
    if (headerBytes + 4 > size) return;
    const header = Buffer.alloc(headerBytes);
    await file.read(header, 0, headerBytes, 4);
    const parsed = headerSchema.safeParse(JSON.parse(header.toString('utf8')));
    if (!parsed.success || parsed.data.d !== d) return;
    if (size !== 4 + headerBytes + parsed.data.keys.length * d * 4) return;
    for (const [i, key] of parsed.data.keys.entries()) {
      if (!keys.has(key) || found.has(key)) continue;
      const target = row(key);
      const bytes = new Uint8Array(target.buffer, target.byteOffset, d * 4);
      await file.read(bytes, 0, d * 4, 4 + headerBytes + i * d * 4);
      found.add(key);
    }
  } catch {
    // A header that is not JSON: the file was damaged after it was written. Its samples are computed again.
  } finally {
    await file.close();
  }
}
