/** Parquet (as the Hub stores data sets) → Table. Pictures and sounds inside are left out; `media/` reads those. */
import { UserError } from '../../errors.ts';
import { flattenChat } from './chat-layout.ts';
import { nameClasses, openParquet } from './parquet-file.ts';
import { tableOfRows } from './read-json.ts';
import type { Table } from './table.ts';

/** @throws UserError `bad-parquet`, `empty-file`, `too-many-rows`. */
export async function readParquet(path: string, name: string): Promise<Table> {
  const parquet = await openParquet(path, name);
  const columns = parquet.columns.filter(({ kind }) => kind !== 'file').map((column) => column.name);
  if (columns.length === 0)
    throw new UserError('parquet-without-columns', {
      name,
      columns: parquet.columns.map((column) => column.name).join(', '),
    });
  const rows = await parquet.read({ rowStart: 0, rowEnd: parquet.rowCount, columns, raw: false });
  const flat = rows.map((row) => flattenChat(nameClasses(row, parquet.classNames)));
  const ids = rows.map((_, index) => String(index + 1));
  return tableOfRows(flat, ids, [], 'Parquet');
}
