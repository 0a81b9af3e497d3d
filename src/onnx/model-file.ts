/**
 * An .onnx file with its external weights → one model. In: a path. Out: the decoded model, every weight in memory as
 * raw data. Weights in files beside it are read by offset, one tensor at a time. Next: `prepare.ts`.
 */
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { UserError } from '../errors.ts';
import { decodeModel, type OnnxEntry, type OnnxModel, type OnnxTensor } from './model.ts';

/** One ONNX file holds at most 2 GiB, and a tuned model leaves as one file. */
const LIMIT_BYTES = 2 ** 31 - 1;

/** @throws UserError `onnx-too-large`, `onnx-external-data` (missing, damaged or outside the model's folder). */
export async function readModelFile(path: string): Promise<OnnxModel> {
  refuseAbove((await stat(path)).size, basename(path));
  const model = decodeModel(await readFile(path));
  const external = model.graph.initializer.filter(({ dataLocation }) => dataLocation === 1);
  if (external.length === 0) return model;
  refuseAbove(
    external.reduce((sum, { externalData }) => sum + Number(entry(externalData, 'length') ?? 0), 0),
    basename(path),
  );
  const files = new ExternalFiles(dirname(path));
  try {
    const initializer: OnnxTensor[] = [];
    for (const tensor of model.graph.initializer)
      initializer.push(tensor.dataLocation === 1 ? await files.inline(tensor) : tensor);
    return { ...model, graph: { ...model.graph, initializer } };
  } finally {
    await files.close();
  }
}

function refuseAbove(size: number, name: string): void {
  if (size > LIMIT_BYTES)
    throw new UserError(
      'onnx-too-large',
      `The model ${name} holds ${(size / 2 ** 30).toFixed(1)} GiB of weights; models up to 2 GiB can be tuned, because the result is one ONNX file. Choose a smaller model.`,
      { context: { size, limit: LIMIT_BYTES } },
    );
}

const entry = (entries: readonly OnnxEntry[], key: string) => entries.find((item) => item.key === key)?.value;

class ExternalFiles {
  readonly #folder: string;
  readonly #handles = new Map<string, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async inline(tensor: OnnxTensor): Promise<OnnxTensor> {
    const location = entry(tensor.externalData, 'location') ?? '';
    const handle = await this.#open(location);
    const offset = Number(entry(tensor.externalData, 'offset') ?? 0);
    const length = Number(entry(tensor.externalData, 'length') ?? (await handle.stat()).size - offset);
    const rawData = new Uint8Array(length);
    const { bytesRead } = await handle.read(rawData, 0, length, offset);
    if (bytesRead !== length)
      throw refused(
        location,
        `it ends at byte ${offset + bytesRead}, while "${tensor.name}" reaches ${offset + length}`,
      );
    return { ...tensor, rawData, dataLocation: 0, externalData: [] };
  }

  async #open(location: string): Promise<FileHandle> {
    const known = this.#handles.get(location);
    if (known !== undefined) return known;
    const relative = normalize(location);
    if (location === '' || isAbsolute(location) || relative.startsWith('..'))
      throw refused(location, 'it lies outside the folder of the model');
    try {
      const handle = await open(join(this.#folder, relative));
      this.#handles.set(location, handle);
      return handle;
    } catch (cause) {
      throw refused(location, 'it is not beside the .onnx file', cause);
    }
  }

  async close(): Promise<void> {
    for (const handle of this.#handles.values()) await handle.close();
  }
}

const refused = (location: string, reason: string, cause?: unknown) =>
  new UserError(
    'onnx-external-data',
    `The weights of this model are in a separate file "${location}", which cannot be read: ${reason}. Attach it too, or export the model as one file.`,
    { context: { location }, cause },
  );
