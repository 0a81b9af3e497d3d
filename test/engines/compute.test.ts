import { afterEach, describe, expect, it } from 'vitest';
import { type Accelerator, findAccelerator } from '../../src/engines/compute/accelerator.ts';
import { choose, enginesUsed, fallbackNotes, readChoice } from '../../src/engines/compute/choice.ts';
import { pick } from '../../src/engines/compute/pick.ts';
import { beyondWebGpu } from '../../src/engines/compute/webgpu-limits.ts';
import { buildModel, node, valueInfo } from '../../src/onnx/model.ts';

const gpu = (asked: boolean): Accelerator => ({ provider: 'webgpu', name: 'WebGPU, a test', asked });

/** Work that takes so many milliseconds and gives so a figure. */
function work(name: string, ms: number, figure = 1) {
  let closed = false;
  return {
    name,
    isClosed: () => closed,
    run: async () => {
      const end = performance.now() + ms;
      while (performance.now() < end);
      return [figure, 2];
    },
    close: async () => {
      closed = true;
    },
  };
}

const picked = (
  accelerator: Accelerator | null,
  cpu: ReturnType<typeof work>,
  other: ReturnType<typeof work>,
) => pick({ part: 'training step', cpu, open: async () => other, run: (one) => one.run(), accelerator });

afterEach(() => choose({ engine: 'auto', accelerator: 'auto' }));

describe('what a process computes with', () => {
  it('is read from the environment, where empty means the default', () => {
    expect(readChoice({ ENGINE: '', PATH: '/bin' })).toEqual({ engine: 'auto', accelerator: 'auto' });
    expect(readChoice({ ENGINE: 'tensorflow', ACCELERATOR: 'webgpu' })).toEqual({
      engine: 'tensorflow',
      accelerator: 'webgpu',
    });
    expect(() => readChoice({ ACCELERATOR: 'abacus' })).toThrow();
  });

  it('is an accelerator that was found only where a measured run is faster', async () => {
    choose({ engine: 'auto', accelerator: 'auto' });
    expect((await picked(gpu(false), work('cpu', 20), work('gpu', 1))).name).toBe('gpu');
    expect(enginesUsed()['training step']).toMatch(/^onnxruntime-node .* \(WebGPU, a test\)$/);
    const slow = work('gpu', 20);
    expect((await picked(gpu(false), work('cpu', 1), slow)).name).toBe('cpu');
    expect(slow.isClosed()).toBe(true);
    expect(enginesUsed()['training step']).not.toContain('WebGPU');
    expect(fallbackNotes()).toEqual([]);
  });

  it('is one that was asked for wherever it works, and what it replaces is closed', async () => {
    const cpu = work('cpu', 1);
    expect((await picked(gpu(true), cpu, work('gpu', 10))).name).toBe('gpu');
    expect(cpu.isClosed()).toBe(true);
  });

  it('falls back to the processor with the reason: where figures differ, and where it does not open', async () => {
    expect((await picked(gpu(true), work('cpu', 1), work('gpu', 1, 1.1))).name).toBe('cpu');
    const broken = await pick({
      part: 'trunk',
      cpu: work('cpu', 1),
      open: () => Promise.reject(new Error('No supported adapters\nand more')),
      run: (one) => one.run(),
      accelerator: gpu(true),
    });
    expect(broken.name).toBe('cpu');
    expect(fallbackNotes().map(({ message }) => message)).toEqual([
      expect.stringContaining('its figures differ'),
      expect.stringContaining('No supported adapters'),
    ]);
  });

  it('is never a driver in software unless it was asked for', () => {
    const before = process.env.VK_ICD_FILENAMES;
    process.env.VK_ICD_FILENAMES = '/somewhere/vk_swiftshader_icd.json';
    try {
      choose({ engine: 'auto', accelerator: 'auto' });
      expect(findAccelerator()).toBeNull();
      choose({ engine: 'auto', accelerator: 'webgpu' });
      expect(findAccelerator()).toEqual({
        provider: 'webgpu',
        name: 'WebGPU, SwiftShader in software',
        asked: true,
      });
      choose({ engine: 'auto', accelerator: 'directml' });
      expect(findAccelerator()?.provider).toBe('dml');
      choose({ engine: 'auto', accelerator: 'none' });
      expect(findAccelerator()).toBeNull();
    } finally {
      if (before === undefined) delete process.env.VK_ICD_FILENAMES;
      else process.env.VK_ICD_FILENAMES = before;
    }
  });

  it('leaves to the processor what WebGPU takes and cannot run', () => {
    const named = (name: string, ...of: Parameters<typeof node>) => ({ ...node(...of), name });
    const parts = Array.from({ length: 9 }, (_, i) => `part${i}`);
    const { graph } = buildModel({
      nodes: [
        named('pool', 'MaxPool', ['x'], ['y', 'places'], { kernel_shape: [2, 2] }),
        named('plain', 'MaxPool', ['x'], ['z'], { kernel_shape: [2, 2] }),
        named('many', 'Split', ['x'], parts, { axis: 1 }),
        named('few', 'Split', ['x'], ['a', 'b'], { axis: 1 }),
      ],
      initializers: [],
      inputs: [valueInfo('x', 1, [1, 9, 4, 4])],
      outputs: [valueInfo('y', 1, [1, 9, 2, 2])],
    });
    expect(beyondWebGpu(graph)).toEqual(['pool', 'many']);
  });
});
