import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/datasets/limits.ts';
import { codes, fact, openBytes, refusal, zipOf } from './build-files.ts';

const TEXTS = Array.from(
  { length: 24 },
  (_, i) =>
    `${['red kettles', 'old boats', 'grey mice'][i % 3]} in town ${i * 7} are ${i % 2 ? 'lovely' : 'awful'}`,
);

/** The smallest workbook that spreadsheet programs open: inline strings and numbers. */
async function workbook(sheets: Record<string, (string | number)[][]>): Promise<Buffer> {
  const cell = (value: string | number, r: number, c: number) => {
    const ref = `${String.fromCharCode(65 + c)}${r + 1}`;
    return typeof value === 'number'
      ? `<c r="${ref}"><v>${value}</v></c>`
      : `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const names = Object.keys(sheets);
  const files: Record<string, string> = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
  };
  names.forEach((name, i) => {
    const rows = sheets[name]!.map(
      (row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join('')}</row>`,
    );
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData></worksheet>`;
  });
  return zipOf(files);
}

describe('workbooks', () => {
  it('reads the first filled sheet and names the others', async () => {
    const rows = TEXTS.map((text, i) => [i + 1, text, i % 2 ? 'good' : 'bad']);
    const bytes = await workbook({ Empty: [], Data: [['id', 'text', 'label'], ...rows], Notes: [['hello']] });
    const dataset = await openBytes('data.xlsx', bytes, 'text');
    expect(dataset.samples).toHaveLength(24);
    expect(dataset.samples[1]).toMatchObject({ id: '2', text: TEXTS[1], label: 1 });
    expect(codes(dataset)).toContain('other-sheets');
    expect(fact(dataset, 'File')).toContain('"Data"');
  });

  it('refuses a workbook that expands without end', async () => {
    const bytes = await zipOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook/>',
      'xl/worksheets/sheet1.xml': Buffer.alloc(LIMITS.workbookBytes + 1, 32),
    });
    const error = await refusal(openBytes('bomb.xlsx', bytes, 'text'));
    expect(error.code).toBe('archive-expands-too-much');
  });

  it('refuses a cut-off workbook', async () => {
    const bytes = await workbook({
      Data: [
        ['text', 'label'],
        ['a b', 'c'],
      ],
    });
    const error = await refusal(openBytes('cut.xlsx', bytes.subarray(0, bytes.length - 60), 'text'));
    expect(error.message).toContain('Save it again');
  });
});

describe('Parquet', () => {
  const columns = [
    { name: 'text', data: TEXTS, type: 'STRING' as const },
    { name: 'label', data: TEXTS.map((_, i) => i % 2), type: 'INT32' as const },
  ];

  it('reads a table', async () => {
    const dataset = await openBytes(
      'data.parquet',
      Buffer.from(parquetWriteBuffer({ columnData: columns })),
      'text',
    );
    expect(dataset.classes).toEqual(['0', '1']);
    expect(dataset.samples[3]).toMatchObject({ id: '4', text: TEXTS[3], label: 1 });
  });

  it("names classes as the Hub's metadata does", async () => {
    const value = JSON.stringify({
      info: {
        features: {
          text: { dtype: 'string', _type: 'Value' },
          label: { names: ['neg', 'pos'], _type: 'ClassLabel' },
        },
      },
    });
    const bytes = parquetWriteBuffer({ columnData: columns, kvMetadata: [{ key: 'huggingface', value }] });
    const dataset = await openBytes('train.parquet', Buffer.from(bytes), 'text');
    expect(dataset.classes).toEqual(['neg', 'pos']);
    expect(dataset.samples[3]!.label).toBe(1);
  });

  it('refuses a cut-off file', async () => {
    const bytes = Buffer.from(parquetWriteBuffer({ columnData: columns }));
    const error = await refusal(openBytes('cut.parquet', bytes.subarray(0, bytes.length - 30), 'text'));
    expect(error.code).toBe('bad-parquet');
  });
});
