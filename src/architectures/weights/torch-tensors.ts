/**
 * What the pickle in a file of `torch.save` may name, and the tensors in what it made. In: its values. Out: a TensorOf each,
 * with the storage it is in. Next: `torch-file.ts` finds the storages.
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { PickleError, type PickleGlobal, type PickleWorld } from './unpickle.ts';

/** Elements of one type, one behind the other, that tensors are views of. */
export class Storage {
  readonly key: string;
  readonly elements: number;
  readonly dataType: number;
  readonly elementBytes: number;

  constructor(key: string, elements: number, [dataType, elementBytes]: readonly [number, number]) {
    this.key = key;
    this.elements = elements;
    this.dataType = dataType;
    this.elementBytes = elementBytes;
  }
}

interface View {
  storage: Storage;
  /** Elements before the first. */
  offset: number;
  dims: readonly number[];
  strides: readonly number[];
}
class TensorView {
  readonly view: View;
  constructor(view: View) {
    this.view = view;
  }
}

export interface TensorOf extends View {
  name: string;
}

/** Type of a storage → ONNX type and bytes an element. */
const STORAGES: Readonly<Record<string, readonly [number, number]>> = {
  FloatStorage: [DataType.FLOAT, 4],
  DoubleStorage: [DataType.DOUBLE, 8],
  HalfStorage: [DataType.FLOAT16, 2],
  BFloat16Storage: [DataType.BFLOAT16, 2],
  LongStorage: [DataType.INT64, 8],
  IntStorage: [DataType.INT32, 4],
  ShortStorage: [DataType.INT16, 2],
  CharStorage: [DataType.INT8, 1],
  ByteStorage: [DataType.UINT8, 1],
  BoolStorage: [DataType.BOOL, 1],
};

const size = z.number().int().nonnegative();
const sizes = z.array(size).max(8);
/** storage, offset, sizes, strides; what follows says how it is trained. */
const tensorArguments = z
  .tuple([z.instanceof(Storage), size, sizes, sizes])
  .rest(z.unknown())
  .refine(([, , dims, strides]) => dims.length === strides.length);
const namedType = z.object({ name: z.string().startsWith('torch.') });
/** "storage", its type, key, device, elements; the older form adds whether it is part of another one. */
const storageId = z
  .tuple([z.literal('storage'), namedType, z.coerce.string(), z.unknown(), size])
  .rest(z.null());

function rebuildTensor(args: readonly unknown[]): TensorView {
  const parsed = tensorArguments.safeParse(args);
  if (!parsed.success) throw new PickleError('a tensor of it has no sizes that can be read');
  const [storage, offset, dims, strides] = parsed.data;
  return new TensorView({ storage, offset, dims, strides });
}

function findStorage(id: unknown): Storage {
  const parsed = storageId.safeParse(id);
  if (!parsed.success) throw new PickleError('a storage of it is described in an unknown way');
  const [, { name }, key, , elements] = parsed.data;
  const type = STORAGES[name.slice('torch.'.length)];
  if (type === undefined) throw new PickleError(`a storage of it is of the type ${name}`);
  return new Storage(key, elements, type);
}

const FUNCTIONS: Readonly<Record<string, NonNullable<PickleGlobal['call']>>> = {
  'collections.OrderedDict': () => new Map(),
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_parameter': ([tensor]) => tensor,
};

const GLOBALS: ReadonlyMap<string, PickleGlobal> = new Map<string, PickleGlobal>([
  ...Object.entries(FUNCTIONS).map(([name, call]) => [name, { name, call }] as const),
  ...Object.keys(STORAGES).map((type) => [`torch.${type}`, { name: `torch.${type}` }] as const),
]);

/** For one file; its storages are gathered by key as they are named. */
export function torchWorld(): { world: PickleWorld; storages: Map<string, Storage> } {
  const storages = new Map<string, Storage>();
  const persistent = (id: unknown) => {
    const storage = findStorage(id);
    storages.set(storage.key, storage);
    return storage;
  };
  return { world: { globals: GLOBALS, persistent }, storages };
}

/** Where trainers put the weights in a larger dictionary. */
const INNER = ['state_dict', 'model'];

/** Of a dictionary of tensors, or of one that holds it. What is no tensor is left. @throws PickleError */
export function tensorsOf(value: unknown): TensorOf[] {
  if (!(value instanceof Map)) throw new PickleError('it holds no dictionary of tensors');
  const inner = INNER.map((name): unknown => value.get(name)).find((one) => one instanceof Map);
  const entries: [unknown, unknown][] = [...(inner ?? value)];
  const tensors = entries.flatMap(([name, tensor]) =>
    typeof name === 'string' && tensor instanceof TensorView ? [{ name, ...tensor.view }] : [],
  );
  if (tensors.length === 0) throw new PickleError('it holds no dictionary of tensors');
  return tensors;
}
