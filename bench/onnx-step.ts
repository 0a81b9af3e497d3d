/**
 * Time of one training step (forward, backward, SGD with momentum) at batch 16, ONNX Runtime beside PyTorch, one and
 * two threads, in turn in one run. Run: PYTHON=path/to/python npx tsx bench/onnx-step.ts  (torch, transformers, onnx)
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

async function fastestStep(file: string, threads: number): Promise<number> {
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
  let best = Number.POSITIVE_INFINITY;
  for (const began = performance.now(); performance.now() - began < 8_000; ) {
    const start = performance.now();
    await executor.step({ batch: { x, targets }, rates: { all: 1e-3 } });
    best = Math.min(best, performance.now() - start);
  }
  await executor.close();
  return best;
}

const python = process.env.PYTHON ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'onnx-step-'));
console.log(`${cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
for (const threads of [1, 2]) {
  const script = new URL('./onnx_step.py', import.meta.url).pathname;
  const answer = execFileSync(python, [script, folder, String(threads)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { torch, milliseconds } = JSON.parse(String(answer)) as {
    torch: string;
    milliseconds: Record<string, number>;
  };
  for (const [name, pytorch] of Object.entries(milliseconds)) {
    const ours = await fastestStep(join(folder, `${name}.onnx`), threads);
    const ratio = (ours / pytorch).toFixed(2);
    console.log(
      `${name}, ${threads} thread(s): ${ours.toFixed(0)} ms, PyTorch ${torch} ${pytorch.toFixed(0)} ms, ratio ${ratio}`,
    );
  }
}
