import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KNOWN_ARCHITECTURES } from '../../knowledge/architectures.ts';
import { buildGraph } from '../../src/architectures/open-architecture.ts';
import { findArchitecture } from '../../src/architectures/registry.ts';
import { findWeights, type WeightTable } from '../../src/architectures/weights/find-weights.ts';
import { architectureCalled } from '../../src/catalogue/known-architecture.ts';
import { fixturePath } from './fixtures.ts';

const folder = fixturePath('bert');
const config = JSON.parse(readFileSync(`${folder}/config.json`, 'utf8')) as Record<string, unknown>;
const weights = await findWeights(folder);
const build = (changes: Record<string, unknown>, table: WeightTable = weights) =>
  buildGraph({ architecture: findArchitecture(config), config: { ...config, ...changes } }, table);

describe('a configuration', () => {
  it('with an unknown field is refused by the field and its value', () => {
    expect(() => build({ use_rotary_bias: true })).toThrow(/use_rotary_bias = true/);
    expect(() => build({ auto_map: { AutoModel: 'modeling.Own' } })).toThrow(/auto_map = .*modeling\.Own/);
  });

  it('with a value that is computed in no known way is refused', () => {
    expect(() => build({ position_embedding_type: 'relative_key' })).toThrow(
      /position_embedding_type = "relative_key"/,
    );
    expect(() => build({ hidden_act: 'mish' })).toThrow(/hidden_act = "mish"/);
    expect(() => build({ pruned_heads: { '0': [1] } })).toThrow(/pruned_heads/);
  });

  it('with fields that change nothing, or that are null, is taken', () => {
    expect(() => build({ id2label: { 0: 'x' }, torch_dtype: 'float16', unheard_of: null })).not.toThrow();
  });
});

/** As files of older versions write a tower's configuration: all that any model of transformers has. */
const WRITTEN_OUT = {
  ...{ add_cross_attention: false, cross_attention_hidden_size: null, is_decoder: false, pruned_heads: {} },
  ...{ is_encoder_decoder: false, tie_encoder_decoder: false, tf_legacy_loss: false, problem_type: null },
  ...{ top_k: 50, typical_p: 1, use_bfloat16: false, id2label: { 0: 'LABEL_0' }, dropout: 0 },
};

it('a tower that is written out in full is taken, but not one that does what none does', async () => {
  const path = fixturePath('clip');
  const clip = JSON.parse(readFileSync(`${path}/config.json`, 'utf8')) as { vision_config: object };
  const table = await findWeights(path);
  const buildTower = (changes: object) => {
    const tower = { ...clip.vision_config, ...WRITTEN_OUT, ...changes };
    const architecture = findArchitecture(clip, 'image');
    return buildGraph({ architecture, config: { ...clip, vision_config: tower } }, table);
  };
  expect(() => buildTower({})).not.toThrow();
  expect(() => buildTower({ is_decoder: true })).toThrow(/is_decoder = true/);
  expect(() => buildTower({ pruned_heads: { 0: [1] } })).toThrow(/pruned_heads/);
});

describe('weights', () => {
  it('that a layer lacks are named', () => {
    expect(() => build({ num_hidden_layers: 3 })).toThrow(
      /encoder\.layer\.2\.attention\.self\.query\.weight/,
    );
  });

  it('that the architecture does not have are named: they would be computed with', () => {
    expect(() => build({ num_hidden_layers: 1 })).toThrow(/16 weights that a bert does not have/);
  });

  it('are found under the prefix of a model with a head, whose own weights are left', () => {
    const headed = new Map([...weights].map(([name, tensor]) => [`bert.${name}`, tensor]));
    headed.set('span.weight', [...weights.values()][0]!);
    const names = build({}, headed).graph.initializer.map(({ name }) => name);
    expect(names).toContain('encoder.layer.1.output.dense.weight');
  });

  it("of a kernel whose length stands apart are found under both of PyTorch's namings", async () => {
    const path = fixturePath('wav2vec2');
    const speech: unknown = JSON.parse(readFileSync(`${path}/config.json`, 'utf8'));
    const table = await findWeights(path);
    const namings = [/parametrizations\.weight\.original0$/, /parametrizations\.weight\.original1$/] as const;
    const other = new Map(
      [...table].map(([name, tensor]) => [
        name.replace(namings[0], 'weight_g').replace(namings[1], 'weight_v'),
        tensor,
      ]),
    );
    const nodesOf = (weightTable: WeightTable) =>
      buildGraph({ architecture: findArchitecture(speech), config: speech }, weightTable).graph.node.map(
        ({ opType }) => opType,
      );
    expect([...other.keys()].some((name) => name.endsWith('weight_g'))).toBe(true);
    expect([...table.keys()].some((name) => name.endsWith('weight_g'))).toBe(false);
    expect(nodesOf(other)).toEqual(nodesOf(table));
  });

  it('are found under the names of older files', () => {
    const old = new Map(
      [...weights].map(([name, tensor]) => [
        name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'),
        tensor,
      ]),
    );
    expect(build({}, old).graph.initializer.length).toBe(build({}).graph.initializer.length);
  });
});

it('an unknown architecture is refused by name, with the nearest one that is known', () => {
  expect(() => findArchitecture({ model_type: 'bertt' })).toThrow(/"bertt".*nearest one that is: bert/);
  expect(() => findArchitecture({})).toThrow(/"none"/);
  expect(() => findArchitecture({ architecture: 'densenetblur121d' })).toThrow(
    /"densenetblur121d".*nearest one that is: densenet121/,
  );
});

it('an architecture is known by its model_type, and by the name that timm gives it, with or without the tag', () => {
  const called = (name: string) => architectureCalled(name)?.name;
  expect(called('bert')).toBe('bert');
  expect(called('timm/tf_efficientnet_lite0.in1k')).toBe('efficientnet');
  expect(called('vgg16_bn')).toBe('vgg');
  expect(called('mobilenetv4_hybrid_medium')).toBeUndefined();
});

it('every name that is offered in place of an unknown one is of its architecture', () => {
  for (const { name, timmNames = [] } of KNOWN_ARCHITECTURES)
    for (const timm of timmNames) expect(architectureCalled(timm)?.name).toBe(name);
});
