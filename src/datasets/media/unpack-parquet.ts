/**
 * Parquet files with pictures or sounds inside (the Hub's layout: a column of structs `{bytes, path}` or of plain bytes,
 * and a column of labels) → the files on disk and one table that labels them, as if they had come in an archive with a
 * metadata table. Limits are those of archives. Next: `collect-media.ts`.
 */

import { mkdir, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { term } from '../../text/term.ts';
import { Expansion } from '../archive/expansion.ts';
import { Extraction } from '../archive/extraction.ts';
import type { Problem } from '../dataset.ts';
import { partOf } from '../profile.ts';
import { nameClasses, openParquet, type ParquetFile } from '../tables/parquet-file.ts';
import { cellOf } from '../tables/read-json.ts';
import type { Table } from '../tables/table.ts';
import { typeOfBytes } from './media-type.ts';
import {
  columnProblems,
  findMediaColumns,
  type Item,
  itemOf,
  labelOf,
  type MediaColumn,
  refuseLargeGroups,
} from './parquet-columns.ts';
import type { SortedFile } from './sort-files.ts';

export interface PackedMedia {
  kind: 'image' | 'audio';
  files: SortedFile[];
  /** Rows whose file cannot be used. */
  damaged: { name: string; reason: string }[];
  /** `file_name` and every column with one value a row; `split` where the names of several files tell it. */
  table: Table;
  /** The column that labels, where its name alone does not tell it but the Hub's metadata do. */
  label: string | null;
  /** Columns whose classes the metadata name. */
  named: readonly string[];
  problems: Problem[];
}

interface Located {
  path: string;
  name: string;
}

const LONGEST_NAME = 80;

/** A name to show: the row's number, and what the file was called, or its format. */
function itemName(row: number, { path }: Item, ext: string): string {
  const base = (path ?? '')
    .slice(-LONGEST_NAME)
    .replace(/^.*[/\\]/, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')
    .normalize('NFC');
  return base ? `${row}-${base}` : `${row}.${ext}`;
}

interface Target {
  column: MediaColumn;
  extraction: Extraction;
  /** Before the names: the shard, where there are several. */
  folder: string;
  scalars: string[];
}

interface Unpacked {
  files: SortedFile[];
  damaged: PackedMedia['damaged'];
  /** `file_name`, then a cell a scalar column. */
  rows: string[][];
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : cellOf(value);

async function writeItem(
  item: Item,
  row: number,
  { column, extraction, folder }: Target,
): Promise<SortedFile | { name: string; reason: string }> {
  extraction.expansion.countEntry();
  const { bytes } = item;
  if (!bytes) {
    const reason =
      item.path === null ? 'it is empty' : `only its path is there (${item.path.slice(0, 80)}), not the file`;
    return { name: `${folder}${row}`, reason };
  }
  const { kind, ext } = await typeOfBytes(bytes, '');
  const name = `${folder}${itemName(row, item, ext || 'bin')}`;
  if (kind !== column.kind)
    return { name, reason: `no ${column.kind === 'image' ? 'picture' : 'sound'}${ext ? ` (${ext})` : ''}` };
  const path = extraction.nextPath();
  const written = await extraction.expansion.write(name, Readable.from([Buffer.from(bytes)]), path);
  return { name, path, kind, ext, bytes: written.bytes, hash: written.hash };
}

async function unpackOne(parquet: ParquetFile, target: Target): Promise<Unpacked> {
  const { column, scalars } = target;
  refuseLargeGroups(parquet, parquet.groups);
  const unpacked: Unpacked = { files: [], damaged: [], rows: [] };
  for (const { rowStart, rowEnd } of parquet.groups) {
    if (rowEnd <= rowStart) continue;
    const rows = await parquet.read({ rowStart, rowEnd, columns: [column.name, ...scalars], raw: true });
    for (const [i, row] of rows.entries()) {
      const file = await writeItem(itemOf(row[column.name]), rowStart + i + 1, target);
      if ('reason' in file) {
        unpacked.damaged.push(file);
        continue;
      }
      unpacked.files.push(file);
      const named = nameClasses(row, parquet.classNames);
      unpacked.rows.push([file.name, ...scalars.map((name) => textOf(named[name]))]);
    }
  }
  return unpacked;
}

interface Shards {
  /** Of one table: their columns are the same. */
  shards: ParquetFile[];
  /** Columns with files of the kind that is wanted, the most usual name first. */
  columns: MediaColumn[];
  /** Every column with files. */
  found: MediaColumn[];
  /** Names of the files that are other tables. */
  others: string[];
}

/** Of the tables that the files are shards of, the one with pictures or sounds; of several the one with most rows. */
async function openShards(
  located: readonly Located[],
  kind: 'image' | 'audio' | null,
): Promise<Shards | null> {
  const tables = new Map<string, ParquetFile[]>();
  for (const { path, name } of located) {
    const shard = await openParquet(path, name);
    const key = JSON.stringify(shard.columns);
    tables.set(key, [...(tables.get(key) ?? []), shard]);
  }
  const rowsOf = (shards: readonly ParquetFile[]) => shards.reduce((sum, { rowCount }) => sum + rowCount, 0);
  for (const shards of [...tables.values()].toSorted((a, b) => rowsOf(b) - rowsOf(a))) {
    const found = await findMediaColumns(shards[0]!);
    const columns = kind === null ? found : found.filter((column) => column.kind === kind);
    if (columns.length === 0) continue;
    const taken = new Set(shards.map(({ name }) => name));
    const others = located.map(({ name }) => name).filter((name) => !taken.has(name));
    return { shards, columns, found, others };
  }
  return null;
}

/** `train`, `test`, … of each shard, where the names of all tell it and not all say the same. */
function partsOf(shards: readonly ParquetFile[]): (string | null)[] {
  const parts = shards.map(({ name }) => partOf(name) ?? null);
  const told = new Set(parts).size > 1 && !parts.includes(null) && parts.includes('train');
  return parts.map((part) => (told ? part : null));
}

/**
 * @param located Parquet files that belong together, such as the shards of a data set, in the order of their names.
 * @param folder what is unpacked goes here; it is emptied first.
 * @param kind what the person says the data are; null lets the content tell.
 * @returns null when they hold no pictures or sounds, so that tables count.
 * @throws UserError `bad-parquet`, `empty-file`, `too-many-rows`, `table-too-large`, and those of `Expansion`.
 */
export async function unpackParquet(
  located: readonly Located[],
  { folder, kind }: { folder: string; kind: 'image' | 'audio' | null },
): Promise<PackedMedia | null> {
  const opened = await openShards(located, kind);
  if (!opened) return null;
  const { shards, columns, found, others } = opened;
  const [first, column] = [shards[0]!, columns[0]!];
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const held = await Promise.all(located.map(async ({ path }) => (await stat(path)).size));
  const extraction = new Extraction(folder, new Expansion(held.reduce((sum, size) => sum + size, 0)));
  const files = new Set(found.map(({ name }) => name));
  const scalars = first.columns.flatMap(({ name, kind: held }) =>
    (held === 'scalar' || held === 'binary') && !files.has(name) ? name : [],
  );
  const parts = partsOf(shards);
  const all: Unpacked = { files: [], damaged: [], rows: [] };
  for (const [i, shard] of shards.entries()) {
    const stem = shards.length > 1 ? `${shard.name.replace(/\.parquet$/i, '')}/` : '';
    const one = await unpackOne(shard, { column, extraction, folder: stem, scalars });
    all.files.push(...one.files);
    all.damaged.push(...one.damaged);
    for (const row of one.rows) all.rows.push(parts[i] ? [...row, parts[i]] : row);
  }
  const label = labelOf(first);
  return {
    kind: column.kind,
    files: all.files,
    damaged: all.damaged,
    table: {
      columns: ['file_name', ...scalars, ...(parts[0] ? ['split'] : [])],
      rows: all.rows,
      ids: all.rows.map(([name]) => name!),
      problems: [],
      format:
        shards.length > 1 ? term('detail.in.files', { count: shards.length, format: 'Parquet' }) : 'Parquet',
    },
    label,
    named: [...first.classNames.keys()],
    problems: columnProblems(first, columns, others, label),
  };
}
