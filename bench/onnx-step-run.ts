/** Starts `onnx-step-engine.ts` for a job. In: a Job. Out: its result, null when that engine is not installed. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineName, Job, JobResult } from './onnx-step-engine.ts';

export const ENGINES: readonly EngineName[] = ['onnxruntime', 'tfjs-node', 'tfjs-wasm'];
const script = fileURLToPath(new URL('./onnx-step-engine.ts', import.meta.url));

export function runEngine(job: Job): JobResult | null {
  const threads = String(job.threads);
  const output = execFileSync(process.execPath, ['--import', 'tsx', script, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      TF_NUM_INTRAOP_THREADS: threads,
      TF_NUM_INTEROP_THREADS: '1',
      OMP_NUM_THREADS: threads,
    },
  });
  return JSON.parse(String(output).trim().split('\n').at(-1) ?? 'null') as JobResult | null;
}
