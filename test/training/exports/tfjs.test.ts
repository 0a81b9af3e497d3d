import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { artifactHost } from '../../../src/delivered/artifact-host.ts';
import { openGraph } from '../../../src/engines/graph-session.ts';
import { writeModel } from '../../../src/onnx/file/mapped-model.ts';
import { buildModel, DataType, floatTensor, int64Tensor, node, valueInfo } from '../../../src/onnx/model.ts';
import { exportModel } from '../../../src/training/exports/export-model.ts';
import { toGraphModel } from '../../../src/training/exports/tfjs/graph-model.ts';
import { openForecaster } from '../../../src/training/series/open-forecaster.ts';
import { noise } from '../../onnx/import/reference.ts';

const run = promisify(execFile);
const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const MIXER = new URL('../../../src/training/series/mixer/weights/series-mixer.onnx', import.meta.url);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tfjs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An artifact folder with a forecaster of these methods. */
async function deliver(ids: readonly string[]): Promise<string> {
  const artifactDir = join(folder, ids.join('+'));
  await mkdir(join(artifactDir, 'model', 'onnx'), { recursive: true });
  await copyFile(fileURLToPath(MIXER), join(artifactDir, 'model', 'onnx', 'mixer.onnx'));
  const pipeline = {
    version: 1,
    kind: 'series',
    period: 12,
    horizon: 14,
    seed: 1,
    nonNegative: true,
    members: ids.map((id) => ({ id, state: null, onnx: id === 'mixer' ? 'model/onnx/mixer.onnx' : null })),
    spread: Array.from({ length: 9 }, (_, level) => new Array<number>(14).fill(level - 4)),
  };
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify(pipeline));
  await writeFile(join(artifactDir, 'README.md'), '# A forecaster\n');
  return artifactDir;
}

const take = (artifactDir: string) =>
  exportModel({
    kind: 'export',
    folders: { workDir: join(folder, 'out'), cacheDir: folder },
    artifactDir,
    format: 'tfjs',
  });

it('forecasts by the mixer in TensorFlow.js as here', async () => {
  const artifactDir = await deliver(['mixer', 'theta']);
  await take(artifactDir);
  const at = join(folder, 'out', 'tfjs');
  await symlink(MODULES, join(at, 'node_modules'));
  const values = Float64Array.from(
    { length: 96 },
    (_, t) => 50 + t / 4 + 9 * Math.sin((2 * Math.PI * t) / 12),
  );
  const rows = [...values].map((value, t) => `a,${t},${value}`);
  await writeFile(join(at, 'history.csv'), `series_id,timestamp,value\n${rows.join('\n')}\n`);
  const { stdout } = await run(process.execPath, ['predict.js', 'history.csv'], { cwd: at });
  const { forecast } = await openForecaster(artifactHost(artifactDir));
  const [expected] = await forecast([values], ['a']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => z.object({ prediction: z.number() }).parse(JSON.parse(line)));
  expect(lines).toHaveLength(14);
  for (const [step, { prediction }] of lines.entries())
    expect(Math.abs(prediction - expected!.point[step]!)).toBeLessThan(1e-3);
});

it('has nothing for TensorFlow.js to run where no method is a network', async () => {
  await expect(take(await deliver(['theta']))).rejects.toMatchObject({ code: 'export-tfjs-none' });
});

/** Runs the written files by TensorFlow.js's own loader. */
async function runGraphModel(path: string, feeds: Record<string, { data: Float32Array; dims: number[] }>) {
  const tf = await import('@tensorflow/tfjs-core');
  const { loadGraphModel } = await import('@tensorflow/tfjs-converter');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${MODULES}/@tensorflow/tfjs-backend-wasm/dist/`);
  await tf.setBackend('wasm');
  const { topology, weights } = await toGraphModel(path);
  const { modelTopology, weightsManifest, signature } = JSON.parse(topology);
  const weightData = new Uint8Array(weights).buffer;
  const model = await loadGraphModel({
    load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData, signature }),
  });
  const inputs = Object.entries(feeds).map(([name, { data, dims }]) => [name, tf.tensor(data, dims)]);
  const results = [model.execute(Object.fromEntries(inputs))].flat();
  return results.map((result) => result.dataSync());
}

it('does what ONNX does for the layers of networks over pictures', async () => {
  const model = buildModel({
    nodes: [
      node('Conv', ['x', 'w', 'b'], ['c'], { strides: [2, 2], pads: [0, 1, 1, 0] }),
      node('Clip', ['c', 'zero', 'six'], ['k']),
      node('Conv', ['k', 'dw'], ['d'], { group: 6, pads: [1, 1, 1, 1] }),
      node('MaxPool', ['d'], ['m'], { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 1, 1] }),
      node('GlobalAveragePool', ['m'], ['g']),
      node('Flatten', ['g'], ['f'], { axis: 1 }),
      node('Slice', ['f', 'from', 'to', 'axes'], ['s']),
      node('Gemm', ['s', 'gw', 'gb'], ['l'], { transB: 1 }),
      node('LogSoftmax', ['l'], ['y'], { axis: 1 }),
    ],
    initializers: [
      floatTensor('w', [6, 3, 3, 3], noise(162)),
      floatTensor('b', [6], noise(6)),
      floatTensor('zero', [], [0]),
      floatTensor('six', [], [6]),
      floatTensor('dw', [12, 1, 3, 3], noise(108)),
      int64Tensor('from', [1], [2]),
      int64Tensor('to', [1], [11]),
      int64Tensor('axes', [1], [1]),
      floatTensor('gw', [4, 9], noise(36)),
      floatTensor('gb', [4], noise(4)),
    ],
    inputs: [valueInfo('x', DataType.FLOAT, ['n', 3, 11, 12])],
    outputs: [valueInfo('y', DataType.FLOAT, ['n', 4])],
  });
  const path = join(folder, 'picture.onnx');
  await writeModel(path, model);
  const x = { data: noise(2 * 3 * 11 * 12), dims: [2, 3, 11, 12] };
  const session = await openGraph(path);
  const { y } = await session.run({ x });
  await session.close();
  const [got] = await runGraphModel(path, { x });
  expect(got).toHaveLength(8);
  for (const [i, value] of got!.entries()) expect(value).toBeCloseTo(Number(y!.data[i]), 4);
});

it('keeps weights that came in 8 bits in 8 bits', async () => {
  const grid = Float32Array.from(noise(4_096), (value) => Math.round(value * 40) / 40 + 0.1);
  const path = join(folder, 'grid.onnx');
  await writeModel(
    path,
    buildModel({
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      initializers: [floatTensor('w', [64, 64], grid)],
      inputs: [valueInfo('x', DataType.FLOAT, ['n', 64])],
      outputs: [valueInfo('y', DataType.FLOAT, ['n', 64])],
    }),
  );
  const { topology, weights } = await toGraphModel(path);
  expect(weights).toHaveLength(4_096);
  expect(JSON.parse(topology).weightsManifest[0].weights[0].quantization.dtype).toBe('uint8');
  const [row] = await runGraphModel(path, {
    x: { data: Float32Array.from({ length: 64 }, (_, i) => Number(i === 3)), dims: [1, 64] },
  });
  for (const [i, value] of row!.entries()) expect(value).toBeCloseTo(grid[3 * 64 + i]!, 5);
});
