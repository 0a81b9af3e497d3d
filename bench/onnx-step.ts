/**
 * Time of one training step (forward, backward, SGD with momentum) at batch 16 on ONNX Runtime, tfjs-node (where it is
 * installed: scripts/tfjs-node/install.ts) and tfjs-wasm beside PyTorch, one and two threads, in turn in one run. CPU
 * time is given too: on a busy machine it is the steadier of the two.
 * Run: PYTHON=path/to/python npx tsx bench/onnx-step.ts  (torch, transformers, onnx)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINES, runEngine } from './onnx-step-run.ts';

const SECONDS = Number(process.env.SECONDS ?? 8);
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
  for (const [name, [wall, cpu]] of Object.entries(milliseconds))
    for (const engine of ENGINES) {
      // WebAssembly has one thread in Node.
      if (engine === 'tfjs-wasm' && threads > 1) continue;
      const file = join(folder, `${name}.onnx`);
      const ours = runEngine({ engine, file, threads, seconds: SECONDS });
      const line = (a: number, b: number) => `${a.toFixed(0)} / ${b.toFixed(0)} = ${(a / b).toFixed(2)}`;
      const figures =
        ours === null
          ? 'not installed'
          : `wall ${line(ours.wallMs, wall)}, CPU ${line(ours.cpuMs, cpu)} (${ours.steps} steps)`;
      console.log(`${name}, ${threads} thread(s), ms on ${engine} / PyTorch ${torch}: ${figures}`);
    }
}
