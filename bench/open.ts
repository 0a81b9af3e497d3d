/**
 * Time to open data sets as the child does: a zip of JPEGs in class folders, and a CSV of texts.
 * Run: npx tsx bench/open.ts [pictures] [rows]. Prints one JSON object with the machine, versions and date; processor
 * time is the steadier figure where others use the machine too.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { ZipFile } from 'yazl';
import { openDataset } from '../src/datasets/open-dataset.ts';
import { seededRandom } from '../src/statistics/random.ts';

const PICTURES = Number(process.argv[2] ?? 1_000);
const ROWS = Number(process.argv[3] ?? 20_000);
const [WIDTH, HEIGHT] = [500, 375];

async function writePictures(path: string): Promise<void> {
  const zip = new ZipFile();
  const random = seededRandom(1);
  for (let i = 0; i < PICTURES; i += 1) {
    const pixels = Buffer.from(Array.from({ length: 24 * 18 * 3 }, () => Math.floor(random.next() * 256)));
    const image = sharp(pixels, { raw: { width: 24, height: 18, channels: 3 } }).resize(WIDTH, HEIGHT);
    zip.addBuffer(await image.jpeg({ quality: 85 }).toBuffer(), `class${i % 10}/${i}.jpg`, {
      compress: false,
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

async function writeRows(path: string): Promise<void> {
  const random = seededRandom(2);
  const words = Array.from({ length: 2_000 }, () => Math.floor(random.next() * 1e9).toString(36));
  const row = (i: number) =>
    `"${Array.from({ length: 20 }, () => words[Math.floor(random.next() * words.length)]).join(' ')}",class${i % 4}`;
  await writeFile(path, ['text,label', ...Array.from({ length: ROWS }, (_, i) => row(i))].join('\n'));
}

async function measure(path: string, name: string, workDir: string) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { profile } = await openDataset({ path, name }, { workDir });
  const used = process.cpuUsage(cpu);
  return {
    samples: profile.sampleCount,
    wallSeconds: Number(((performance.now() - start) / 1e3).toFixed(2)),
    processorSeconds: Number(((used.user + used.system) / 1e6).toFixed(2)),
  };
}

const dir = await mkdtemp(join(tmpdir(), 'open-'));
await writePictures(join(dir, 'pictures.zip'));
await writeRows(join(dir, 'rows.csv'));
const result = {
  pictures: await measure(join(dir, 'pictures.zip'), 'pictures.zip', join(dir, 'a')),
  rows: await measure(join(dir, 'rows.csv'), 'rows.csv', join(dir, 'b')),
  machine: { cpu: cpus()[0]?.model, cores: availableParallelism(), load: loadavg()[0] },
  versions: { node: process.version, sharp: sharp.versions.sharp },
  date: new Date().toISOString().slice(0, 10),
};
console.log(JSON.stringify(result, null, 2));
await rm(dir, { recursive: true, force: true });
