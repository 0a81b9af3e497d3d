/**
 * Frozen features of a model for pictures on the sets of `collect.ts`: the last ones alone and those of several places
 * joined, by the three ways to fit a picture into a square; accuracy of the ridge probe, five folds, mean of three seeds.
 * Run: npx tsx bench/figures/features.ts FOLDER MODEL. FOLDER is that of `fetch.sh`; the model comes from HF_ENDPOINT.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImagePreprocessing, PICTURE_FITS } from '../../src/backbones/backbone.ts';
import { loadBackbone } from '../../src/backbones/load-backbone.ts';
import { fetchHubModel } from '../../src/hub/fetch-model.ts';
import { measureCandidate } from '../../src/probe/index.ts';
import { embedSamples } from '../../src/training/classifier/features/embed.ts';
import { takeColumns } from '../../src/training/classifier/head/feature-columns.ts';
import type { FeatureTable } from '../../src/training/classifier/head/feature-space.ts';
import { emoji, type Item, icons, stamps } from './collect.ts';

const [folder, model, last] = process.argv.slice(2);
if (!folder || !model) throw new Error('features.ts FOLDER MODEL [width of the last features]');
const MOST = 60;
const SEEDS = [1, 2, 3];

const cacheDir = join(folder, 'cache');
const endpoint = process.env.HF_ENDPOINT ?? 'https://huggingface.co';
await fetchHubModel(
  { name: model, revision: 'main' },
  { cacheDir, hub: { endpoint }, kind: 'image', limitBytes: 2 ** 30 },
);
const backbone = await loadBackbone(model, { cacheDir, kind: 'image' });

function firstOfEach(items: readonly Item[]): Item[] {
  const counts = new Map<string, number>();
  return items.filter(({ label }) => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    return count <= MOST;
  });
}

function accuracyOf(features: FeatureTable, labels: readonly number[]): string {
  const all = SEEDS.map((seed) => measureCandidate(features, labels, { seed }).accuracy);
  return (all.reduce((sum, one) => sum + one, 0) / all.length).toFixed(3);
}

async function measure(items: readonly Item[], preprocessing: ImagePreprocessing) {
  const classes = [...new Set(items.map(({ label }) => label))];
  const samples = items.map(({ content }) => ({
    path: content,
    hash: createHash('sha256').update(readFileSync(content)).digest('hex'),
  }));
  const start = performance.now();
  const features = await embedSamples({ backbone: { ...backbone, preprocessing }, samples, cacheDir });
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const labels = items.map(({ label }) => classes.indexOf(label));
  return {
    n: items.length,
    ...(last && { last: accuracyOf(takeColumns(features, 0, Number(last)), labels) }),
    joined: accuracyOf(features, labels),
    d: features.d,
    seconds,
  };
}

const { preprocessing } = backbone;
if (preprocessing.kind !== 'image') throw new Error(`${model} reads no pictures`);
for (const [name, collect] of Object.entries({ stamps, icons, emoji }))
  for (const fit of PICTURE_FITS)
    console.log(
      name,
      fit,
      JSON.stringify(await measure(firstOfEach(collect(folder)), { ...preprocessing, fit })),
    );
