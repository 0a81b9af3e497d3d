/**
 * Time of one training step (forward, backward, SGD with momentum) at batch 16, ONNX Runtime beside PyTorch, one and
 * two threads, in turn in one run. CPU time is given too: on a busy machine it is the steadier of the two. Run: PYTHON=path/to/python npx tsx bench/onnx-step.ts  (torch, transformers, onnx)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureShapes, probeFeeds } from '../src/engines/measure-shapes.ts';
import { openTrainingStep } from '../src/engines/training-step.ts';
import { buildTrainingStep } from '../src/onnx/autodiff/training-step.ts';
import { decodeModel, dimsOf } from '../src/onnx/model.ts';
import { prepareModel } from '../src/onnx/prepare.ts';
import { trainableWeights } from '../src/onnx/values.ts';

const BATCH = 16;
const SECONDS = Number(process.env.SECONDS ?? 8);

async function fastestStep(file: string, threads: number): Promise<[number, number]> {
  const tail = prepareModel(decodeModel(readFileSync(file)));
  const feeds = [2, 3].map((batch) => probeFeeds(tail, { batch, other: 1 }));
  const step = buildTrainingStep({
    tail,
    measured: await measureShapes(tail, feeds[0]!, feeds[1]!),
    loss: { kind: 'cross-entropy', classes: 10 },
    optimiser: { kind: 'sgd', momentum: 0.9 },
    trainable: trainableWeights(tail.graph).map((name) => ({ name, group: 'all' })),
  });
  const dims = [BATCH, ...(dimsOf(tail.graph.input[0]!) ?? []).slice(1).map(Number)];
  const size = dims.reduce((n, d) => n * d, 1);
  const x = { dims, data: Float32Array.from({ length: size }, (_, i) => Math.sin(i)) };
  const targets = { dims: [BATCH], data: BigInt64Array.from({ length: BATCH }, (_, i) => BigInt(i % 10)) };
  const executor = await openTrainingStep(step, { threads });
  let [best, cpu] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const began = performance.now(); performance.now() - began < SECONDS * 1_000; ) {
    const [start, busy] = [performance.now(), process.cpuUsage()];
    await executor.step({ batch: { x, targets }, rates: { all: 1e-3 } });
    const { user, system } = process.cpuUsage(busy);
    best = Math.min(best, performance.now() - start);
    cpu = Math.min(cpu, (user + system) / 1_000);
  }
  await executor.close();
  return [best, cpu];
}

const python = process.env.PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'onnx-step-'));
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
for (const threads of (process.env.THREADS ?? '1,2').split(',').map(Number)) {
  const script = new URL('./onnx_step.py', import.meta.url).pathname;
  const answer = execFileSync(python, [script, folder, String(threads), String(SECONDS)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { torch, milliseconds } = JSON.parse(String(answer)) as {
    torch: string;
    milliseconds: Record<string, [number, number]>;
  };
  for (const [name, [wall, cpu]] of Object.entries(milliseconds)) {
    const [ourWall, ourCpu] = await fastestStep(join(folder, `${name}.onnx`), threads);
    const line = (a: number, b: number) => `${a.toFixed(0)} / ${b.toFixed(0)} = ${(a / b).toFixed(2)}`;
    console.log(
      `${name}, ${threads} thread(s), ms here / PyTorch ${torch}: wall ${line(ourWall, wall)}, CPU ${line(ourCpu, cpu)}`,
    );
  }
}
