/**
 * A folder in the Hub's layout → every tensor of its model, wherever it is kept: one file or several shards named by their
 * index, of safetensors or else of torch.save. In: the folder. Out: StoredTensors by name. Next: `graph-builder.ts` takes
 * those that it needs.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { readSafetensors, type StoredTensor, weightsDamaged } from './safetensors.ts';
import { readTorchFile } from './torch-file.ts';

export const SAFETENSORS = 'model.safetensors';
export const SAFETENSORS_INDEX = 'model.safetensors.index.json';
export const TORCH_FILE = 'pytorch_model.bin';
export const TORCH_INDEX = 'pytorch_model.bin.index.json';

interface Form {
  file: string;
  index: string;
  /** A shard stands beside its index, never elsewhere. */
  shard: RegExp;
  read: (path: string) => Promise<StoredTensor[]>;
}
/** Best first. */
const FORMS: readonly Form[] = [
  { file: SAFETENSORS, index: SAFETENSORS_INDEX, shard: /^[\w.-]+\.safetensors$/, read: readSafetensors },
  { file: TORCH_FILE, index: TORCH_INDEX, shard: /^[\w.-]+\.bin$/, read: readTorchFile },
];

export type WeightTable = ReadonlyMap<string, StoredTensor>;

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });
/** @throws UserError `architecture-no-weights`, `weights-damaged` */
export async function findWeights(folder: string): Promise<WeightTable> {
  const has = (name: string) =>
    stat(join(folder, name)).then(
      (found) => found.isFile(),
      () => false,
    );
  for (const form of FORMS) {
    if (await has(form.file)) return tableOf(await form.read(join(folder, form.file)));
    if (await has(form.index)) return readShards(folder, form);
  }
  throw new UserError('architecture-no-weights', { file: SAFETENSORS, index: SAFETENSORS_INDEX });
}

const tableOf = (tensors: readonly StoredTensor[]): WeightTable =>
  new Map(tensors.map((tensor) => [tensor.name, tensor]));

/** Names of the shards that an index lists. @throws UserError `weights-damaged` */
function shardsOf(indexText: string, { index, shard }: Form): { shards: string[]; tensors: string[] } {
  let map: Record<string, string>;
  try {
    map = indexSchema.parse(JSON.parse(indexText)).weight_map;
  } catch (cause) {
    throw weightsDamaged(index, 'it does not say in which file each tensor is', cause);
  }
  const shards = [...new Set(Object.values(map))];
  const outside = shards.find((name) => !shard.test(name));
  if (outside !== undefined) throw weightsDamaged(index, `it names the file "${outside}"`);
  return { shards, tensors: Object.keys(map) };
}

async function readShards(folder: string, form: Form): Promise<WeightTable> {
  const { shards, tensors } = shardsOf(await readFile(join(folder, form.index), 'utf8'), form);
  const found: StoredTensor[] = [];
  for (const shard of shards)
    found.push(
      ...(await form.read(join(folder, shard)).catch((cause: NodeJS.ErrnoException) => {
        throw cause.code === 'ENOENT' ? weightsDamaged(shard, 'it is not there', cause) : cause;
      })),
    );
  const table = tableOf(found);
  const missing = tensors.find((name) => !table.has(name));
  if (missing !== undefined) throw weightsDamaged(form.index, `none of its shards holds "${missing}"`);
  return table;
}
