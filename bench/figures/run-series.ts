/**
 * Trains on every sets/NAME/train.csv of `series.py make` and puts the forecast of the steps after it into
 * sets/NAME/forecast.csv. Run: npx tsx bench/figures/run-series.ts FOLDER [BUDGET_SECONDS] [NAME…]. Next: `series.py score`.
 */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { trainSet } from './train-set.ts';

const root = resolve(process.argv[2] ?? 'bench-figures');
const budgetSeconds = Number(process.argv[3] ?? 60);
const isSeries = (name: string) => existsSync(join(root, 'sets', name, 'set.json'));
const names =
  process.argv.length > 4 ? process.argv.slice(4) : readdirSync(join(root, 'sets')).filter(isSeries);
for (const name of names) {
  const set = join(root, 'sets', name);
  const { horizon } = JSON.parse(readFileSync(join(set, 'set.json'), 'utf8')) as { horizon: number };
  const folder = mkdtempSync(join(root, `run-${name}-`));
  const start = performance.now();
  const { chosen, contenders } = await trainSet({
    dataset: join(set, 'train.csv'),
    test: null,
    kind: 'series',
    model: 'auto',
    budgetSeconds,
    horizon,
    folder,
    cacheDir: join(root, 'cache'),
  });
  copyFileSync(join(folder, 'artifact/forecast.csv'), join(set, 'forecast.csv'));
  const scores = contenders.map(({ id, validationScore, testScore }) => ({ id, validationScore, testScore }));
  console.log(
    JSON.stringify({ name, chosen, contenders: scores, wallSeconds: (performance.now() - start) / 1_000 }),
  );
}
