/**
 * An .onnx file with its external weights ↔ one model. In: a path. Out: the decoded model; weights of 64 KiB and more stay
 * where they are, in the file or in those beside it, so that a model takes the memory of its graph. And back: one file,
 * written piece by piece. Next: `prepare.ts`; sessions over such models open by `mapped-model.ts`.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { UserError } from '../../errors.ts';
import type { OnnxAttribute, OnnxEntry, OnnxGraph, OnnxModel, OnnxTensor } from '../model.ts';
import { decodeFrom, fittingPieces, ONE_FILE_BYTES, type Piece } from './codec.ts';
import { FileReader } from './file-reader.ts';
import { STORED_BYTES, StoredBytes } from './stored-bytes.ts';

/** Copied at once from file to file. */
const CHUNK_BYTES = 4 * 2 ** 20;

/** @throws UserError `onnx-too-large`, `onnx-external-data` (missing, damaged or outside the model's folder). */
export async function readModelFile(path: string): Promise<OnnxModel> {
  const { size } = await stat(path);
  if (size > ONE_FILE_BYTES) throw tooLarge(size, basename(path));
  const model = readGraphFile(path);
  const here = async (tensor: OnnxTensor) =>
    tensor.dataLocation === 1 ? await found(tensor, dirname(path)) : tensor;
  const { graph } = model;
  const initializer: OnnxTensor[] = [];
  for (const tensor of graph.initializer) initializer.push(await here(tensor));
  for (const attribute of constantsOf(graph)) attribute.t = await here(attribute.t);
  return { ...model, graph: { ...graph, initializer } };
}

/** Tensors that stand in nodes, as those of Constant do. */
const constantsOf = ({ node }: OnnxGraph) =>
  node
    .flatMap(({ attribute }) => attribute)
    .filter((item): item is OnnxAttribute & { t: OnnxTensor } => item.t !== undefined);

/** The file alone: external weights are named, not looked for. @throws UserError `onnx-unreadable` */
export function readGraphFile(path: string): OnnxModel {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    return decodeFrom(new FileReader({ file, path, size }), size);
  } finally {
    closeSync(file);
  }
}

const tooLarge = (size: number, name: string) =>
  new UserError('onnx-file-too-large', { name, size: (size / 2 ** 30).toFixed(1) });

/** Names of the files with weights, as the graph gives them: relative to its own folder. */
export const externalFiles = (graph: OnnxGraph): string[] => {
  const all = [...graph.initializer, ...constantsOf(graph).map(({ t }) => t)];
  const external = all.filter(({ dataLocation }) => dataLocation === 1);
  return [...new Set(external.map(({ externalData }) => entry(externalData, 'location') ?? ''))];
};

const entry = (entries: readonly OnnxEntry[], key: string) => entries.find((item) => item.key === key)?.value;

/** An external weight, as if it were in the model's own file. */
async function found(tensor: OnnxTensor, folder: string): Promise<OnnxTensor> {
  const location = entry(tensor.externalData, 'location') ?? '';
  const relative = normalize(location);
  if (location === '' || isAbsolute(location) || relative.startsWith('..'))
    throw refused(location, 'it lies outside the folder of the model');
  const path = join(folder, relative);
  const file = await stat(path).catch((cause: unknown) => {
    throw refused(location, 'it is not beside the .onnx file', cause);
  });
  if (!file.isFile()) throw refused(location, 'it is no file');
  const { size } = file;
  const offset = Number(entry(tensor.externalData, 'offset') ?? 0);
  const length = Number(entry(tensor.externalData, 'length') ?? Math.max(0, size - offset));
  if (![offset, length].every((value) => Number.isSafeInteger(value) && value >= 0))
    throw refused(location, `"${tensor.name}" is said to have ${length} bytes from byte ${offset} on`);
  if (offset + length > size)
    throw refused(location, `it ends at byte ${size}, while "${tensor.name}" reaches ${offset + length}`);
  const stored = new StoredBytes(path, offset, length);
  const rawData = length < STORED_BYTES ? stored.read() : stored;
  return { ...tensor, rawData, dataLocation: 0, externalData: [] };
}

const refused = (location: string, reason: string, cause?: unknown) =>
  new UserError('onnx-external-data-unreadable', { location, reason }, { cause });

/**
 * Writes one file; no more of the weights than a few MiB is in memory at once.
 * @returns SHA-256 (hex) of the file
 * @throws UserError `onnx-too-large` above the format's 2 GiB
 */
export async function writeModelFile(path: string, model: OnnxModel): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    for (const piece of fittingPieces(model))
      await copyPiece(piece, async (bytes) => {
        hash.update(bytes);
        await file.writeFile(bytes);
      });
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** Hands the bytes on in parts; those of a file are read for it, and the part is written over afterwards. */
export async function copyPiece(piece: Piece, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  if (!(piece instanceof StoredBytes)) return write(piece);
  const source = await open(piece.path);
  try {
    const buffer = new Uint8Array(Math.min(CHUNK_BYTES, piece.length));
    for (let done = 0; done < piece.length; ) {
      const read = await readPart(source, buffer, { done, piece });
      await write(buffer.subarray(0, read));
      done += read;
    }
  } finally {
    await source.close();
  }
}

async function readPart(
  source: FileHandle,
  buffer: Uint8Array,
  { done, piece }: { done: number; piece: StoredBytes },
): Promise<number> {
  const wanted = Math.min(buffer.length, piece.length - done);
  const { bytesRead } = await source.read(buffer, 0, wanted, piece.offset + done);
  if (bytesRead > 0) return bytesRead;
  throw refused(basename(piece.path), `it ends at byte ${piece.offset + done}`);
}
