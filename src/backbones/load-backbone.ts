/**
 * A backbone's id → its verified files on disk. In: an id, the cache folder. Out: the Backbone. Next:
 * `training/features` runs its trunk, `onnx/` cuts and unfreezes it.
 *
 * The files are built once, in a temporary folder that is renamed when complete, so that two children that build the
 * same backbone at once, or one that is killed, leave nothing half written.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Backbone } from './backbone.ts';
import { EMBEDDED_BACKBONE_IDS, EMBEDDED_BACKBONES, isEmbedded } from './embedded.ts';

export interface LoadBackboneOptions {
  /** Shared between children. */
  cacheDir: string;
  onProgress?: (text: string) => void;
}

/** `manifest.json`: file name → SHA-256 (hex) of its bytes. */
const manifestSchema = z.record(z.string(), z.string());
type Manifest = z.infer<typeof manifestSchema>;

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');

/** @throws UserError when the id is not known, or its package does not hold what it should */
export async function loadBackbone(id: string, options: LoadBackboneOptions): Promise<Backbone> {
  if (!isEmbedded(id))
    throw new UserError(
      'unknown-backbone',
      `The model "${id}" cannot be loaded here. Known: ${EMBEDDED_BACKBONE_IDS.join(', ')}.`,
      { context: { id, known: EMBEDDED_BACKBONE_IDS } },
    );
  const embedded = EMBEDDED_BACKBONES[id];
  const key = sha256(`${embedded.source} revision ${embedded.revision}`).slice(0, 12);
  const folder = join(options.cacheDir, 'backbones', `${id}-${key}`);
  let manifest = await verify(folder);
  if (manifest === null) {
    options.onProgress?.(`Preparing ${id} (${embedded.source}), once`);
    manifest = await build(folder, await embedded.build());
  }
  return {
    id,
    source: embedded.source,
    onnxPath: join(folder, 'model.onnx'),
    sha256: manifest['model.onnx']!,
    ...embedded.describe(folder),
  };
}

/** The manifest of a complete, undamaged folder, else null. */
async function verify(folder: string): Promise<Manifest | null> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    for (const [name, hash] of Object.entries(manifest))
      if (sha256(await readFile(join(folder, name))) !== hash) return null;
    return 'model.onnx' in manifest ? manifest : null;
  } catch {
    return null;
  }
}

async function build(folder: string, files: Record<string, Uint8Array | string>): Promise<Manifest> {
  const temporary = `${folder}.${randomUUID()}.tmp`;
  await mkdir(temporary, { recursive: true });
  const manifest: Manifest = {};
  for (const [name, data] of Object.entries(files)) {
    manifest[name] = sha256(data);
    await writeFile(join(temporary, name), data);
  }
  await writeFile(join(temporary, 'manifest.json'), JSON.stringify(manifest));
  await publish(temporary, folder);
  return manifest;
}

/** Puts the finished folder in place, unless another process has just done so. */
async function publish(temporary: string, folder: string): Promise<void> {
  try {
    if ((await verify(folder)) === null) {
      await rm(folder, { recursive: true, force: true });
      await rename(temporary, folder);
    }
  } catch (error) {
    if ((await verify(folder)) === null) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
