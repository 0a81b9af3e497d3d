/**
 * A folder in the Hub's layout → every tensor of its model, wherever it is kept: one safetensors file or several shards
 * named by their index. In: the folder. Out: StoredTensors by name. Next: `graph-builder.ts` takes those that it needs.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { readSafetensors, type StoredTensor, weightsDamaged } from './safetensors.ts';

export const SAFETENSORS = 'model.safetensors';
export const SAFETENSORS_INDEX = 'model.safetensors.index.json';

export type WeightTable = ReadonlyMap<string, StoredTensor>;

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });
/** A shard stands beside its index, never elsewhere. */
const PLAIN_NAME = /^[\w.-]+\.safetensors$/;

/** @throws UserError `architecture-no-weights`, `weights-damaged` */
export async function findWeights(folder: string): Promise<WeightTable> {
  const has = (name: string) =>
    stat(join(folder, name)).then(
      (found) => found.isFile(),
      () => false,
    );
  if (await has(SAFETENSORS)) return tableOf(await readSafetensors(join(folder, SAFETENSORS)));
  if (await has(SAFETENSORS_INDEX)) return readShards(folder);
  throw new UserError('architecture-no-weights', { file: SAFETENSORS, index: SAFETENSORS_INDEX });
}

const tableOf = (tensors: readonly StoredTensor[]): WeightTable =>
  new Map(tensors.map((tensor) => [tensor.name, tensor]));

/** Names of the shards that an index lists. @throws UserError `weights-damaged` */
export function shardsOf(indexText: string): { shards: string[]; tensors: string[] } {
  let map: Record<string, string>;
  try {
    map = indexSchema.parse(JSON.parse(indexText)).weight_map;
  } catch (cause) {
    throw weightsDamaged(SAFETENSORS_INDEX, 'it does not say in which file each tensor is', cause);
  }
  const shards = [...new Set(Object.values(map))];
  const outside = shards.find((name) => !PLAIN_NAME.test(name));
  if (outside !== undefined) throw weightsDamaged(SAFETENSORS_INDEX, `it names the file "${outside}"`);
  return { shards, tensors: Object.keys(map) };
}

async function readShards(folder: string): Promise<WeightTable> {
  const { shards, tensors } = shardsOf(await readFile(join(folder, SAFETENSORS_INDEX), 'utf8'));
  const found: StoredTensor[] = [];
  for (const shard of shards)
    found.push(
      ...(await readSafetensors(join(folder, shard)).catch((cause: NodeJS.ErrnoException) => {
        throw cause.code === 'ENOENT' ? weightsDamaged(shard, 'it is not there', cause) : cause;
      })),
    );
  const table = tableOf(found);
  const missing = tensors.find((name) => !table.has(name));
  if (missing !== undefined) throw weightsDamaged(SAFETENSORS_INDEX, `none of its shards holds "${missing}"`);
  return table;
}
