/**
 * A model for ONNX Runtime to open from a path. In: a model, a folder. Out: a small .onnx file whose long weights stand in
 * files beside it, each at a multiple of a page, which ONNX Runtime maps into memory instead of copying them twice.
 * Weights that lie so in a file already are linked, not written again. Next: `engines/graph-session.ts` opens it.
 */

import { link, mkdir, open, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hashFile } from '../../hash.ts';
import type { OnnxModel, OnnxTensor } from '../model.ts';
import { encodeModel, modelPieces, ONE_FILE_BYTES, type Piece, sizeOfPieces } from './codec.ts';
import { copyPiece, writeModelFile } from './model-file.ts';
import { STORED_BYTES, StoredBytes } from './stored-bytes.ts';

/** Models with less are opened from their bytes. */
const MAPPED_BYTES = 16 * 2 ** 20;
/** Where a weight is made to begin: at a page of memory, as ONNX recommends. */
const PAGE_BYTES = 4_096;
/** Where it has to begin to be used in place: at a whole float32, as in safetensors; ONNX Runtime's kernels ask for no more. */
const ALIGNED_BYTES = 4;

const isLong = ({ rawData }: OnnxTensor): boolean => rawData !== undefined && rawData.length >= STORED_BYTES;

/** Whether its weights are too many to be copied about. */
export const isHeavy = ({ graph }: OnnxModel): boolean =>
  graph.initializer.reduce((sum, { rawData }) => sum + (rawData?.length ?? 0), 0) >= MAPPED_BYTES;

/** The model with its long weights in a new file at `path`, each at a page. */
export async function storeWeights(model: OnnxModel, path: string): Promise<OnnxModel> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  let end = 0;
  const initializer: OnnxTensor[] = [];
  try {
    for (const tensor of model.graph.initializer) {
      if (!isLong(tensor)) {
        initializer.push(tensor);
        continue;
      }
      const rawData = tensor.rawData as Piece;
      const offset = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
      await file.writeFile(new Uint8Array(offset - end));
      await copyPiece(rawData, (bytes) => file.writeFile(bytes));
      end = offset + rawData.length;
      initializer.push({ ...tensor, rawData: new StoredBytes(path, offset, rawData.length) });
    }
  } finally {
    await file.close();
  }
  return { ...model, graph: { ...model.graph, initializer } };
}

/**
 * Writes `name` into the folder, and the weights that are nowhere yet as they have to be; `folder` has to exist and to be
 * the caller's own, since files are linked into it.
 * @returns the path of the graph
 */
export async function writeMappedModel(folder: string, name: string, model: OnnxModel): Promise<string> {
  const places = await linkFiles(model, folder);
  const isPlaced = ({ rawData }: OnnxTensor) =>
    rawData instanceof StoredBytes && isAligned(rawData) && places.has(rawData.path);
  const { graph } = model;
  const others = graph.initializer.filter((tensor) => isLong(tensor) && !isPlaced(tensor));
  const stored =
    others.length === 0
      ? model
      : await storeWeights(
          { ...model, graph: { ...graph, initializer: others } },
          join(folder, `${name}_data`),
        );
  const placed = new Map(stored.graph.initializer.map((tensor) => [tensor.name, tensor]));
  const initializer = graph.initializer.map((tensor) => {
    if (!isLong(tensor)) return tensor;
    const { rawData } = isPlaced(tensor) ? tensor : placed.get(tensor.name)!;
    const at = rawData as StoredBytes;
    return externalTensor(tensor, at, places.get(at.path) ?? basename(at.path));
  });
  const path = join(folder, name);
  await writeFile(path, encodeModel({ ...model, graph: { ...graph, initializer } }));
  return path;
}

const isAligned = ({ offset }: StoredBytes) => offset % ALIGNED_BYTES === 0;

/** Files with aligned weights → their names in the folder. ONNX Runtime reads no weights from outside it. */
async function linkFiles({ graph }: OnnxModel, folder: string): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const { rawData } of graph.initializer) {
    if (!(rawData instanceof StoredBytes) || !isAligned(rawData) || places.has(rawData.path)) continue;
    const inside = dirname(rawData.path) === folder;
    const name = inside ? basename(rawData.path) : `linked${places.size}.bin`;
    const linked = inside || (await tryLink(rawData.path, join(folder, name)));
    if (linked) places.set(rawData.path, name);
  }
  return places;
}

/**
 * False where links are not to be had, as on another volume: the weights are then copied. What is linked is the file that
 * a symbolic link leads to, since ONNX Runtime follows none out of the folder.
 */
const tryLink = (from: string, to: string): Promise<boolean> =>
  realpath(from)
    .then((file) => link(file, to))
    .then(
      () => true,
      () => false,
    );

const externalTensor = (tensor: OnnxTensor, at: StoredBytes, location: string): OnnxTensor => ({
  ...tensor,
  rawData: undefined,
  dataLocation: 1,
  externalData: [
    { key: 'location', value: location },
    { key: 'offset', value: String(at.offset) },
    { key: 'length', value: String(at.length) },
  ],
});

interface WrittenModel {
  /** Of the file, or of both (hex). */
  sha256: string;
  /** Path of the weights, where they are not in the file. */
  weightsPath: string | null;
}

/** One file or, where that would be longer than `limitBytes`, a graph and `<name>_data` with its long weights. */
export async function writeModel(
  path: string,
  model: OnnxModel,
  limitBytes = ONE_FILE_BYTES,
): Promise<WrittenModel> {
  const weightsPath = `${path}_data`;
  if (sizeOfPieces(modelPieces(model)) <= limitBytes) {
    await rm(weightsPath, { force: true });
    return { sha256: await writeModelFile(path, model), weightsPath: null };
  }
  const stored = await storeWeights(model, weightsPath);
  await writeMappedModel(dirname(path), basename(path), stored);
  return { sha256: await hashFile(path, weightsPath), weightsPath };
}
