/**
 * Compact delivery, measured: real Runs with every embedded pretrained model on three sets each, and with a model of one's
 * own where a zip of it is given. In: the folder of `figures/make-sets.ts`. Out: a line of JSON a Run (bytes, test figure and
 * milliseconds before and after), appended to `compact.jsonl`; what is in it already is skipped; then a table.
 * Run: npx tsx bench/compact.ts FOLDER [BUDGET_SECONDS] [MODEL.zip OF TEXTS or ''] [MODEL SET]. Next: `docs/compact.md`, by hand.
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { EMBEDDED_BACKBONE_IDS, type EmbeddedBackboneId } from '../src/backbones/embedded.ts';
import { type Variant, variantOf } from '../src/report/delivery.ts';
import type { Report } from '../src/report/report.ts';
import { trainSet } from './figures/train-set.ts';

type Kind = 'image' | 'text' | 'audio';
const IMAGES = { kind: 'image', sets: ['stamps/32', 'icons/32', 'emoji/32'] } as const;
const TEXTS = { kind: 'text', sets: ['sayings/32', 'sections/32', 'german-sayings/32'] } as const;
const SOUNDS = { kind: 'audio', sets: ['drums/32', 'announcements/32', 'drums/8'] } as const;
const PLAN: Record<EmbeddedBackboneId, { kind: Kind; sets: readonly string[] }> = {
  nsfwjs_mobilenet_v2_mid: IMAGES,
  nsfwjs_mobilenet_v2: IMAGES,
  nsfwjs_inception_v3: IMAGES,
  use_lite: TEXTS,
  google_speech_embedding: SOUNDS,
};

const root = resolve(process.argv[2] ?? 'bench-figures');
const budgetSeconds = Number(process.argv[3] ?? 30);
const ownModel = process.argv[4];
const results = join(root, 'compact.jsonl');
const machine = `${cpus()[0]?.model}, ${availableParallelism()} threads`;

interface Line {
  model: string;
  set: string;
  chosen: string;
  delivery: Report['delivery'];
  zipBytes: number;
}
const lines = (): Line[] =>
  existsSync(results)
    ? readFileSync(results, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

const [onlyModel, onlySet] = process.argv.slice(5);

async function runOne(model: string, set: string, kind: Kind): Promise<void> {
  if (onlyModel && (!model.includes(onlyModel) || set !== onlySet)) return;
  if (lines().some((line) => line.model === model && line.set === set)) return;
  const [name, size] = set.split('/');
  const file = (part: string) => join(root, 'sets', name!, `${part}.${kind === 'text' ? 'csv' : 'zip'}`);
  const folder = mkdtempSync(join(root, 'compact-'));
  const own = model.endsWith('.zip');
  try {
    const report = await trainSet({
      dataset: file(size!),
      test: file('test'),
      kind,
      model: own ? 'auto' : model,
      modelFile: own ? model : null,
      budgetSeconds,
      horizon: null,
      folder,
      cacheDir: join(root, 'cache'),
    });
    const { chosen, delivery } = report;
    const zipBytes = statSync(join(folder, 'artifact', 'model.zip')).size;
    const stamp = { date: new Date().toISOString(), machine, load: loadavg()[0], budgetSeconds };
    appendFileSync(results, `${JSON.stringify({ model, set, chosen, delivery, zipBytes, ...stamp })}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const shown = (variant: Variant | null) =>
  variant === null
    ? '– | – | –'
    : [
        (variant.bytes / 1e6).toFixed(1),
        variant.figure === null ? '–' : `${(100 * variant.figure).toFixed(1)} %`,
        variant.cost
          ? `${variant.cost.msOneThread.toFixed(1)} / ${variant.cost.msAllThreads.toFixed(1)}`
          : '–',
      ].join(' | ');

for (const id of EMBEDDED_BACKBONE_IDS) for (const set of PLAN[id].sets) await runOne(id, set, PLAN[id].kind);
if (ownModel) for (const set of TEXTS.sets) await runOne(ownModel, set, 'text');

console.log('| model | set | delivered | full MB | test | ms | compact MB | test | ms | sent MB | zip MB |');
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const { model, set, chosen, delivery, zipBytes } of lines()) {
  const sent = delivery && variantOf(delivery, delivery.delivered);
  const [full, compact] = [
    delivery && variantOf(delivery, 'full'),
    delivery && variantOf(delivery, delivery.compact),
  ];
  console.log(
    `| ${basename(model, '.zip')} | ${set} | ${chosen} | ${shown(full)} | ${shown(compact)} | ${((sent?.bytes ?? 0) / 1e6).toFixed(1)} | ${(zipBytes / 1e6).toFixed(1)} |`,
  );
}
