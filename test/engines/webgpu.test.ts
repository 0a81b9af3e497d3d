/** Training steps on a GPU's code path, without a GPU: WebGPU over a Vulkan in software. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../onnx/family-fixtures.ts';
import { softwareVulkan, WHY_SKIPPED } from './software-vulkan.ts';

/** SHOW_FIGURES=1 runs every family (minutes); otherwise a few that meet what was wrong once. */
const CHOSEN = process.env.SHOW_FIGURES ? FAMILIES : ['vgg', 'inception', 'distilbert'];
const run = promisify(execFile);

interface Compared {
  name: string;
  cpu: number[];
  webgpu: number[] | string;
}

describe.skipIf(!softwareVulkan)(`steps on WebGPU${softwareVulkan ? '' : ` (${WHY_SKIPPED})`}`, () => {
  test('have the losses of the processor', { timeout: 600_000 }, async () => {
    const script = fileURLToPath(new URL('./webgpu-steps.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...CHOSEN], {
      env: { ...process.env, ...softwareVulkan },
    });
    const compared: Compared[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(compared.map(({ name }) => name)).toEqual(CHOSEN);
    for (const { name, cpu, webgpu } of compared) {
      if (typeof webgpu === 'string') throw new Error(`${name}: ${webgpu}`);
      expect(new Set(cpu).size, name).toBeGreaterThan(1);
      // Single precision in another order, over four steps of AdamW.
      for (const [i, loss] of cpu.entries())
        expect(Math.abs(webgpu[i]! - loss) / loss, `${name}, step ${i + 1}`).toBeLessThan(1e-5);
    }
  });
});
