import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openArchitecture } from '../../../src/architectures/open-architecture.ts';
import { artifactHost } from '../../../src/delivered/artifact-host.ts';
import { writeModelFile } from '../../../src/onnx/file/model-file.ts';
import { prepareModel } from '../../../src/onnx/prepare.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { exportModel } from '../../../src/training/exports/export-model.ts';
import { linear } from '../../../src/training/series/methods/linear.ts';
import { openForecaster } from '../../../src/training/series/open-forecaster.ts';
import type { SeriesPipeline } from '../../../src/training/series/pipeline.ts';
import { fixturePath } from '../../architectures/fixtures.ts';

const run = promisify(execFile);
const python = process.env.PYTHON ?? 'python3';
const hasPython = await run(python, ['-c', 'import numpy, onnxruntime']).then(
  () => true,
  () => false,
);
if (!hasPython) console.warn('No Python with onnxruntime here: the forecasts in Python are not compared.');

const MIXER = new URL('../../../src/training/series/mixer/weights/series-mixer.onnx', import.meta.url);
/** Of the tiny Chronos-Bolt, as its config.json says. */
const CHRONOS = { patch: 8, longest: 64, horizon: 6, median: 1 };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'series-python-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const histories = new Map(
  [1, 2].map((seed) => {
    const random = seededRandom(seed);
    const values = Float64Array.from(
      { length: 90 },
      (_, t) => 40 * seed + 0.3 * t + 9 * Math.sin((2 * Math.PI * t) / 12) + 4 * random.next(),
    );
    return [`series ${seed}`, values] as const;
  }),
);

/** An artifact folder with a forecaster of these methods. */
async function deliver(ids: readonly string[], horizon: number): Promise<string> {
  const artifactDir = join(folder, ids.join('+'));
  await mkdir(join(artifactDir, 'model', 'onnx'), { recursive: true });
  const context = { period: 12, horizon, seed: 1 };
  const { state } = await linear.prepare([...histories.values()], context);
  await copyFile(fileURLToPath(MIXER), join(artifactDir, 'model', 'onnx', 'mixer.onnx'));
  const [source, weightsPath] = [fixturePath('chronos-bolt'), join(artifactDir, 'weights.bin')];
  const built = await openArchitecture({ folder: source, kind: 'series', weightsPath });
  await writeModelFile(join(artifactDir, 'model', 'onnx', 'hub-network.onnx'), prepareModel(built));
  const pipeline: SeriesPipeline = {
    version: 1,
    kind: 'series',
    ...context,
    nonNegative: true,
    members: ids.map((id) => ({
      id,
      state: id === 'linear' ? state : id === 'hub-network' ? CHRONOS : null,
      onnx: ['mixer', 'hub-network'].includes(id) ? `model/onnx/${id}.onnx` : null,
    })),
    weights: {
      overall: ids.map(() => 1 / ids.length),
      series: { 'series 2': ids.map((_, i) => Number(i === 0)) },
    },
    spread: [-1, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 1].map((level) =>
      Array.from({ length: horizon }, (_, step) => level * (1 + step / 10)),
    ),
  };
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify(pipeline));
  await writeFile(join(artifactDir, 'README.md'), '# A forecaster\n');
  return artifactDir;
}

const lineSchema = z.object({ series: z.string(), prediction: z.number(), quantiles: z.array(z.number()) });

it.runIf(hasPython).each([
  [['seasonal-naive', 'drift'], 14],
  [['theta', 'linear'], 12],
  [['mixer', 'theta'], 60],
  [['hub-network', 'theta'], 14],
])('forecasts by %j in Python as here', async (ids, horizon) => {
  const artifactDir = await deliver(ids, horizon);
  const { forecast } = await openForecaster(artifactHost(artifactDir));
  const expected = await forecast([...histories.values()], [...histories.keys()]);
  const folders = { workDir: join(folder, 'out'), cacheDir: folder };
  await exportModel({ kind: 'export', folders, artifactDir, format: 'python' });
  const table = [...histories].flatMap(([id, values]) =>
    [...values].map((value, t) => `${id},${t},${value}`),
  );
  const path = join(folder, 'history.csv');
  await writeFile(path, `series_id,timestamp,value\n${table.join('\n')}\n`);
  const { stdout } = await run(python, ['predict.py', path], { cwd: join(folders.workDir, 'python') });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => lineSchema.parse(JSON.parse(line)));
  expect(lines).toHaveLength(2 * horizon);
  lines.forEach(({ prediction, quantiles }, i) => {
    const { point, quantiles: levels } = expected[Math.floor(i / horizon)]!;
    const step = i % horizon;
    // Single precision of the network; values of about 100.
    expect(Math.abs(prediction - point[step]!)).toBeLessThan(1e-3);
    for (const [level, value] of quantiles.entries())
      expect(Math.abs(value - levels[level]![step]!)).toBeLessThan(1e-3);
  });
});

it('says that a forecaster with MSTL has no form in numpy', async () => {
  const artifactDir = await deliver(['mstl-ets'], 12);
  const folders = { workDir: join(folder, 'out'), cacheDir: folder };
  await expect(exportModel({ kind: 'export', folders, artifactDir, format: 'python' })).rejects.toMatchObject(
    {
      code: 'export-python-method',
    },
  );
});
