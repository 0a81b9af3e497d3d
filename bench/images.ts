/**
 * Images per second: decode + trunk + head together, against decode alone and ONNX Runtime alone.
 * Run: npx tsx bench/images.ts [count]. Prints one JSON object with the machine, versions and date.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ImagePreprocessing } from '../src/backbones/backbone.ts';
import { loadBackbone } from '../src/backbones/load-backbone.ts';
import { floatFeed } from '../src/engines/onnxruntime.ts';
import { embedSamples } from '../src/training/classifier/features/embed.ts';
import { decodeImage } from '../src/training/classifier/features/pictures/image-pixels.ts';
import { openTrunk } from '../src/training/classifier/features/trunk.ts';

const COUNT = Number(process.argv[2] ?? 1_000);
const BATCH = 8;
const CLASSES = 10;

/** Wall and processor milliseconds for each image. */
async function measure(work: () => Promise<void>) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const used = process.cpuUsage(cpu);
  return { wallMs: wall / COUNT, cpuMs: (used.user + used.system) / 1_000 / COUNT };
}

async function writePictures(folder: string): Promise<string[]> {
  const base = await sharp({
    create: {
      width: 800,
      height: 600,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .blur(3)
    .png()
    .toBuffer();
  const paths: string[] = [];
  for (let i = 0; i < COUNT; i++) {
    const path = join(folder, `${i}.jpg`);
    const region = { left: i % 160, top: Math.floor(i / 160) % 120, width: 640, height: 480 };
    await sharp(base).extract(region).jpeg({ quality: 90 }).toFile(path);
    paths.push(path);
  }
  return paths;
}

async function decodeAll(paths: string[], preprocessing: ImagePreprocessing): Promise<void> {
  for (let i = 0; i < paths.length; i += BATCH)
    await Promise.all(paths.slice(i, i + BATCH).map((path) => decodeImage(path, preprocessing)));
}

/** logits = features · weights, [n, classes]. */
function applyHead(features: Float32Array, d: number, weights: Float32Array): Float32Array {
  const n = features.length / d;
  const logits = new Float32Array(n * CLASSES);
  for (let row = 0; row < n; row++)
    for (let i = 0; i < d; i++)
      for (let c = 0; c < CLASSES; c++)
        logits[row * CLASSES + c]! += features[row * d + i]! * weights[i * CLASSES + c]!;
  return logits;
}

const folder = await mkdtemp(join(tmpdir(), 'bench-images-'));
try {
  await mkdir(join(folder, 'pictures'));
  const paths = await writePictures(join(folder, 'pictures'));
  const backbone = await loadBackbone('nsfwjs_mobilenet_v2_mid', { cacheDir: folder });
  if (backbone.preprocessing.kind !== 'image') throw new Error('not an image backbone');
  const { preprocessing } = backbone;

  await decodeAll(paths.slice(0, 32), preprocessing);
  const decode = await measure(() => decodeAll(paths, preprocessing));

  const trunk = await openTrunk(backbone);
  const feed = {
    [trunk.inputNames[0]!]: await floatFeed(new Float32Array(BATCH * 3 * 224 * 224), [BATCH, 3, 224, 224]),
  };
  await trunk.run(feed, BATCH);
  const inference = await measure(async () => {
    for (let i = 0; i < COUNT; i += BATCH) await trunk.run(feed, BATCH);
  });
  await trunk.close();

  const samples = paths.map((path) => ({ path, hash: path }));
  const total = await measure(async () => {
    const { values, d } = await embedSamples({ backbone, samples, cacheDir: join(folder, 'cache') });
    applyHead(values, d, new Float32Array(d * CLASSES).fill(0.01));
  });
  const report = {
    date: new Date().toISOString(),
    machine: `${cpus()[0]?.model}, ${availableParallelism()} threads, load ${loadavg()[0]?.toFixed(1)}`,
    node: process.version,
    images: COUNT,
    decode,
    inference,
    total,
    ratio: total.wallMs / (decode.wallMs + inference.wallMs),
    cpuRatio: total.cpuMs / (decode.cpuMs + inference.cpuMs),
    peakMemoryMiB: process.resourceUsage().maxRSS / 1_024,
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
