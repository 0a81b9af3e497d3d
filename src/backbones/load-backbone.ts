/**
 * A backbone's id, or a person's own file → its verified files on disk. In: an id, the cache folder. Out: the Backbone.
 * Next: `training/features` runs its trunk, `onnx/` cuts and unfreezes it. A model of the Hub must be in the cache
 * already (`hub/fetch-model.ts`): this runs in the trainer, which has no token.
 *
 * The files are built once, in a temporary folder that is renamed when complete, so that two children that build the
 * same backbone at once, or one that is killed, leave nothing half written.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Backbone } from './backbone.ts';
import {
  EMBEDDED_BACKBONE_IDS,
  EMBEDDED_BACKBONES,
  type EmbeddedBackboneId,
  isEmbedded,
} from './embedded.ts';
import {
  BUILD_REVISION,
  type BuildOptions,
  buildBackbone,
  type Description,
  descriptionSchema,
  WEIGHTS_FILE,
} from './from-onnx/build-backbone.ts';
import type { FedKind } from './from-onnx/graph-inputs.ts';
import { readSnapshot, snapshotDir } from './hub/hub-cache.ts';
import { findHubRef, type HubRef } from './hub/hub-id.ts';
import { type OwnFile, openOwnFile } from './own-file.ts';

export interface LoadBackboneOptions {
  /** Shared between children. */
  cacheDir: string;
  /** Kind of the data it will read: of a model with several towers the right one is taken. */
  kind?: FedKind;
  onProgress?: (text: string) => void;
}

/** `manifest.json`: file name → SHA-256 (hex) of its bytes. */
const manifestSchema = z.record(z.string(), z.string());
type Manifest = z.infer<typeof manifestSchema>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest('hex');
}

/** Of the graph, and of the weights where they stand apart from it. */
function modelHash(manifest: Manifest): string {
  const [graph, weights] = [manifest['model.onnx']!, manifest[WEIGHTS_FILE]];
  return weights === undefined ? graph : sha256(`${graph} ${weights}`);
}

/** @throws UserError when the id is not known, its files are not here, or they do not hold what they should */
export async function loadBackbone(id: string, options: LoadBackboneOptions): Promise<Backbone> {
  if (isEmbedded(id)) return loadEmbedded(id, options);
  const ref = findHubRef(id);
  if (ref) return loadHub(id, ref, options);
  throw new UserError(
    'unknown-backbone',
    `The model "${id}" cannot be loaded here. Known: ${EMBEDDED_BACKBONE_IDS.join(', ')}, and Hugging Face ids such as owner/name.`,
    { context: { id, known: EMBEDDED_BACKBONE_IDS } },
  );
}

async function loadEmbedded(id: EmbeddedBackboneId, options: LoadBackboneOptions): Promise<Backbone> {
  const embedded = EMBEDDED_BACKBONES[id];
  const { folder, manifest } = await provide(
    {
      label: id,
      key: `${embedded.source} revision ${embedded.revision}`,
      shown: `${id} (${embedded.source})`,
    },
    embedded.build,
    options,
  );
  return {
    id,
    source: embedded.source,
    onnxPath: join(folder, 'model.onnx'),
    sha256: modelHash(manifest),
    ...embedded.describe(folder),
  };
}

const KINDS: readonly FedKind[] = ['image', 'text', 'audio'];

/** @throws UserError `hub-not-cached` */
async function loadHub(id: string, ref: HubRef, options: LoadBackboneOptions): Promise<Backbone> {
  const { cacheDir, kind } = options;
  for (const candidate of kind ? [kind] : KINDS) {
    const snapshot = await readSnapshot(cacheDir, ref, candidate);
    if (snapshot === null) continue;
    const folder = snapshotDir(cacheDir, snapshot);
    const source = `${snapshot.name}@${snapshot.commit}`;
    const built = await loadBuilt(
      { label: snapshot.name.replace('/', '--'), key: `${source} ${snapshot.model}`, shown: snapshot.name },
      {
        onnxPath: join(folder, ...snapshot.model.split('/')),
        configDir: folder,
        name: snapshot.name,
        licence: snapshot.licence,
      },
      options,
    );
    return { id, source, ...built };
  }
  throw new UserError(
    'hub-not-cached',
    `The model ${ref.name} is not on this machine yet. Start a run with it, which fetches it from the Hub; without a network, set HF_ENDPOINT to a mirror or attach the file with model-file.`,
    { context: { id } },
  );
}

/**
 * A person's own ONNX file, or a zip with one. Its id is `own-file`.
 * @throws UserError when it cannot be read, run, or fed with `kind`
 */
export async function loadOwnFile(file: OwnFile, options: LoadBackboneOptions): Promise<Backbone> {
  const model = await openOwnFile(file);
  const hash = await hashFile(file.path);
  const built = await loadBuilt(
    { label: 'own-file', key: hash, shown: file.name },
    {
      ...model,
      name: file.name,
      licence: 'not stated',
    },
    options,
  );
  return { id: 'own-file', source: `attached file ${file.name}`, ...built };
}

async function loadBuilt(
  place: Place,
  build: BuildOptions,
  options: LoadBackboneOptions,
): Promise<Omit<Backbone, 'id' | 'source'>> {
  const { folder, manifest } = await provide(
    { ...place, key: `${place.key} build ${BUILD_REVISION}` },
    (folder) => buildBackbone(build, folder),
    options,
  );
  const text = await readFile(join(folder, 'backbone.json'), 'utf8');
  const description = descriptionSchema.parse(JSON.parse(text));
  const own = description.preprocessing.kind;
  if (options.kind && own !== options.kind) throw otherKind(build.name, own, options.kind);
  return {
    ...description,
    name: build.name,
    preprocessing: inFolder(description.preprocessing, folder),
    onnxPath: join(folder, 'model.onnx'),
    sha256: modelHash(manifest),
    languages: [],
  };
}

function inFolder(preprocessing: Description['preprocessing'], folder: string): Backbone['preprocessing'] {
  if (preprocessing.kind !== 'text') return preprocessing;
  const { tokenizerPath, tokenizerConfigPath } = preprocessing;
  return {
    ...preprocessing,
    tokenizerPath: join(folder, tokenizerPath),
    tokenizerConfigPath: tokenizerConfigPath && join(folder, tokenizerConfigPath),
  };
}

const otherKind = (name: string, own: FedKind, wanted: FedKind) =>
  new UserError(
    'backbone-of-other-kind',
    `${name} reads ${own} data, the data set holds ${wanted} data. Choose another model, or leave it at auto.`,
    { context: { model: name, kind: wanted } },
  );

interface Place {
  /** Of the folder, with a hash of `key`: what the files are built from. */
  label: string;
  key: string;
  /** For the person. */
  shown: string;
}

/** Returns files by name; some it may write into the folder itself. */
type Build = (folder: string) => Promise<Record<string, Uint8Array | string>>;

/** The folder with the built files; built now, if it is not there or damaged. */
async function provide(
  { label, key, shown }: Place,
  build: Build,
  { cacheDir, onProgress }: LoadBackboneOptions,
): Promise<{ folder: string; manifest: Manifest }> {
  const folder = join(cacheDir, 'backbones', `${label}-${sha256(key).slice(0, 12)}`);
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
  const temporary = `${folder}.${randomUUID()}.tmp`;
  await mkdir(temporary, { recursive: true });
  try {
    const files = await build(temporary);
    for (const [name, data] of Object.entries(files)) await writeFile(join(temporary, name), data);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  const manifest: Manifest = {};
  for (const name of await readdir(temporary)) manifest[name] = await hashFile(join(temporary, name));
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
