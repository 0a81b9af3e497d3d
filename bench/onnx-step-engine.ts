/**
 * One training step again and again on one executor, in a process of its own, because TensorFlow.js takes its engine
 * and its threads once a process. In: a Job as JSON in the first argument. Out: a JobResult as JSON on the last line.
 * Next: `onnx-step.ts` compares speeds, `onnx-step-memory.ts` memory.
 */
import { readFileSync } from 'node:fs';
import { measureShapes, probeFeeds } from '../src/engines/measure-shapes.ts';
import { loadTensorFlow } from '../src/engines/tensorflow.ts';
import { openTensorFlowGraph } from '../src/engines/tensorflow-graph.ts';
import { openTrainingStep } from '../src/engines/training-step.ts';
import { buildTrainingStep } from '../src/onnx/autodiff/training-step.ts';
import { decodeModel, dimsOf } from '../src/onnx/model.ts';
import { prepareModel } from '../src/onnx/prepare.ts';
import { trainableWeights } from '../src/onnx/values.ts';

export type EngineName = 'onnxruntime' | 'tfjs-node' | 'tfjs-wasm';
export interface Job {
  engine: EngineName;
  /** An ONNX file with the input "x" [batch, …] and logits of 10 classes. */
  file: string;
  threads: number;
  /** Ends after this many seconds and at least two steps, or after `steps` steps. */
  seconds: number;
  steps?: number;
}
export interface JobResult {
  /** Of the fastest step. */
  wallMs: number;
  cpuMs: number;
  steps: number;
  /** Resident memory after each tenth of `steps`. */
  rssMiB: number[];
}

const BATCH = 16;

async function repeat({ engine, file, threads, seconds, steps }: Job): Promise<JobResult | null> {
  if (engine !== 'onnxruntime') {
    const { name } = await loadTensorFlow(engine === 'tfjs-wasm' ? 'wasm' : 'native');
    if (name !== engine) return null;
  }
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
  const executor = await openTrainingStep(step, {
    threads,
    ...(engine !== 'onnxruntime' && { open: openTensorFlowGraph }),
  });
  const result: JobResult = { wallMs: Infinity, cpuMs: Infinity, steps: 0, rssMiB: [] };
  const began = performance.now();
  const goesOn = () =>
    steps === undefined
      ? result.steps < 2 || performance.now() - began < seconds * 1_000
      : result.steps < steps;
  while (goesOn()) {
    const [start, busy] = [performance.now(), process.cpuUsage()];
    await executor.step({ batch: { x, targets }, rates: { all: 1e-4 } });
    const { user, system } = process.cpuUsage(busy);
    result.wallMs = Math.min(result.wallMs, performance.now() - start);
    result.cpuMs = Math.min(result.cpuMs, (user + system) / 1_000);
    result.steps += 1;
    if (steps !== undefined && result.steps % Math.ceil(steps / 10) === 0)
      result.rssMiB.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
  }
  await executor.close();
  return result;
}

console.log(JSON.stringify(await repeat(JSON.parse(process.argv[2] ?? '{}') as Job)));
