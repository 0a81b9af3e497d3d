/**
 * An archive without pictures and sounds → one Table: its only table, tables of equal columns put together (`train`
 * and `test` in their names become parts), or class folders of text files. Called by `open-archive.ts`.
 */

import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { term, type Value } from '../../text/term.ts';
import { listed } from '../../text/terms.ts';
import type { Extraction } from '../archive/extraction.ts';
import { LIMITS } from '../limits.ts';
import { readLayout } from '../media/layout.ts';
import type { SortedFile } from '../media/sort-files.ts';
import { problem } from '../problem.ts';
import { partOf } from '../profile.ts';
import { decodeText } from './decode-text.ts';
import { readTable } from './read-table.ts';
import { firstItems, type Table } from './table.ts';

/** So many text files in class folders are a data set; fewer are readmes. */
const FEWEST_TEXT_FILES = 6;
const isPlainText = ({ name }: SortedFile): boolean => /\.txt$/i.test(name);
/** Files that come with data without being data. */
export const ABOUT = /(^|\/)(readme|license|licence|citation|dataset_infos?|package|config)[^/]*$/i;

interface NamedTable {
  name: string;
  table: Table;
}

function joinTables(tables: readonly NamedTable[]): Table {
  const first = tables[0]!.table;
  const parts = tables.map(({ name }) => partOf(name));
  const withPart =
    parts.every((part) => part !== undefined) && new Set(parts).size > 1 && !first.columns.includes('split');
  return {
    columns: withPart ? [...first.columns, 'split'] : first.columns,
    rows: tables.flatMap(({ table }, i) =>
      withPart ? table.rows.map((row) => [...row, parts[i]!]) : table.rows,
    ),
    ids: tables.flatMap(({ name, table }) => table.ids.map((id) => `${name}:${id}`)),
    problems: tables.flatMap(({ table }) => table.problems),
    format: term('detail.in.files', { count: tables.length, format: first.format }),
  };
}

/** Tables with equal columns belong together; the largest such set is the data. */
function chooseTables(tables: readonly NamedTable[]): Table {
  const sets = new Map<string, NamedTable[]>();
  for (const named of tables) {
    const key = JSON.stringify(named.table.columns);
    sets.set(key, [...(sets.get(key) ?? []), named]);
  }
  const size = (set: readonly NamedTable[]): number =>
    set.reduce((sum, { table }) => sum + table.rows.length, 0);
  const ordered = [...sets.values()].toSorted((a, b) => size(b) - size(a));
  const chosen = ordered[0]!;
  const others = ordered.slice(1).flatMap((set) => set.map(({ name }) => name));
  const table = chosen.length === 1 ? chosen[0]!.table : joinTables(chosen);
  if (others.length === 0) return table;
  return {
    ...table,
    problems: [
      ...table.problems,
      problem({
        severity: 'note',
        code: 'other-tables',
        values: {
          names: listed(
            chosen.map(({ name }) => name),
            5,
          ),
        },
        items: firstItems(others),
      }),
    ],
  };
}

/** Class folders of `.txt` files → a table of `text`, `label`, `group`, `split`; null when they are none. */
async function readTextFolders(files: readonly SortedFile[]): Promise<Table | null> {
  const layout = readLayout(files.map(({ name }) => name));
  if (layout.placed.length < FEWEST_TEXT_FILES) return null;
  const rows: string[][] = [];
  const ids: string[] = [];
  const bad: string[] = [];
  for (const { index, label, group, part } of layout.placed) {
    const file = files[index]!;
    try {
      const { text } = decodeText(await readFile(file.path), file.name);
      rows.push([text, label, group ?? '', part ?? '']);
      ids.push(file.name);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      bad.push(file.name);
    }
  }
  const problems: Table['problems'] =
    bad.length === 0
      ? []
      : [
          problem({
            severity: 'warning',
            code: 'damaged-items',
            values: { count: bad.length, total: files.length },
            items: firstItems(bad),
          }),
        ];
  return {
    columns: ['text', 'label', 'group', 'split'],
    rows,
    ids,
    problems,
    format: term('detail.in.text-folders'),
  };
}

/** What an archive without data has instead. */
function listOthers(files: readonly SortedFile[], damaged: readonly Damaged[]): Value[] {
  const listed = [
    ...files.map(({ name }) => JSON.stringify(name)),
    ...damaged.map(({ name, reason }) =>
      term('word.unreadable-file', { name, reason: reason.replace(/\.$/, '') }),
    ),
  ];
  return listed.length > 5 ? [...listed.slice(0, 5), '…'] : listed;
}

type Damaged = Extraction['skipped'][number];

/**
 * @param damaged what could not be unpacked.
 * @throws UserError `empty-archive`, `archive-of-others`, `too-many-rows-together`, and those of the table readers when only one table is there.
 */
export async function readArchiveTables(
  files: readonly SortedFile[],
  archiveName: string,
  damaged: readonly Damaged[],
): Promise<Table> {
  const usable = files.filter(({ kind, name }) => (kind === 'table' || kind === 'text') && !ABOUT.test(name));
  const tabular = usable.filter((file) => !isPlainText(file));
  const plain = usable.filter(isPlainText);
  const folders =
    tabular.length === 0 && plain.length >= FEWEST_TEXT_FILES ? await readTextFolders(plain) : null;
  if (folders) return folders;
  const candidates = tabular.length > 0 ? tabular : plain;
  if (candidates.length === 0) {
    const others = listOthers(files, damaged);
    const mend = term(
      files.some(({ kind }) => kind === 'archive') ? 'word.one-level-deep' : 'word.pack-files',
    );
    throw others.length === 0
      ? new UserError('empty-archive', { name: archiveName })
      : new UserError('archive-of-others', { name: archiveName, others, mend });
  }
  const tables: NamedTable[] = [];
  for (const file of candidates)
    tables.push({ name: file.name, table: await readTable(file.path, file.name) });
  const table = chooseTables(tables);
  if (table.rows.length > LIMITS.tableRows) {
    throw new UserError('too-many-rows-together', {
      count: table.rows.length.toLocaleString('en'),
      limit: LIMITS.tableRows.toLocaleString('en'),
    });
  }
  return table;
}
