/** Tuning by low-rank adapters follows PyTorch: `scripts/fixtures/generation/make-lora.py` made the fixture. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationRecipe } from '../../../knowledge/recipes/generation.ts';
import { openArchitecture } from '../../../src/architectures/open-architecture.ts';
import { withoutPast } from '../../../src/backbones/from-onnx/graph-inputs.ts';
import { openModel } from '../../../src/engines/graph-session.ts';
import { mergeTrained } from '../../../src/onnx/cut/write-back.ts';
import type { OnnxModel } from '../../../src/onnx/model.ts';
import { prepareModel, withOutputs } from '../../../src/onnx/prepare.ts';
import type { Block } from '../../../src/training/generation/blocks.ts';
import { tokenInputs } from '../../../src/training/generation/decoder/load-decoder.ts';
import {
  openTunableDecoder,
  type TunableDecoder,
} from '../../../src/training/generation/decoder/plan-decoder.ts';
import { updateFrom } from '../../../src/training/generation/decoder/tune-decoder.ts';
import { fixturePath, relativeError } from '../../architectures/fixtures.ts';

interface Fixture {
  rate: number;
  rank: number;
  alpha: number;
  /** A of each layer; B is 0. */
  first: Record<string, number[]>;
  batches: number[][][];
  losses: number[];
  logits: number[];
}

describe('low-rank adapters of every linear layer', () => {
  let fixture: Fixture;
  let plain: OnnxModel;
  let decoder: TunableDecoder;
  beforeAll(async () => {
    const path = new URL('./fixtures/lora.json', import.meta.url);
    fixture = JSON.parse(await readFile(path, 'utf8'));
    const workDir = await mkdtemp(`${tmpdir()}/lora-`);
    const built = await openArchitecture({
      folder: fixturePath('llama'),
      weightsPath: `${workDir}/weights.bin`,
    });
    plain = withOutputs(withoutPast(prepareModel(built)), ['logits']);
    const { rank, alpha } = fixture;
    const recipe = { ...generationRecipe, lora: { ...generationRecipe.lora, rank, alpha } };
    const options = { depth: 'deep', recipe, workDir, seed: 1 } as const;
    decoder = await openTunableDecoder({ plain, name: 'fixture', vocabulary: 30 }, options);
  });
  afterAll(() => decoder.close());

  it('start as the model was, and train rank · (from + to) weights a layer, the words’ table none', () => {
    expect(decoder.boundary.blocks).toBe(2);
    const layers = Object.keys(fixture.first).map((name) => `${name}.weight`);
    const merged = decoder.merged(decoder.executor.weights());
    expect([...merged.keys()].sort()).toEqual(layers.sort());
    const before = new Map(plain.graph.initializer.map((tensor) => [tensor.name, tensor]));
    for (const [name, values] of merged) expect(values.length).toBe(sizeOf(before.get(name)!.dims));
    // q 16→16, k and v 16→8, o 16→16, gate and up 16→24, down 24→16; two layers.
    expect(decoder.parameters).toBe(2 * fixture.rank * (32 + 24 + 24 + 32 + 40 + 40 + 40));
  });

  it("follow PyTorch's losses, and merged into the weights they give its logits", async () => {
    const { executor } = decoder;
    const checkpoint = executor.checkpoint();
    for (const [name, values] of Object.entries(fixture.first))
      checkpoint.tensors.set(`${name}.weight/lora-down`, Float32Array.from(values));
    executor.restore(checkpoint);
    const blocks: Block[] = fixture.batches.flat().map((ids, document) => ({
      document,
      inputs: Int32Array.from(ids.slice(0, -1)),
      targets: Int32Array.from(ids.slice(1)),
    }));
    for (const wanted of fixture.losses) {
      const loss = await updateFrom(decoder, blocks, { batchTokens: 100, rate: fixture.rate });
      expect(Math.abs(loss / wanted - 1)).toBeLessThan(1e-5);
    }
    const merged = mergeTrained(plain, decoder.split, decoder.merged(executor.weights()));
    const session = await openModel(merged);
    const { logits } = await session.run(tokenInputs(fixture.batches[0]!));
    await session.close();
    expect(relativeError(logits!.data, fixture.logits)).toBeLessThan(1e-5);
  });
});

const sizeOf = (dims: readonly number[]) => dims.reduce((product, size) => product * size, 1);
