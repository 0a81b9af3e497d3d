/**
 * Learns from sets/NAME/train.csv of `policies.py make` and puts the policy into sets/NAME/policy.onnx.
 * Run: npx tsx bench/figures/run-policies.ts FOLDER [BUDGET_SECONDS]. Next: `policies.py score`.
 */
import { copyFileSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { trainSet } from './train-set.ts';

const root = resolve(process.argv[2] ?? 'bench-figures');
const budgetSeconds = Number(process.argv[3] ?? 60);
for (const name of ['cartpole', 'acrobot']) {
  const set = join(root, 'sets', name);
  const folder = mkdtempSync(join(root, `run-${name}-`));
  const start = performance.now();
  const report = await trainSet({
    dataset: join(set, 'train.csv'),
    test: null,
    kind: 'policy',
    model: 'auto',
    budgetSeconds,
    horizon: null,
    folder,
    cacheDir: join(root, 'cache'),
  });
  copyFileSync(join(folder, 'artifact/model/onnx/model.onnx'), join(set, 'policy.onnx'));
  const { chosen, measures } = report;
  const warnings = report.warnings.map(({ message }) => message);
  const wallSeconds = (performance.now() - start) / 1_000;
  console.log(JSON.stringify({ name, chosen, measures, warnings, wallSeconds }));
}
