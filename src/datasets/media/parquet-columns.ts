/** Which column of a Parquet file holds pictures or sounds, which one labels them. Called by `unpack-parquet.ts`. */

import { UserError } from '../../errors.ts';
import { nameKey } from '../columns.ts';
import type { Problem } from '../dataset.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import type { ParquetFile } from '../tables/parquet-file.ts';
import type { JsonRow } from '../tables/read-json.ts';
import { firstItems } from '../tables/table.ts';
import { LABEL_NAMES } from './choose-metadata.ts';
import { typeOfBytes } from './media-type.ts';

/** Rows looked at to tell what a column holds. */
const SNIFFED_ROWS = 20;
/** What the Hub's data sets call the column, best first; other names follow in file order. */
const FILE_COLUMNS = ['image', 'img', 'picture', 'photo', 'audio', 'sound', 'speech', 'file'];

export interface MediaColumn {
  name: string;
  kind: 'image' | 'audio';
}

/** A file as its cell gives it. */
export interface Item {
  bytes: Uint8Array | null;
  path: string | null;
}

/** The file in a cell: a struct with bytes and path, or the bytes themselves. */
export function itemOf(cell: unknown): Item {
  if (cell instanceof Uint8Array) return { bytes: cell, path: null };
  if (typeof cell !== 'object' || cell === null) return { bytes: null, path: null };
  const { bytes, path } = cell as JsonRow;
  return {
    bytes: bytes instanceof Uint8Array && bytes.length > 0 ? bytes : null,
    path: typeof path === 'string' && path !== '' ? path : null,
  };
}

/** The columns that hold pictures or sounds, by the content of their first rows, the most usual name first. */
export async function findMediaColumns(parquet: ParquetFile): Promise<MediaColumn[]> {
  const names = parquet.columns.flatMap(({ name, kind }) =>
    kind === 'file' || kind === 'binary' ? name : [],
  );
  const group = parquet.groups[0];
  if (names.length === 0 || !group) return [];
  refuseLargeGroups(parquet, [group]);
  const rowEnd = Math.min(SNIFFED_ROWS, group.rowEnd);
  const rows = await parquet.read({ rowStart: 0, rowEnd, columns: names, raw: true });
  const found: MediaColumn[] = [];
  for (const name of names) {
    const kinds = { image: 0, audio: 0 };
    for (const row of rows) {
      const { bytes } = itemOf(row[name]);
      const kind = bytes && (await typeOfBytes(bytes, '')).kind;
      if (kind === 'image' || kind === 'audio') kinds[kind] += 1;
    }
    if (kinds.image + kinds.audio > 0)
      found.push({ name, kind: kinds.image >= kinds.audio ? 'image' : 'audio' });
  }
  const place = ({ name }: MediaColumn): number => (FILE_COLUMNS.indexOf(nameKey(name)) + 1 || 99) - 1;
  return found.toSorted((a, b) => place(a) - place(b));
}

/** @throws UserError `table-too-large` */
export function refuseLargeGroups({ name }: ParquetFile, groups: ParquetFile['groups']): void {
  const largest = Math.max(...groups.map(({ bytes }) => bytes));
  if (largest <= LIMITS.rowGroupBytes) return;
  throw new UserError('row-group-too-large', {
    name,
    sizeMiB: Math.ceil(largest / 2 ** 20),
    limitMiB: LIMITS.rowGroupBytes / 2 ** 20,
  });
}

/** By name as `choose-metadata.ts` does; else what the Hub says are classes. */
export function labelOf({ columns, classNames }: ParquetFile): string | null {
  const usual = columns.some(({ name, kind }) => kind !== 'nested' && LABEL_NAMES.includes(nameKey(name)));
  return usual ? null : ([...classNames.keys()][0] ?? null);
}

export function columnProblems(
  first: ParquetFile,
  columns: readonly MediaColumn[],
  others: string[],
  label: string | null,
): Problem[] {
  const problems: Problem[] = [];
  if (columns.length > 1)
    problems.push(
      problem({
        severity: 'note',
        code: 'other-file-columns',
        values: { column: JSON.stringify(columns[0]!.name), count: columns.length - 1 },
        items: firstItems(columns.slice(1).map(({ name }) => name)),
      }),
    );
  const rest = [...first.classNames.keys()].filter((name) => name !== label);
  if (label !== null && rest.length > 0)
    problems.push(
      problem({
        severity: 'note',
        code: 'other-labels',
        values: { column: JSON.stringify(label), names: rest.join(', ') },
        items: firstItems(rest),
      }),
    );
  if (others.length > 0)
    problems.push(
      problem({
        severity: 'note',
        code: 'other-tables',
        values: { names: first.name },
        items: firstItems(others),
      }),
    );
  return problems;
}
