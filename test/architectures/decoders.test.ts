/** What decoders do beyond the contract: they remember what they read, and refuse what would be computed otherwise. */
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { buildGraph, openArchitecture } from '../../src/architectures/open-architecture.ts';
import { findArchitecture } from '../../src/architectures/registry.ts';
import { findWeights } from '../../src/architectures/weights/find-weights.ts';
import { type Feeds, openModel } from '../../src/engines/graph-session.ts';
import { dimsOf } from '../../src/onnx/model.ts';
import { prepareModel } from '../../src/onnx/prepare.ts';
import { fixturePath, relativeError } from './fixtures.ts';

const ids = [5, 9, 3, 17, 21, 4];
const row = (values: readonly number[]) => ({
  dims: [1, values.length],
  data: BigInt64Array.from(values, BigInt),
});

describe.each(['gemma3', 'gpt2', 'llama', 'qwen2', 'qwen3'])('%s', (name) => {
  it('gives the same whether a text is read at once or in two parts with its keys and values', async () => {
    const weightsPath = `${await mkdtemp(`${tmpdir()}/decoder-`)}/weights.bin`;
    const model = prepareModel(await openArchitecture({ folder: fixturePath(name), weightsPath }));
    const session = await openModel(model);
    const past = model.graph.input.filter((info) => info.name.startsWith('past_key_values'));
    const empty: Feeds = Object.fromEntries(
      past.map((info) => {
        const [, heads, , width] = dimsOf(info)!.map(Number);
        return [info.name, { dims: [1, heads!, 0, width!], data: new Float32Array(0) }];
      }),
    );
    const read = (part: readonly number[], seen: number, before: Feeds) =>
      session.run({ input_ids: row(part), attention_mask: row(new Array(seen).fill(1)), ...before });
    const whole = (await read(ids, 6, empty)).logits!.data;
    const first = await read(ids.slice(0, 4), 4, empty);
    const known = past.map((info): [string, Feeds[string]] => [
      info.name,
      first[info.name.replace('past_key_values', 'present')]!,
    ]);
    const second = (await read(ids.slice(4), 6, Object.fromEntries(known))).logits!.data;
    await session.close();
    expect(relativeError(second, Array.from(whole, Number).slice(-second.length))).toBeLessThan(1e-5);
  });
});

describe('a configuration of a decoder', () => {
  const config = JSON.parse(readFileSync(`${fixturePath('llama')}/config.json`, 'utf8'));
  const build = async (changes: Record<string, unknown>) =>
    buildGraph(
      { architecture: findArchitecture(config), config: { ...config, ...changes } },
      await findWeights(fixturePath('llama')),
    );

  it.each([
    ['angles that depend on the length', { rope_parameters: { rope_type: 'yarn', factor: 4 } }, /yarn/],
    ['angles of a part of each head', { partial_rotary_factor: 0.5 }, /partial_rotary_factor = 0\.5/],
    ['capped scores', { attn_logit_softcapping: 50 }, /attn_logit_softcapping/],
    ['quantised weights', { quantization_config: { bits: 4 } }, /quantization_config/],
    ['experts', { num_local_experts: 8 }, /num_local_experts/],
  ])('with %s is refused by its field', async (_, changes, reason) => {
    await expect(build(changes)).rejects.toThrow(reason);
  });

  it('scores words by a layer of its own where they are not tied, and gives none where it is missing', async () => {
    const outputs = (await build({ tie_word_embeddings: false })).graph.output.map(({ name }) => name);
    expect(outputs).not.toContain('logits');
    expect(outputs).toContain('last_hidden_state');
  });
});
