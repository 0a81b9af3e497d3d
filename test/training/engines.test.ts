/** The same tiny Run in the real child, by what it computes with: as the operator sets it in the bot's environment. */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runChild } from '../../src/child/run-child.ts';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import { type Report, reportSchema } from '../../src/report/report.ts';
import { zipModel } from '../../src/training/classifier/export/zip-model.ts';
import { softwareVulkan, WHY_SKIPPED } from '../engines/software-vulkan.ts';
import { FIXTURES } from '../hub/mirror.ts';

const WORDS = ['review', 'meeting', 'server', 'invoice', 'lunch', 'offer', 'prize', 'request', 'friday'];
let root: string;
let modelFile: { path: string; name: string };
let dataset: { path: string; name: string };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunesmith-engines-'));
  await cp(join(FIXTURES, 'tiny', 'bert'), join(root, 'bert'), { recursive: true });
  await zipModel(join(root, 'bert'));
  modelFile = { path: join(root, 'bert', 'model.zip'), name: 'bert.zip' };
  dataset = { path: join(root, 'mail.csv'), name: 'mail.csv' };
  const rows = Array.from({ length: 40 }, (_, i) => {
    const words = [0, 1, 2].map((w) => WORDS[(i * (w + 3) + w * w) % WORDS.length]);
    return `${words.join(' ')} ${i % 2 ? 'please pay' : 'see you'},${i % 2 ? 'work' : 'home'}`;
  });
  await writeFile(dataset.path, `text,label\n${rows.join('\n')}\n`);
});

const set: string[] = [];
afterEach(() => {
  for (const name of set.splice(0)) delete process.env[name];
});

async function runWith(name: string, environment: NodeJS.ProcessEnv): Promise<Report> {
  for (const [key, value] of Object.entries(environment)) {
    process.env[key] = value;
    set.push(key);
  }
  const artifactDir = join(root, name, 'artifact');
  const stored = { key: 'k', name: dataset.name, bytes: 1, sha256: '0' };
  await runChild(
    {
      kind: 'train',
      folders: { workDir: join(root, name, 'work'), cacheDir: join(root, name, 'cache') },
      runId: 'ENGINES1',
      spec: runSpecSchema.parse({
        dataset: stored,
        kind: 'text',
        unfreeze: 'top',
        budgetSeconds: 300,
        seed: 1,
      }),
      dataset,
      test: null,
      modelFile,
      artifactDir,
    },
    { memoryMiB: 3_072, deadlineMs: 300_000, log: pino({ level: 'silent' }) },
  );
  return reportSchema.parse(JSON.parse(await readFile(join(artifactDir, 'report.json'), 'utf8')));
}

/** Log-losses, which unlike the accuracy tell small differences, of the trials that both have. */
function expectAlike(a: Report, b: Report, least: number): void {
  const keyOf = ({ id, rung }: Report['trials'][number]) => `${id} ${rung}`;
  const others = new Map(b.trials.map((trial) => [keyOf(trial), trial.logLoss]));
  const both = a.trials.flatMap((trial) => {
    const other = others.get(keyOf(trial));
    return typeof other === 'number' && trial.logLoss !== null ? [[trial.logLoss, other] as const] : [];
  });
  expect(both.length).toBeGreaterThanOrEqual(least);
  expect(new Set(both.map(([one]) => one)).size).toBeGreaterThan(3);
  // Sums are made in another order, over many steps.
  for (const [one, other] of both) expect(Math.abs(one - other)).toBeLessThan(0.02);
}

describe('a Run', () => {
  let onOnnx: Report;
  beforeAll(async () => {
    onOnnx = await runWith('onnxruntime', { ENGINE: 'onnxruntime', ACCELERATOR: 'none' });
  }, 300_000);

  it('trains heads and layers on ONNX Runtime, and says so', () => {
    for (const part of ['head', 'trunk', 'training step'])
      expect(onOnnx.engines[part], part).toMatch(/^onnxruntime-node [\d.]+$/);
  });

  it('trains heads and layers on TensorFlow.js with like figures', { timeout: 300_000 }, async () => {
    const report = await runWith('tensorflow', { ENGINE: 'tensorflow', ACCELERATOR: 'none' });
    for (const part of ['head', 'training step']) expect(report.engines[part], part).toMatch(/^tfjs-/);
    expect(report.contenders.map(({ id }) => id)).toContain('unfrozen-top');
    expectAlike(report, onOnnx, 20);
  });

  it.skipIf(!softwareVulkan)(
    `runs the frozen part and the steps on WebGPU with like figures${softwareVulkan ? '' : ` (${WHY_SKIPPED})`}`,
    { timeout: 300_000 },
    async () => {
      const environment = { ENGINE: 'onnxruntime', ACCELERATOR: 'webgpu', ...softwareVulkan };
      const report = await runWith('webgpu', environment);
      for (const part of ['trunk', 'training step'])
        expect(report.engines[part], part).toContain('WebGPU, SwiftShader in software');
      expectAlike(report, onOnnx, 20);
    },
  );

  it('stays on the processor where the accelerator does not work, with the reason', {
    timeout: 300_000,
  }, async () => {
    const report = await runWith('cuda', { ACCELERATOR: 'coreml' });
    expect(report.engines['training step']).toMatch(/^onnxruntime-node [\d.]+$/);
    const said = report.warnings.find(({ code }) => code === 'engine-fallback');
    expect(said?.message).toContain('Core ML');
  });
});
