/** Whole files of every format that the bot takes, small, each accepted as it is: what `mutate.ts` damages. Always the same. */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { seededRandom } from '../../src/statistics/random.ts';

export interface Seed {
  name: string;
  bytes: Buffer;
  /** A person's own model; else data. */
  isModel: boolean;
}

const random = seededRandom(5);
const WORDS = ['late', 'parcel', 'kind', 'waiter', 'cold', 'soup', 'refund', 'happy', 'broken', 'screen'];
const sentence = () => Array.from({ length: 7 }, () => WORDS[Math.floor(random.next() * 10)]).join(' ');
const rows = Array.from({ length: 80 }, (_, i) => ({ text: sentence(), label: i % 2 ? 'bad' : 'good' }));

export async function makeSeeds(): Promise<Seed[]> {
  const csv = `text,label\n${rows.map(({ text, label }) => `"${text}",${label}`).join('\n')}\n`;
  const series = `date,sales\n${rows.map((_, i) => `2024-${1 + Math.floor(i / 28)}-${1 + (i % 28)},${i * 3}`).join('\n')}\n`;
  const log = rows.map((_, i) => `${i % 8},${i % 3},${(i * 7) % 5},1,${i % 8 === 7}`).join('\n');
  const onnx = readFileSync('test/hub/fixtures/tiny/bert-masked/onnx/model.onnx');
  const data: Record<string, Buffer> = {
    'words.csv': Buffer.from(csv),
    'words.tsv': Buffer.from(csv.replaceAll(',', '\t')),
    'words16.csv': Buffer.from(`\ufeff${csv}`, 'utf16le'),
    'words.csv.gz': gzipSync(csv),
    'words.json': Buffer.from(JSON.stringify(rows)),
    'words.jsonl': Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
    'sales.csv': Buffer.from(series),
    'log.csv': Buffer.from(`episode,state,action,reward,done\n${log}`),
    'prose.txt': Buffer.from(rows.map(({ text }) => `${text}.`).join('\n\n')),
    'words.xlsx': await workbook(),
    'words.parquet': Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'text', data: rows.map(({ text }) => text), type: 'STRING' },
          { name: 'label', data: rows.map(({ label }) => label), type: 'STRING' },
        ],
      }),
    ),
    'pictures.zip': await zip(await pictures(['png', 'jpeg', 'webp', 'gif', 'tiff'])),
    'pictures.tar.gz': gzipSync(await tar(await pictures(['png', 'jpeg']))),
    'pictures.tar': await tar(await pictures(['png', 'gif'])),
    'sounds.zip': await zip(sounds()),
    'tables.zip': await zip({ 'train.csv': Buffer.from(csv), 'test.csv': Buffer.from(csv) }),
  };
  const models = {
    'model.onnx': onnx,
    'model.zip': await zip({ 'onnx/model.onnx': onnx, 'config.json': Buffer.from('{"model_type":"bert"}') }),
  };
  return [
    ...Object.entries(data).map(([name, bytes]) => ({ name, bytes, isModel: false })),
    ...Object.entries(models).map(([name, bytes]) => ({ name, bytes, isModel: true })),
  ];
}

async function pictures(formats: readonly ('png' | 'jpeg' | 'webp' | 'gif' | 'tiff')[]) {
  const files: Record<string, Buffer> = {};
  for (const [i, folder] of ['cats', 'dogs'].entries())
    for (const [j, format] of formats.entries())
      for (const copy of [0, 1])
        files[`${folder}/${j}-${copy}.${format}`] = await sharp({
          create: { width: 24, height: 24, channels: 3, background: { r: 90 * i, g: 40 * j, b: 99 * copy } },
        })
          .toFormat(format)
          .toBuffer();
  return files;
}

function sounds(): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (const [i, folder] of ['hum', 'beep'].entries())
    for (let copy = 0; copy < 3; copy += 1) files[`${folder}/${copy}.wav`] = wav(220 * (i + 1) + copy);
  return files;
}

/** A quarter of a second, 8 kHz, 16 bit. */
function wav(hertz: number): Buffer {
  const samples = 2_000;
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8_000, 24);
  bytes.writeUInt32LE(16_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1)
    bytes.writeInt16LE(Math.round(9_000 * Math.sin((2 * Math.PI * hertz * i) / 8_000)), 44 + i * 2);
  return bytes;
}

/** The least that a spreadsheet program writes: https://ecma-international.org/publications-and-standards/standards/ecma-376/ */
function workbook(): Promise<Buffer> {
  const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const lines = [{ text: 'text', label: 'label' }, ...rows].map(
    ({ text, label }, i) => `<row r="${i + 1}">${cell(`A${i + 1}`, text)}${cell(`B${i + 1}`, label)}</row>`,
  );
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
  return zip({
    '[Content_Types].xml': xml(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    ),
    '_rels/.rels': xml(
      `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': xml(
      `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
    ),
  });
}

function zip(files: Record<string, Buffer>): Promise<Buffer> {
  const out = new ZipFile();
  const mtime = new Date(Date.UTC(2000, 0, 1));
  for (const [name, bytes] of Object.entries(files)) out.addBuffer(bytes, name, { mtime });
  out.end();
  return buffer(out.outputStream);
}

function tar(files: Record<string, Buffer>): Promise<Buffer> {
  const out = pack();
  for (const [name, bytes] of Object.entries(files)) out.entry({ name, mtime: new Date(0) }, bytes);
  out.finalize();
  return buffer(out);
}
