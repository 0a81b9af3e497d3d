/** Tuning a decoder follows PyTorch: `scripts/fixtures/generation/make-losses.py` made the fixture. */

import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationRecipe } from '../../../knowledge/recipes/generation.ts';
import { decodeModel } from '../../../src/onnx/model.ts';
import { prepareModel } from '../../../src/onnx/prepare.ts';
import type { Block } from '../../../src/training/generation/blocks.ts';
import {
  openTunableDecoder,
  type TunableDecoder,
} from '../../../src/training/generation/decoder/plan-decoder.ts';
import { updateFrom } from '../../../src/training/generation/decoder/tune-decoder.ts';

interface Fixture {
  rate: number;
  vocabulary: number;
  parameters: number;
  batches: number[][][];
  losses: number[];
}
const file = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

describe('tuning a causal decoder', () => {
  let fixture: Fixture;
  let decoder: TunableDecoder;
  beforeAll(async () => {
    fixture = JSON.parse(await readFile(file('gpt2-losses.json'), 'utf8'));
    const plain = prepareModel(decodeModel(await readFile(file('gpt2.onnx'))));
    const { vocabulary } = fixture;
    const options = { depth: 'top', recipe: generationRecipe, workDir: tmpdir(), seed: 1 } as const;
    decoder = await openTunableDecoder({ plain, name: 'fixture', vocabulary }, options);
  });
  afterAll(() => decoder.close());

  const blocks = (): Block[] =>
    fixture.batches.flat().map((ids, document) => ({
      document,
      inputs: Int32Array.from(ids.slice(0, -1)),
      targets: Int32Array.from(ids.slice(1)),
    }));

  /** Largest relative difference to PyTorch over 20 updates. */
  async function largestDifference(rate: number): Promise<number> {
    let largest = 0;
    for (const wanted of fixture.losses) {
      const loss = await updateFrom(decoder, blocks(), { batchTokens: 100, rate });
      largest = Math.max(largest, Math.abs(loss - wanted) / wanted);
    }
    return largest;
  }

  it('trains the last block, the final norm and the output layer', () => {
    expect(decoder.boundary.blocks).toBe(1);
    expect(decoder.parameters).toBe(fixture.parameters);
  });

  it("follows PyTorch's losses, and would not with another rate", async () => {
    const fresh = decoder.executor.checkpoint();
    expect(await largestDifference(fixture.rate)).toBeLessThan(1e-5);
    decoder.executor.restore(fresh);
    expect(await largestDifference(fixture.rate * 1.01)).toBeGreaterThan(1e-5);
  });
});
