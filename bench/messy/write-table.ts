/** Columns and rows go in, the bytes of a file come out, as the programs of people write them. Used by `banks.ts`. */
import { strToU8, zipSync } from 'fflate';
import iconv from 'iconv-lite';

export interface Format {
  as: 'csv' | 'jsonl' | 'json' | 'xlsx';
  delimiter: ',' | ';' | '\t' | '|';
  /** As iconv-lite calls it; `utf-8-bom` and `utf-16le` begin with their mark. */
  encoding: string;
  newline: '\n' | '\r\n';
  /** Spreadsheets leave them when rows were deleted. */
  emptyLinesAtEnd: number;
  /** Quote every cell. */
  quoteAll: boolean;
}

export const PLAIN: Format = {
  as: 'csv',
  delimiter: ',',
  encoding: 'utf-8',
  newline: '\n',
  emptyLinesAtEnd: 0,
  quoteAll: false,
};

const extension = ({ as, delimiter }: Format): string =>
  as === 'csv' ? (delimiter === '\t' ? 'tsv' : 'csv') : as;

export function writeTable(
  { columns, rows }: { columns: string[] | null; rows: string[][] },
  format: Format,
): { bytes: Uint8Array; extension: string } {
  const all = columns ? [columns, ...rows] : rows;
  const bytes = format.as === 'xlsx' ? workbook(all) : encode(textOf(all, format), format.encoding);
  return { bytes, extension: extension(format) };
}

function textOf(rows: readonly string[][], format: Format): string {
  if (format.as === 'csv') return delimited(rows, format);
  const [names, ...values] = rows;
  const records = values.map((row) => Object.fromEntries(row.map((cell, i) => [names![i]!, cell])));
  return format.as === 'json'
    ? JSON.stringify(records, null, 1)
    : records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function delimited(rows: readonly string[][], { delimiter, newline, quoteAll, emptyLinesAtEnd }: Format) {
  const quote = (cell: string): string =>
    quoteAll || cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const width = Math.max(...rows.map(({ length }) => length));
  const empty = delimiter.repeat(width - 1) + newline;
  return rows.map((row) => row.map(quote).join(delimiter) + newline).join('') + empty.repeat(emptyLinesAtEnd);
}

function encode(text: string, encoding: string): Uint8Array {
  const addBOM = encoding.endsWith('-bom') || encoding.startsWith('utf-16');
  return iconv.encode(text, encoding.replace('-bom', ''), { addBOM });
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);

/** The least of a workbook (ECMA-376): one sheet, texts in the cells themselves. */
function workbook(rows: readonly string[][]): Uint8Array {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = 'http://schemas.openxmlformats.org';
  const cells = (row: readonly string[], y: number): string =>
    row
      .map((cell, x) => {
        const at = `${columnName(x)}${y + 1}`;
        if (cell === '') return '';
        return /^-?\d+(\.\d+)?$/.test(cell)
          ? `<c r="${at}"><v>${cell}</v></c>`
          : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
      })
      .join('');
  const sheet = rows.map((row, y) => `<row r="${y + 1}">${cells(row, y)}</row>`).join('');
  const main = `${office}/spreadsheetml/2006/main`;
  const relations = `${office}/package/2006/relationships`;
  const documents = `${office}/officeDocument/2006/relationships`;
  const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return zipSync(
    {
      '[Content_Types].xml': strToU8(
        `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/></Types>`,
      ),
      '_rels/.rels': strToU8(
        `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
      'xl/workbook.xml': strToU8(
        `${head}<workbook xmlns="${main}" xmlns:r="${documents}"><sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${documents}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(
        `${head}<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
      ),
    },
    { mtime: new Date('2024-01-02T00:00:00Z') },
  );
}
