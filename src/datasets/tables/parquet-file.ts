/**
 * A Parquet file on disk → its columns, the class names in its metadata, and its rows by row group, read piece by piece.
 * Used by `read-parquet.ts` for tables and by `media/unpack-parquet.ts` for pictures and sounds.
 */

import { open, stat } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { reasonOf } from '../reason-of.ts';
import type { JsonRow } from './read-json.ts';

/** The Hub writes what its columns mean into the file's metadata, as its `datasets` library does. */
const hubMetadataSchema = z.object({
  info: z.object({ features: z.record(z.string(), z.unknown()) }),
});
const classLabelSchema = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()) });

interface ParquetColumn {
  name: string;
  /**
   * `file`: a struct with bytes, as the Hub keeps pictures and sounds; `binary`: bytes that are not said to be text;
   * `scalar`: anything else with one value a row; `nested`: lists and other structs.
   */
  kind: 'file' | 'binary' | 'scalar' | 'nested';
}

export interface ParquetFile {
  name: string;
  rowCount: number;
  columns: ParquetColumn[];
  /** Of each `ClassLabel` column; empty for files from elsewhere. */
  classNames: ReadonlyMap<string, string[]>;
  /** Rows of each row group, and the bytes they take uncompressed. */
  groups: { rowStart: number; rowEnd: number; bytes: number }[];
  /** @param raw leaves bytes that are not said to be text as they are. */
  read(range: { rowStart: number; rowEnd: number; columns: string[]; raw: boolean }): Promise<JsonRow[]>;
}

const badParquet = (name: string, cause: unknown): UserError =>
  new UserError('bad-parquet', { name, reason: reasonOf(cause) }, { cause });

/** @throws UserError `bad-parquet`, `empty-table`, `too-many-rows`; `read` throws `bad-parquet`. */
export async function openParquet(path: string, name: string): Promise<ParquetFile> {
  try {
    const file = await bufferOf(path);
    const metadata = await parquetMetadataAsync(file);
    refuseContradictions(metadata);
    refuseRows(Number(metadata.num_rows), name);
    return {
      name,
      rowCount: Number(metadata.num_rows),
      columns: columnsOf(metadata),
      classNames: classNamesOf(metadata),
      groups: groupsOf(metadata),
      async read({ rowStart, rowEnd, columns, raw }) {
        try {
          const range = { rowStart, rowEnd, columns, utf8: !raw };
          return await parquetReadObjects({ file, metadata, compressors, ...range });
        } catch (cause) {
          throw badParquet(name, cause);
        }
      },
    };
  } catch (cause) {
    throw cause instanceof UserError ? cause : badParquet(name, cause);
  }
}

/** @throws Error for a range that is none, as damaged metadata name them */
async function readRange(path: string, size: number, start: number, end: number): Promise<ArrayBuffer> {
  const isRange = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start;
  if (!isRange || end > size) throw new Error(`it names the bytes ${start} to ${end}, and has ${size}`);
  const buffer = new ArrayBuffer(end - start);
  const file = await open(path, 'r');
  try {
    await file.read(new Uint8Array(buffer), 0, end - start, start);
    return buffer;
  } finally {
    await file.close();
  }
}

/**
 * The file's bytes by ranges. The reader asks for several at once and, when it fails at one, forgets the others: their
 * failures must neither be thrown at the call nor count as unhandled, which would end the process.
 */
async function bufferOf(path: string): Promise<AsyncBuffer> {
  const { size } = await stat(path);
  return {
    byteLength: size,
    slice(start, end = size) {
      const range = readRange(path, size, start, end);
      range.catch(() => undefined);
      return range;
    },
  };
}

const leavesOf = ({ children, path }: SchemaTree): string[] =>
  children.length === 0 ? [JSON.stringify(path)] : children.flatMap(leavesOf);

/** Every row group has one chunk for each column of the schema, in any order. @throws Error */
function refuseContradictions(metadata: FileMetaData): void {
  const leaves = leavesOf(parquetSchema(metadata)).sort();
  if (new Set(leaves).size < leaves.length) throw new Error('two columns have one name');
  for (const { columns } of metadata.row_groups) {
    const held = columns.map((column) => JSON.stringify(column.meta_data?.path_in_schema)).sort();
    if (JSON.stringify(held) !== JSON.stringify(leaves))
      throw new Error('its parts do not have the columns of its schema');
  }
}

function refuseRows(rows: number, name: string): void {
  if (rows === 0) throw new UserError('empty-table', { name });
  if (rows <= LIMITS.tableRows) return;
  throw new UserError('too-many-rows', {
    name,
    rows: rows.toLocaleString('en'),
    limit: LIMITS.tableRows.toLocaleString('en'),
  });
}

function columnsOf(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.map(({ element, children }): ParquetColumn => {
    const { name, type, converted_type, logical_type, repetition_type } = element;
    if (children.some((child) => child.element.name === 'bytes' && child.element.type === 'BYTE_ARRAY'))
      return { name, kind: 'file' };
    if (children.length > 0 || repetition_type === 'REPEATED') return { name, kind: 'nested' };
    const binary = type === 'BYTE_ARRAY' && !converted_type && !logical_type;
    return { name, kind: binary ? 'binary' : 'scalar' };
  });
}

function classNamesOf(metadata: FileMetaData): Map<string, string[]> {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  try {
    const { info } = hubMetadataSchema.parse(JSON.parse(text ?? ''));
    return new Map(
      Object.entries(info.features).flatMap(([column, feature]) => {
        const { data } = classLabelSchema.safeParse(feature);
        return data ? [[column, data.names] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

function groupsOf({ row_groups }: FileMetaData): ParquetFile['groups'] {
  let rowStart = 0;
  return row_groups.map(({ num_rows, total_byte_size }) => {
    const group = { rowStart, rowEnd: rowStart + Number(num_rows), bytes: Number(total_byte_size) };
    rowStart = group.rowEnd;
    return group;
  });
}

/**
 * Class numbers → class names. The Hub marks a sample without a label by −1, which is a missing cell here; a number
 * beyond the names stays as it is.
 */
export function nameClasses(row: JsonRow, names: ParquetFile['classNames']): JsonRow {
  if (names.size === 0) return row;
  const named = { ...row };
  for (const [column, list] of names) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    named[column] = Number(value) === -1 ? null : (list[Number(value)] ?? value);
  }
  return named;
}
