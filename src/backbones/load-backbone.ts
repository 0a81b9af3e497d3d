/**
 * A backbone's id, or a person's own file → its verified files on disk. In: an id, the cache folder. Out: the Backbone.
 * Next: `training/features` runs its trunk, `onnx/` cuts and unfreezes it. A model of the Hub must be in the cache
 * already (`hub/fetch-model.ts`): this runs in the trainer, which has no token. `built-folder.ts` keeps what is built.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchitecture } from '../architectures/open-architecture.ts';
import { UserError } from '../errors.ts';
import { hashFile, sha256 } from '../hash.ts';
import { readSnapshot, type Snapshot, snapshotDir } from '../hub/hub-cache.ts';
import { findHubRef, type HubRef } from '../hub/hub-id.ts';
import { dataWord } from '../text/terms.ts';
import type { Backbone } from './backbone.ts';
import { type Manifest, type Place, provideFolder } from './built-folder.ts';
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
  openOnnx,
} from './from-onnx/build-backbone.ts';
import type { FedKind } from './from-onnx/graph-inputs.ts';
import { type OwnFile, openOwnFile } from './own-file.ts';

interface LoadBackboneOptions {
  /** Shared between children. */
  cacheDir: string;
  /** Kind of the data it will read: of a model with several towers the right one is taken. */
  kind?: FedKind;
  onProgress?: (text: string) => void;
}

/** Of the graph, and of the weights where they stand apart from it. */
function modelHash(manifest: Manifest): string {
  const weights = Object.keys(manifest).filter((name) => /\.bin$|_data$/.test(name));
  const hashes = ['model.onnx', ...weights.sort()].map((name) => manifest[name]!);
  return hashes.length === 1 ? hashes[0]! : sha256(hashes.join(' '));
}

/** @throws UserError when the id is not known, its files are not here, or they do not hold what they should */
export async function loadBackbone(id: string, options: LoadBackboneOptions): Promise<Backbone> {
  if (isEmbedded(id)) return loadEmbedded(id, options);
  const ref = findHubRef(id);
  if (ref) return loadHub(id, ref, options);
  throw new UserError('unknown-backbone', { id, known: EMBEDDED_BACKBONE_IDS.join(', ') });
}

async function loadEmbedded(id: EmbeddedBackboneId, options: LoadBackboneOptions): Promise<Backbone> {
  const embedded = EMBEDDED_BACKBONES[id];
  const { folder, manifest } = await provideFolder(
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
        openModel: openSnapshot(folder, snapshot, candidate),
        configDir: folder,
        name: snapshot.name,
        licence: snapshot.licence,
      },
      options,
    );
    return { id, source, ...built };
  }
  throw new UserError('hub-not-cached', { name: ref.name });
}

/** Its ONNX file, else the graph that its configuration and weights make. */
const openSnapshot = (
  folder: string,
  { model }: Pick<Snapshot, 'model'>,
  kind: FedKind,
): BuildOptions['openModel'] =>
  model.endsWith('.onnx')
    ? openOnnx(join(folder, ...model.split('/')))
    : (weightsPath) => openArchitecture({ folder, kind, weightsPath });

/**
 * A person's own ONNX file, or a zip with one. Its id is `own-file`.
 * @throws UserError when it cannot be read, run, or fed with `kind`
 */
export async function loadOwnFile(file: OwnFile, options: LoadBackboneOptions): Promise<Backbone> {
  const { onnxPath, configDir } = await openOwnFile(file);
  const hash = await hashFile(file.path);
  const built = await loadBuilt(
    { label: 'own-file', key: hash, shown: file.name },
    {
      openModel: openOnnx(onnxPath),
      configDir,
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
  const { folder, manifest } = await provideFolder(
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
  new UserError('backbone-of-other-kind', { model: name, own: dataWord(own), kind: dataWord(wanted) });
