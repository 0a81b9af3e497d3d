import { describe, expect, it } from 'vitest';
import type { CatalogueRecord, ModelEntry } from '../../knowledge/schema.ts';
import { ARCHITECTURES, findArchitecture } from '../../src/architectures/registry.ts';
import { findModel, loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { withPlace } from '../../src/catalogue/runs-here.ts';
import { findHubRef } from '../../src/hub/hub-id.ts';

const { models } = loadKnowledge();
const recordOf = (id: string): CatalogueRecord => findModel(id)!;
/** The builder that a model's own configuration leads to; null where there is none. */
function builderOf({ architecture, kind, fits }: ModelEntry): string | null {
  if (architecture === null) return null;
  if (kind === 'series') return ARCHITECTURES.find(({ name }) => name === architecture)?.name ?? null;
  const wanted = kind === 'text' ? (fits['text-generation'] ? 'prose' : 'text') : kind;
  if (wanted === 'policy') return null;
  for (const config of [{ model_type: architecture }, { architecture }])
    try {
      return findArchitecture(config, wanted).name;
    } catch {}
  return null;
}

describe('whether a model of the catalogue trains here', () => {
  it.each(models.map((model) => [model.id, model] as const))('follows from what %s is', (id, model) => {
    const trains = model.runsHere === 'hub';
    const { withoutDownload, untrainable, hubId, hubHoldsOnnx } = model;
    const onHub = withoutDownload === null && untrainable === null && hubId !== null;
    expect(trains, id).toBe(onHub && (builderOf(model) !== null || hubHoldsOnnx));
    if (trains) expect(findHubRef(id), 'its repository can be asked for').not.toBeNull();
    if (!trains && model.runsHere !== 'embedded' && untrainable === null)
      expect(model.runsHereReason).toMatch(/attach the file as `model-file`/);
  });

  it('changes with the architecture alone', () => {
    const bert = recordOf('bert_base_uncased');
    const weightsOnly = { ...bert, hubHoldsOnnx: false };
    expect(withPlace(weightsOnly).runsHere).toBe('hub');
    const unknown = withPlace({ ...weightsOnly, architecture: 'bigbird' });
    expect(unknown.runsHere).toBe('not-here');
    expect(unknown.runsHereReason).toContain('bigbird');
    expect(withPlace({ ...bert, architecture: 'bigbird', hubHoldsOnnx: true }).runsHere).toBe('hub');
  });

  it('is not concluded from a tower for other data, nor from the type that a forecaster borrows', () => {
    const vit = recordOf('vit_b16');
    expect(withPlace({ ...vit, architecture: 'whisper', hubHoldsOnnx: false }).runsHere).toBe('not-here');
    const bolt = recordOf('chronos_bolt_tiny');
    expect(withPlace(bolt).runsHere).toBe('hub');
    expect(withPlace({ ...bolt, architecture: 't5' }).runsHere).toBe('not-here');
  });

  it('leaves out agents of simulators and closed services, each with its reason', () => {
    for (const { id, runsHere, untrainable } of models)
      expect(untrainable !== null, id).toBe(
        runsHere === 'remote' || ['sb3_dqn', 'sb3_ppo', 'decision_transformer'].includes(id),
      );
  });
});

it('refuses what may be used for research only where the use is commercial', async () => {
  const { recommend } = await import('../../src/recommend/recommend.ts');
  const { understand } = await import('../../src/recommend/understand/understand.ts');
  const needs = understand({ description: 'classify product photos for our shop, commercial use' });
  const { rejected, eligible } = await recommend(needs);
  const ids = rejected.filter(({ constraints }) => constraints.includes('licence')).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['mobileclip2_s0', 'convnext_v2_tiny']));
  expect(eligible.map(({ id }) => id)).toContain('mobilenet_v4_conv_small');
});
