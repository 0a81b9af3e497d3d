/**
 * `model:auto` with and without models of the Hub: the samples of the project, real weights from a folder in the Hub's layout
 * (`owner/name/…`), which a mirror on loopback serves. Prints a line a Run: which model was taken, and the accuracy on the
 * part that the Run held out. Run: npx tsx bench/measured/auto.ts HUB_FOLDER [BUDGET_SECONDS] [image|text].
 */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from '../../src/child/run-child.ts';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import { readConfig } from '../../src/config.ts';
import { reportSchema } from '../../src/report/report.ts';
import { prefetchAuto } from '../../src/worker/prefetch-candidates.ts';
import { startMirror } from '../../test/hub/mirror.ts';
import { CHILD_LIMITS, localFile, SEED } from '../figures/train-set.ts';

const hub = resolve(process.argv[2] ?? 'hub');
const budgetSeconds = Number(process.argv[3] ?? 150);
const only = process.argv[4];
const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
const SETS = [
  {
    kind: 'image',
    data: sample('clipart.zip'),
    embedded: ['nsfwjs_mobilenet_v2_mid', 'nsfwjs_mobilenet_v2', 'nsfwjs_inception_v3'],
    hub: { efficientnet_lite0: 'timm/tf_efficientnet_lite0.in1k' },
  },
  {
    kind: 'text',
    data: sample('mail-subjects.csv'),
    embedded: ['use_lite'],
    hub: { all_minilm_l6_v2: 'sentence-transformers/all-MiniLM-L6-v2' },
  },
] as const;

const root = mkdtempSync(join(tmpdir(), 'auto-'));
const cacheDir = join(root, 'cache');
mkdirSync(cacheDir);
const mirror = await startMirror();
for (const set of SETS) for (const id of Object.values(set.hub)) mirror.models.set(id, join(hub, id));
const signal = new AbortController().signal;

for (const set of SETS)
  for (const fromHub of [false, true]) {
    if (only && set.kind !== only) continue;
    const folder = join(root, `${set.kind}-${fromHub}`);
    const asked = runSpecSchema.parse({
      dataset: { key: 'k', name: 'data', bytes: 1, sha256: '0' },
      ...{ kind: set.kind, seed: SEED, budgetSeconds, unfreeze: 'none' },
      candidates: [set.embedded[0], ...(fromHub ? Object.keys(set.hub) : []), ...set.embedded.slice(1)],
    });
    const config = readConfig({ HF_ENDPOINT: mirror.endpoint });
    const spec = await prefetchAuto(asked, { config, cacheDir, signal, onEvent: () => {} });
    const artifactDir = join(folder, 'artifact');
    mkdirSync(folder);
    await runChild(
      {
        ...{ kind: 'train', runId: 'BENCH001', spec, artifactDir, test: null, modelFile: null },
        dataset: localFile(set.data),
        folders: { workDir: join(folder, 'work'), cacheDir },
      },
      CHILD_LIMITS,
    );
    const report = reportSchema.parse(JSON.parse(readFileSync(join(artifactDir, 'report.json'), 'utf8')));
    const compared = (report.trials ?? [])
      .filter(({ stage }) => stage === 'backbone')
      .map(({ id, validationScore }) => [id, validationScore]);
    const test = Object.fromEntries(report.contenders.map(({ id, testScore }) => [id, testScore]));
    const { backbone, chosen, classification } = report;
    console.log(
      JSON.stringify({
        ...{ set: set.kind, fromHub, backbone: backbone?.id, chosen, accuracy: classification?.accuracy },
        ...{ test, compared, seconds: report.seconds },
      }),
    );
  }
await mirror.close();
