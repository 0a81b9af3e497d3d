/** Real files for the data-set tests: archives, pictures, sounds, tables, made on the spot in a temporary folder. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { pack } from 'tar-stream';
import { afterAll } from 'vitest';
import { ZipFile } from 'yazl';
import type { DataKind, Dataset } from '../../src/datasets/dataset.ts';
import { type OpenOptions, openDataset } from '../../src/datasets/open-dataset.ts';
import { isUserError, type UserError } from '../../src/errors.ts';
import { renderValue } from '../../src/text/render.ts';

const dirs: string[] = [];

/** A temporary folder that disappears after the test file. */
export async function makeDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tunesmith-data-'));
  dirs.push(dir);
  return dir;
}

afterAll(async () => {
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
});

export type Files = Record<string, Buffer | string>;

export async function zipOf(files: Files, options: { mode?: number } = {}): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  return buffer(zip.outputStream);
}

export async function tarOf(files: Files, gzip = true): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, Buffer.from(content));
  tar.finalize();
  const bytes = await buffer(tar);
  return gzip ? gzipSync(bytes) : bytes;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32's construction). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff';

/** A picture of coloured patches, different for every seed. */
export function picture(
  seed: number,
  format: ImageFormat = 'jpeg',
  width = 64,
  height = 48,
): Promise<Buffer> {
  const random = randomFrom(seed);
  const pixels = Buffer.from(Array.from({ length: 8 * 6 * 3 }, () => Math.floor(random() * 256)));
  return sharp(pixels, { raw: { width: 8, height: 6, channels: 3 } })
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .toFormat(format)
    .toBuffer();
}

/** `count` pictures a class in `folder/<class>/<i>.jpg`. */
export async function pictureFolders(classes: readonly string[], count: number, folder = ''): Promise<Files> {
  const files: Files = {};
  for (const [c, name] of classes.entries()) {
    for (let i = 0; i < count; i += 1) files[`${folder}${name}/${i}.jpg`] = await picture(c * 1_000 + i);
  }
  return files;
}

/** A mono 16-bit WAV of a sine. */
export function wav(hertz: number, seconds: number, rate = 16_000): Buffer {
  const n = Math.round(seconds * rate);
  const bytes = Buffer.alloc(44 + n * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + n * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(n * 2, 40);
  for (let i = 0; i < n; i += 1)
    bytes.writeInt16LE(Math.round(Math.sin((2 * Math.PI * hertz * i) / rate) * 8_000), 44 + i * 2);
  return bytes;
}

/** A row of a Parquet file in the Hub's layout: a file in a struct of bytes and path, and cells. */
export interface MediaRow {
  file: { bytes: Buffer | null; path: string | null } | null;
  cells: readonly (string | number | null)[];
}

/**
 * A Parquet file as the Hub's `datasets` library writes it.
 * @param features the key `huggingface` of the metadata, or null for none.
 */
export function mediaParquet(
  rows: readonly MediaRow[],
  options: {
    column?: string;
    columns?: readonly string[];
    features?: Record<string, unknown> | null;
    rowGroupSize?: number;
  } = {},
): Buffer {
  const { column = 'image', columns = ['label'], features = null, rowGroupSize = 5 } = options;
  const scalars = columns.map((name, c) => {
    const data = rows.map(({ cells }) => cells[c] ?? null);
    const isText = data.some((value) => typeof value === 'string');
    const type = isText ? { type: 'BYTE_ARRAY', converted_type: 'UTF8' } : { type: 'INT64' };
    return { name, data: isText ? data : data.map((value) => (value === null ? null : BigInt(value))), type };
  });
  const schema = [
    { name: 'root', num_children: 1 + columns.length },
    { name: column, repetition_type: 'OPTIONAL', num_children: 2 },
    { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    ...scalars.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL', ...type })),
  ] as NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>;
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: column, data: rows.map(({ file }) => file) },
      ...scalars.map(({ name, data }) => ({ name, data })),
    ],
    schema,
    rowGroupSize,
    ...(features && {
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
    }),
  });
  return Buffer.from(bytes);
}

export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\n');

/** Opens bytes as an attachment called `name`. */
export async function openBytes<K extends DataKind>(
  name: string,
  bytes: Buffer | string,
  expected: K,
  options: Partial<OpenOptions> = {},
): Promise<Extract<Dataset, { kind: K }>> {
  const dir = await makeDir();
  const path = join(dir, 'attachment');
  await writeFile(path, bytes);
  const dataset = await openDataset({ path, name }, { workDir: join(dir, 'work'), ...options });
  if (dataset.kind !== expected) throw new Error(`opened as ${dataset.kind}, not as ${expected}`);
  return dataset as Extract<Dataset, { kind: K }>;
}

/** The UserError with which the promise fails. */
export async function refusal(promise: Promise<unknown>): Promise<UserError> {
  try {
    await promise;
  } catch (error) {
    if (isUserError(error)) return error;
    throw error;
  }
  throw new Error('was not refused');
}

export const codes = (dataset: Dataset): string[] => dataset.profile.problems.map(({ code }) => code);
export const fact = (dataset: Dataset, label: string): string | undefined =>
  dataset.profile.facts
    .filter((candidate) => renderValue('en', candidate.label) === label)
    .map(({ value }) => renderValue('en', value))[0];
