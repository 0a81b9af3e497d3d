/**
 * Resident memory over 500 training steps on each executor: a feed-forward tail of 0.5 M weights, batch 16, so that one
 * copy of the weights left behind a step would add 1 GB. Ends with code 1 when memory grows by more than 64 MiB after
 * the first 100 steps. Run: npx tsx bench/onnx-step-memory.ts
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../src/onnx/model.ts';
import { ENGINES, runEngine } from './onnx-step-run.ts';

const LIMIT_MIB = 64;
const WIDTHS = [256, 1024, 256, 10];

function feedForward(): Uint8Array {
  const layers = WIDTHS.slice(1).map((to, i) => ({
    from: WIDTHS[i]!,
    to,
    x: i === 0 ? 'x' : `a${i - 1}`,
    i,
  }));
  return encodeModel(
    buildModel({
      nodes: layers.flatMap(({ x, i }) => {
        const last = i === layers.length - 1;
        const product = node('MatMul', [x, `w${i}`], [last ? 'logits' : `h${i}`]);
        return last ? [product] : [product, node('Tanh', [`h${i}`], [`a${i}`])];
      }),
      initializers: layers.map(({ from, to, i }) =>
        floatTensor(
          `w${i}`,
          [from, to],
          Array.from({ length: from * to }, (_, k) => Math.sin(k + i) / Math.sqrt(from)),
        ),
      ),
      inputs: [valueInfo('x', DataType.FLOAT, ['batch', WIDTHS[0]!])],
      outputs: [valueInfo('logits', DataType.FLOAT, ['batch', WIDTHS.at(-1)!])],
    }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'onnx-step-memory-'));
const file = join(folder, 'tail.onnx');
writeFileSync(file, feedForward());
for (const engine of ENGINES) {
  const result = runEngine({ engine, file, threads: 1, seconds: 0, steps: 500 });
  if (result === null) {
    console.log(`${engine}: not installed`);
    continue;
  }
  const growth = Math.max(...result.rssMiB.slice(2)) - result.rssMiB[1]!;
  console.log(`${engine}: MiB every 50 steps ${result.rssMiB.join(' ')}; growth after step 100: ${growth}`);
  if (growth > LIMIT_MIB) process.exitCode = 1;
}
rmSync(folder, { recursive: true });
