/**
 * A file of `torch.save` → where each tensor lies in it. In: a path. Out: StoredTensors, whose bytes stay in the file. Both
 * forms are read: a zip whose entries are stored as they are (PyTorch 1.6, 2020), and the one before it, pickles with the
 * storages behind. Nothing is executed (`unpickle.ts`), and every place and size is checked before it is believed.
 * Form: https://github.com/pytorch/pytorch/blob/main/torch/serialization.py. Next: `find-weights.ts`.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { StoredBytes } from '../../onnx/file/stored-bytes.ts';
import { type FileParts, listTorchZip, type Place } from './list-torch-zip.ts';
import { type StoredTensor, weightsDamaged } from './safetensors.ts';
import { isContiguous, StridedBytes, spanOf } from './strided-bytes.ts';
import { type Storage, type TensorOf, tensorsOf, torchWorld } from './torch-tensors.ts';
import { PickleError, unpickle } from './unpickle.ts';

/** The list of tensors; that of the largest published models has a few million bytes. */
const LIST_BYTES = 64 * 2 ** 20;
/** First pickle of the older form: https://github.com/pytorch/pytorch/blob/main/torch/serialization.py#L70 */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PICKLE = 0x80;
const ZIP = 0x50;
const LITTLE = Buffer.from('little');

type Places = ReadonlyMap<string, Place>;

/** @throws UserError `weights-damaged` */
export async function readTorchFile(path: string): Promise<StoredTensor[]> {
  const file = await open(path);
  try {
    return await readTensors(path, await partsOf(file));
  } catch (error) {
    if (error instanceof PickleError) throw weightsDamaged(basename(path), error.message, error);
    throw error;
  } finally {
    await file.close();
  }
}

async function readTensors(path: string, file: FileParts): Promise<StoredTensor[]> {
  const [first] = await file.read(0, 1);
  const read = first === ZIP ? readZipForm : first === PICKLE ? readOlderForm : null;
  if (read === null) throw new PickleError('it is no file of torch.save');
  const { tensors, places } = await read(file);
  return tensors.map((tensor) => place(path, tensor, places));
}

async function partsOf(file: FileHandle): Promise<FileParts> {
  const { size } = await file.stat();
  const read = async (from: number, length: number) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - from)));
    if (bytes.length > 0) await file.read(bytes, 0, bytes.length, from);
    return bytes;
  };
  return { size, read };
}

interface Found {
  tensors: TensorOf[];
  places: Places;
}

async function readZipForm(file: FileParts): Promise<Found> {
  const { list, storages, byteOrder } = await listTorchZip(file);
  if (list.length > LIST_BYTES) throw new PickleError(`its list of tensors has ${list.length} bytes`);
  const order = byteOrder ? await file.read(byteOrder.start, byteOrder.length) : LITTLE;
  if (!order.equals(LITTLE)) throw new PickleError('its numbers are not little-endian');
  const { value } = unpickle(await file.read(list.start, list.length), torchWorld().world);
  return { tensors: tensorsOf(value), places: storages };
}

async function readOlderForm(file: FileParts): Promise<Found> {
  const bytes = await file.read(0, LIST_BYTES);
  const { world, storages } = torchWorld();
  const magic = unpickle(bytes, world);
  if (magic.value !== MAGIC) throw new PickleError('it is a pickle, but not one of torch.save');
  const version = unpickle(bytes, world, magic.end);
  const system = unpickle(bytes, world, version.end);
  if (system.value instanceof Map && system.value.get('little_endian') === false)
    throw new PickleError('its numbers are not little-endian');
  const object = unpickle(bytes, world, system.end);
  const keys = unpickle(bytes, world, object.end);
  if (!Array.isArray(keys.value)) throw new PickleError('it does not list its storages');
  const places = await followStorages(file, { keys: keys.value, storages, from: keys.end });
  return { tensors: tensorsOf(object.value), places };
}

const COUNT_BYTES = 8;

/** Behind the pickles, one after the other: how many elements as int64, then these. */
async function followStorages(
  file: FileParts,
  {
    keys,
    storages,
    from,
  }: { keys: readonly unknown[]; storages: ReadonlyMap<string, Storage>; from: number },
): Promise<Places> {
  const places = new Map<string, Place>();
  let at = from;
  for (const key of keys) {
    const storage = storages.get(String(key));
    if (storage === undefined) throw new PickleError(`it lists the storage ${key}, which it never named`);
    const count = await file.read(at, COUNT_BYTES);
    if (count.length < COUNT_BYTES) throw new PickleError('it breaks off');
    if (count.readBigInt64LE() !== BigInt(storage.elements))
      throw new PickleError(`the storage ${key} has another size than is said of it`);
    const length = storage.elements * storage.elementBytes;
    places.set(storage.key, { start: at + COUNT_BYTES, length });
    at += COUNT_BYTES + length;
  }
  if (at > file.size) throw new PickleError(`it has ${file.size} bytes, and its tensors end at byte ${at}`);
  return places;
}

function place(
  path: string,
  { name, dims, strides, offset, storage }: TensorOf,
  places: Places,
): StoredTensor {
  const found = places.get(storage.key);
  const { elementBytes, dataType, elements } = storage;
  if (found === undefined) throw new PickleError(`the storage of "${name}" is not there`);
  if (found.length < elements * elementBytes)
    throw new PickleError(`the storage of "${name}" has ${found.length} bytes`);
  const count = dims.reduce((product, dim) => product * dim, 1);
  // A tensor that repeats elements would grow without end.
  if (!(count <= elements && offset + spanOf({ dims, strides }) <= elements))
    throw new PickleError(`"${name}" [${dims.join(', ')}] leaves its storage of ${elements} numbers`);
  const start = found.start + offset * elementBytes;
  const bytes = isContiguous({ dims, strides })
    ? new StoredBytes(path, start, count * elementBytes)
    : new StridedBytes(path, start, { dims, strides, elementBytes });
  return { name, dims: [...dims], dataType, bytes };
}
