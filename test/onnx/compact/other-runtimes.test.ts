/**
 * Compact models in the runtimes of those who get them: ONNX Runtime's WebAssembly build, which browsers run, and Python's.
 * Both give what the native build here gives.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as web from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Feeds, openGraph } from '../../../src/engines/graph-session.ts';
import { compactModel, PRECISIONS } from '../../../src/onnx/compact/compact-model.ts';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../../../src/onnx/model.ts';
import { loadFamily } from '../family-fixtures.ts';
import { difference, noise } from '../import/reference.ts';

/** Single precision in another order. */
const TOLERANCE = 1e-4;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
  web.env.wasm.numThreads = 1;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A table of which rows are looked up, and a product: large enough for 4 bits. */
const large = {
  model: buildModel({
    nodes: [node('Gather', ['table', 'ids'], ['rows']), node('MatMul', ['rows', 'w'], ['y'])],
    initializers: [
      floatTensor('table', [300, 64], noise(300 * 64)),
      floatTensor('w', [64, 160], noise(64 * 160, 2)),
    ],
    inputs: [valueInfo('ids', DataType.INT64, ['n', 'm'])],
    outputs: [valueInfo('y', DataType.FLOAT, ['n', 'm', 160])],
  }),
  inputs: { ids: { dims: [2, 3], data: BigInt64Array.of(0n, 1n, 299n, 17n, 5n, 5n) } } satisfies Feeds,
};

const CASES = [...['bert', 'mobilenet-v2', 'whisper'].map(loadFamily), { name: 'large', ...large }].flatMap(
  ({ name, model, inputs }) =>
    PRECISIONS.map((precision) => ({ name, precision, inputs, model: compactModel(model, precision) })),
);

async function native({ model, inputs }: (typeof CASES)[number]): Promise<number[]> {
  const session = await openGraph(encodeModel(model), { threads: 1 });
  const outputs = await session.run(inputs);
  await session.close();
  return Array.from(outputs[model.graph.output[0]!.name]!.data, Number);
}

describe('compact models elsewhere', () => {
  it.each(CASES)('$name in $precision gives the same in WebAssembly', async (one) => {
    const session = await web.InferenceSession.create(encodeModel(one.model), {
      executionProviders: ['wasm'],
    });
    const feeds = Object.entries(one.inputs as Feeds).map(([name, { data, dims }]) => [
      name,
      data instanceof Float32Array
        ? new web.Tensor('float32', data, dims)
        : new web.Tensor('int64', BigInt64Array.from(data, BigInt), dims),
    ]);
    const outputs = await session.run(Object.fromEntries(feeds));
    const got = Array.from(outputs[one.model.graph.output[0]!.name]!.data as Float32Array);
    await session.release();
    const { absolute, scale } = difference(got, await native(one));
    expect(absolute / scale).toBeLessThan(TOLERANCE);
  });

  const python = pythonWithRuntime();
  it.skipIf(python === null)(
    'all of them give the same in Python (skipped without its onnxruntime)',
    async () => {
      const jobs = CASES.map((one, i) => {
        const path = join(folder, `${i}.onnx`);
        writeFileSync(path, encodeModel(one.model));
        const feeds = Object.entries(one.inputs as Feeds).map(([name, { data, dims }]) => {
          return { name, dims, float: data instanceof Float32Array, values: Array.from(data, Number) };
        });
        return { path, output: one.model.graph.output[0]!.name, feeds };
      });
      const answer = execFileSync(python!, ['-c', SCRIPT], {
        input: JSON.stringify(jobs),
        maxBuffer: 2 ** 28,
      });
      const got = JSON.parse(answer.toString()) as number[][];
      for (const [i, one] of CASES.entries()) {
        const { absolute, scale } = difference(got[i]!, await native(one));
        expect(absolute / scale, `${one.name} ${one.precision}`).toBeLessThan(TOLERANCE);
      }
    },
  );
});

const SCRIPT = `
import json, sys, numpy as np, onnxruntime
answers = []
for job in json.load(sys.stdin):
    session = onnxruntime.InferenceSession(job['path'], providers=['CPUExecutionProvider'])
    feeds = {f['name']: np.array(f['values'], np.float32 if f['float'] else np.int64).reshape(f['dims']) for f in job['feeds']}
    answers.append(session.run([job['output']], feeds)[0].ravel().tolist())
print(json.dumps(answers))
`;

/** The first Python that has it: PYTHON of the environment, or the system's. */
function pythonWithRuntime(): string | null {
  for (const command of [process.env.PYTHON, 'python3'])
    if (command !== undefined)
      try {
        execFileSync(command, ['-c', 'import onnxruntime, numpy'], { stdio: 'ignore' });
        return command;
      } catch {}
  return null;
}
