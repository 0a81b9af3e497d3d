/**
 * Peak resident memory of tuning large models, in the trainer's own child process. In: the folder of
 * `memory-models.py`. Out: a line of JSON a model: peak (VmHWM), what of it no file backs, the step that reached it, time,
 * and who raced with which score on validation. The weights are random, so the scores say nothing; sizes are real.
 * Run: npx tsx bench/memory.ts FOLDER [resnet50|bert-base|gpt2|xlm-roberta-large|smollm2-135m] [BUDGET_SECONDS] [LIMIT_MIB]
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { runChild } from '../src/child/run-child.ts';
import { runSpecSchema } from '../src/child/run-spec.ts';
import type { DataKind } from '../src/datasets/dataset.ts';
import { snapshotDir, writeSnapshot } from '../src/hub/hub-cache.ts';
import { createLogger } from '../src/log.ts';
import { reportSchema } from '../src/report/report.ts';
import { seededRandom } from '../src/statistics/random.ts';

const SEED = 1;
const IMAGES = 500;
const PASSAGES = 40;
const CLASSES = ['red', 'green', 'blue', 'grey'];
const WORDS = 'meeting invoice server review prize friday lunch offer request the'.split(' ');

/** Every class has a colour of its own; size and place of the spot are chance. */
async function pictures(path: string): Promise<void> {
  const random = seededRandom(SEED);
  const entries: Record<string, Uint8Array> = {};
  for (let i = 0; i < IMAGES; i++) {
    const label = i % CLASSES.length;
    const side = 64 + random.below(128);
    const colours = ['#c44', '#4a4', '#44c', '#888'];
    const spot = `<svg width="320" height="240"><rect x="${random.below(256)}" y="${random.below(176)}" width="${side}" height="${side}" fill="${colours[label]}"/></svg>`;
    entries[`${CLASSES[label]}/${i}.jpg`] = await sharp(Buffer.from(spot)).flatten().jpeg().toBuffer();
  }
  writeFileSync(path, zipSync(entries, { level: 0 }));
}

/** 8 to 31 words, one word in three from those of the class. */
const sentences = (count: number) => (path: string) => {
  const random = seededRandom(SEED);
  const lines = Array.from({ length: count }, (_, i) => {
    const label = i % CLASSES.length;
    const word = () => WORDS[random.below(3) === 0 ? (2 * label + random.below(2)) % 10 : random.below(10)];
    return `${Array.from({ length: 8 + random.below(24) }, word).join(' ')} ${i},${CLASSES[label]}`;
  });
  writeFileSync(path, ['text,label', ...lines].join('\n'));
};

function passages(path: string): void {
  const random = seededRandom(SEED);
  const passage = () => Array.from({ length: 120 }, () => WORDS[random.below(10)]).join(' ');
  writeFileSync(path, Array.from({ length: PASSAGES }, passage).join('\n\n'));
}

interface Bench {
  kind: DataKind;
  file: string;
  make: (path: string) => Promise<void> | void;
  unfreeze?: 'top' | 'deep';
  /** Where its weights are. */
  weights?: string;
}

const MODELS: Record<string, Bench> = {
  resnet50: { kind: 'image', file: 'pictures.zip', make: pictures },
  'bert-base': { kind: 'text', file: 'sentences.csv', make: sentences(1_000) },
  gpt2: { kind: 'prose', file: 'passages.txt', make: passages },
  'xlm-roberta-large': { kind: 'text', file: 'sentences.csv', make: sentences(150) },
  'smollm2-135m': {
    kind: 'prose',
    file: 'passages.txt',
    make: passages,
    unfreeze: 'deep',
    weights: 'model.safetensors',
  },
};

/** The model as if it had been fetched from the Hub. */
async function placeModel(
  folder: string,
  { kind, weights = 'onnx/model.onnx' }: Bench,
  cacheDir: string,
): Promise<string> {
  const name = `bench/${basename(folder)}`;
  const files = readdirSync(folder, { recursive: true }).map(String);
  const snapshot = { name, commit: '0'.repeat(40), licence: 'none', model: weights, files };
  await writeSnapshot(cacheDir, { name, revision: 'main' }, { kind, snapshot });
  const place = snapshotDir(cacheDir, snapshot);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(folder, place);
  return name;
}

/** Follows the children of this process until `stop`; MiB. */
function watchChildren() {
  const peak = { memoryMiB: 0, withoutFilesMiB: 0, step: '' };
  let step = '';
  const look = () => {
    for (const id of readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' '))
      try {
        const status = readFileSync(`/proc/${id}/status`, 'utf8');
        const read = (key: string) => Math.round(Number(status.match(`${key}:\\s+(\\d+)`)?.[1] ?? 0) / 1_024);
        if (read('VmHWM') > peak.memoryMiB) Object.assign(peak, { memoryMiB: read('VmHWM'), step });
        peak.withoutFilesMiB = Math.max(peak.withoutFilesMiB, read('RssAnon'));
      } catch {
        // The child has ended.
      }
  };
  const timer = setInterval(look, 20);
  return {
    begin: (name: string) => {
      step = name;
    },
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

interface Limits {
  budgetSeconds: number;
  memoryMiB: number;
}

async function measure(id: string, folder: string, { budgetSeconds, memoryMiB }: Limits) {
  const bench = MODELS[id]!;
  const { kind, file, make, unfreeze = 'top' } = bench;
  const base = mkdtempSync(join(tmpdir(), 'memory-bench-'));
  const [cacheDir, artifactDir, path] = [join(base, 'cache'), join(base, 'artifact'), join(base, file)];
  await make(path);
  const model = await placeModel(join(folder, id), bench, cacheDir);
  const bytes = readFileSync(path);
  const dataset = {
    key: 'k',
    name: file,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const start = performance.now();
  const watch = watchChildren();
  await runChild(
    {
      kind: 'train',
      folders: { workDir: join(base, 'work'), cacheDir },
      runId: 'BENCH001',
      spec: runSpecSchema.parse({ dataset, kind, model, unfreeze, budgetSeconds, seed: SEED }),
      dataset: { path, name: file },
      test: null,
      modelFile: null,
      artifactDir,
    },
    {
      memoryMiB,
      deadlineMs: 3_600_000,
      log: createLogger('silent'),
      onEvent: (event) => event.type === 'progress' && watch.begin(event.step),
    },
  );
  const peak = watch.stop();
  const report = reportSchema.parse(JSON.parse(readFileSync(join(artifactDir, 'report.json'), 'utf8')));
  rmSync(base, { recursive: true });
  const raced = report.contenders.map(
    ({ id: contender, validationScore }) => `${contender} ${validationScore}`,
  );
  return { model: id, peak, seconds: Math.round((performance.now() - start) / 1_000), raced };
}

const [folder = '', only, budget = '300', limit = '3072'] = process.argv.slice(2);
const machine = `${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}`;
const limits = { budgetSeconds: Number(budget), memoryMiB: Number(limit) };
console.log(JSON.stringify({ machine, date: new Date().toISOString().slice(0, 10), ...limits }));
for (const id of only ? [only] : Object.keys(MODELS))
  console.log(JSON.stringify(await measure(id, resolve(folder), limits)));
