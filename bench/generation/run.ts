/**
 * Peak memory and time of tuning a decoder of GPT-2's size. In: the folder of `make-gpt2.py`. Out: one line of figures.
 * The weights are random, so the perplexities say nothing; sizes and times are those of the real model.
 * Run: npx tsx bench/generation/run.ts FOLDER [BUDGET_SECONDS]
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { snapshotDir, writeSnapshot } from '../../src/backbones/hub/hub-cache.ts';
import { runSpecSchema } from '../../src/runs/run.ts';
import { train } from '../../src/training/train.ts';

const [folder = '', budget = '600'] = process.argv.slice(2);
const base = await mkdtemp(join(tmpdir(), 'generation-bench-'));
const cacheDir = join(base, 'cache');
const name = 'bench/gpt2';
const commit = '0'.repeat(40);
const ref = { name, revision: 'main' };
const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
const snapshot = { name, commit, licence: 'none', model: 'onnx/model.onnx', files };
await writeSnapshot(cacheDir, ref, { kind: 'prose', snapshot });
const place = snapshotDir(cacheDir, snapshot);
await mkdir(dirname(place), { recursive: true });
await symlink(resolve(folder), place);

const words = [
  'meeting',
  'invoice',
  'server',
  'review',
  'prize',
  'friday',
  'lunch',
  'offer',
  'request',
  'the',
];
const text = Array.from({ length: 40 }, (_, i) =>
  Array.from({ length: 120 }, (_, j) => words[(i * 7 + j * (i + 3) + (j >> 2)) % words.length]).join(' '),
).join('\n\n');
const path = join(base, 'text.txt');
await writeFile(path, text);
const stored = { key: 'k', name: 'text.txt', bytes: text.length, sha256: '0' };
const spec = runSpecSchema.parse({
  dataset: stored,
  kind: 'prose',
  model: name,
  budgetSeconds: Number(budget),
  seed: 1,
});
const start = performance.now();
await train(
  {
    kind: 'train',
    folders: { workDir: join(base, 'work'), cacheDir },
    runId: 'bench',
    spec,
    dataset: { path, name: 'text.txt' },
    test: null,
    modelFile: null,
    artifactDir: join(base, 'artifact'),
  },
  {
    emit: (event) => {
      const mib = Math.round(process.memoryUsage.rss() / 2 ** 20);
      if (event.type === 'progress' || event.type === 'epoch') console.log(mib, 'MiB', JSON.stringify(event));
    },
    signal: new AbortController().signal,
  },
);
const peak = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(`peak ${peak} MiB, ${((performance.now() - start) / 1_000).toFixed(0)} s`);
await rm(base, { recursive: true, force: true });
