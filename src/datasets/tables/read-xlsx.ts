/** The first filled sheet of an XLSX workbook → Table. */

import readWorkbook from 'read-excel-file/node';
import { UserError } from '../../errors.ts';
import { term } from '../../text/term.ts';
import { measureZip } from '../archive/measure-zip.ts';
import { problem } from '../problem.ts';
import { reasonOf } from '../reason-of.ts';
import { findHeader } from './find-header.ts';
import { cellOf } from './read-json.ts';
import { firstItems, headerWord, type Table, uniqueColumns } from './table.ts';
import { whileBusy } from './while-busy.ts';

/** Row numbers count data rows; empty rows count too, so that they agree with the spreadsheet's. */
function tableOfSheet(sheet: string, rows: string[][], others: string[]): Table {
  const header = findHeader(rows);
  const width = Math.max(...rows.map((row) => row.length));
  const data = header ? rows.slice(1) : rows;
  const kept = data
    .map((row, index) => ({ row, number: index + 1 }))
    .filter(({ row }) => row.some((cell) => cell !== ''));
  const names = Array.from({ length: width }, (_, i) => header?.[i] ?? '');
  return {
    columns: uniqueColumns(names),
    rows: kept.map(({ row }) => names.map((_, i) => row[i] ?? '')),
    ids: kept.map(({ number }) => String(number)),
    problems:
      others.length === 0
        ? []
        : [
            problem({
              severity: 'note',
              code: 'other-sheets',
              values: { sheet: JSON.stringify(sheet), count: others.length },
              items: firstItems(others),
            }),
          ],
    format: term('detail.in.xlsx', { sheet: JSON.stringify(sheet), header: headerWord(Boolean(header)) }),
  };
}

/** @throws UserError `bad-xlsx`, `empty-workbook`, and those of `measureZip`. */
export async function readXlsx(bytes: Buffer, name: string): Promise<Table> {
  await measureZip(bytes, name);
  let sheets: Awaited<ReturnType<typeof readWorkbook>>;
  try {
    sheets = await whileBusy(readWorkbook(bytes));
  } catch (cause) {
    throw new UserError('bad-xlsx', { name, reason: reasonOf(cause) }, { cause });
  }
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null)));
  const first = filled[0];
  if (!first) throw new UserError('empty-workbook', { name });
  const others = filled.slice(1).map(({ sheet }) => sheet);
  return tableOfSheet(
    first.sheet,
    first.data.map((row) => row.map(cellOf)),
    others,
  );
}
