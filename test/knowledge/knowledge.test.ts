import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { modelEntrySchema } from '../../knowledge/schema.ts';
import { EMBEDDED_BACKBONE_IDS } from '../../src/backbones/embedded.ts';
import { loadKnowledge, readKnowledge } from '../../src/catalogue/knowledge.ts';

const knowledge = loadKnowledge();
const FACTS = '../shared/facts/catalogue-facts.json';

function duplicates(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describe('knowledge', () => {
  it('has unique ids in every list', () => {
    expect(duplicates(knowledge.models.map(({ id }) => id))).toEqual([]);
    expect(duplicates(knowledge.rules.map(({ id }) => id))).toEqual([]);
    expect(duplicates([...knowledge.tasks, ...knowledge.unserved].map(({ id }) => id))).toEqual([]);
    expect(duplicates(knowledge.frameworks.map(({ id }) => id))).toEqual([]);
  });

  it('has no licence, offer or metric without its source', () => {
    for (const model of knowledge.models) {
      if (model.licence.weights !== null) expect(model.licence.source, model.id).not.toBeNull();
      if (model.offer.state !== 'available') expect(model.offer.source, model.id).not.toBeNull();
      if (model.licence.weights === null) expect(model.licence.commercial, model.id).toBe('unclear');
    }
  });

  it('refuses a number without a source, a source that is no address, and an unknown field', () => {
    const {
      runsHere: _,
      runsHereReason: __,
      ...entry
    } = knowledge.models.find(({ id }) => id === 'resnet50')!;
    expect(modelEntrySchema.safeParse(entry).success).toBe(true);
    for (const wrong of [
      { ...entry, params: { value: 25_560_000 } },
      { ...entry, params: { value: 25_560_000, source: 'timm' } },
      { ...entry, accuracy: 80 },
      { ...entry, metrics: [{ name: 'top-1 accuracy (%)', dataset: 'ImageNet-1k val', value: 76 }] },
      { ...entry, sources: [] },
    ])
      expect(modelEntrySchema.safeParse(wrong).success).toBe(false);
  });

  it('stops on a file that is wrong, naming the file and the place', () => {
    const copy = mkdtempSync(join(tmpdir(), 'knowledge-'));
    cpSync(new URL('../../knowledge', import.meta.url), copy, { recursive: true });
    const path = join(copy, 'rules/notes.json');
    const rules: unknown[] = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(
      path,
      JSON.stringify([...rules, { id: 'no-reason', type: 'note', conditions: { all: [] } }]),
    );
    expect(() => readKnowledge(`${copy}/`)).toThrow(/notes\.json.*at 6\./s);
    writeFileSync(path, JSON.stringify(rules));
    expect(readKnowledge(`${copy}/`).rules).toHaveLength(knowledge.rules.length);
    rmSync(copy, { recursive: true });
  });

  it('keeps measures on their scale: shares of 1 at most 1, percentages at most 100', () => {
    for (const model of knowledge.models)
      for (const { name, dataset, value } of model.metrics) {
        if (name.includes('(%)')) expect(value, `${model.id} ${name} ${dataset}`).toBeGreaterThan(1);
        if (name.includes('(%)')) expect(value).toBeLessThanOrEqual(100);
        if (/mAP|R@1/.test(name)) expect(value).toBeLessThanOrEqual(1);
      }
    for (const { ceiling, floor } of knowledge.scoring.anchors) expect(ceiling).toBeGreaterThan(floor);
  });

  it('keeps sizes near 4 bytes a parameter where both are published', () => {
    for (const { id, params, weightsMiB } of knowledge.models) {
      if (!params || !weightsMiB) continue;
      const ratio = (weightsMiB.value * 2 ** 20) / params.value;
      expect(ratio, id).toBeGreaterThan(3.5);
      expect(ratio, id).toBeLessThan(5);
    }
  });

  it('has anchors, snippets and rules that refer to what exists', () => {
    const ids = new Set(knowledge.models.map(({ id }) => id));
    for (const { metric, dataset, tasks } of knowledge.scoring.anchors)
      expect(
        knowledge.models.some(
          ({ metrics, fits }) =>
            metrics.some((one) => one.name === metric && one.dataset === dataset) &&
            tasks.some((task) => fits[task]),
        ),
        `${metric} on ${dataset}`,
      ).toBe(true);
    for (const snippet of knowledge.snippets) {
      expect(knowledge.frameworks.some(({ id }) => id === snippet.framework)).toBe(true);
      for (const id of snippet.models) expect(ids.has(id), id).toBe(true);
      if (snippet.code.includes('{{name}}'))
        for (const id of snippet.models) expect(snippet.names[id], `${snippet.framework} ${id}`).toBeTruthy();
    }
  });

  it('has at least one model for every task, and every cue is a valid expression', () => {
    for (const task of knowledge.tasks) {
      expect(
        knowledge.models.some(({ fits }) => fits[task.id]),
        task.id,
      ).toBe(true);
      for (const { pattern } of task.cues) expect(() => new RegExp(pattern, 'iu')).not.toThrow();
    }
    for (const { cues, unless } of knowledge.unserved)
      for (const pattern of [...cues, ...unless]) expect(() => new RegExp(pattern, 'iu')).not.toThrow();
  });

  it('calls embedded exactly the backbones that come with a package, the series mixer and the trained algorithms', () => {
    const embedded = knowledge.models.filter(({ runsHere }) => runsHere === 'embedded').map(({ id }) => id);
    expect(embedded.sort()).toEqual(
      [...EMBEDDED_BACKBONE_IDS, 'tunesmith_series_mixer', 'cql', 'iql'].sort(),
    );
  });

  it('gives the reasons of rules the same places for values in both languages', () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const { id, reason } of knowledge.rules)
      expect(places(reason['zh-CN']), id).toEqual(places(reason.en));
  });

  it('answers for the families that teachers name', () => {
    for (const family of [
      'VGG',
      'ResNet',
      'Inception',
      'BERT',
      'GPT-2',
      'XLNet',
      'Whisper',
      'Chronos',
      'PPO',
      'CQL',
    ])
      expect(
        knowledge.models.some((model) => model.family === family),
        family,
      ).toBe(true);
  });

  it.skipIf(!existsSync(FACTS))('holds every model of the collected facts with the same numbers', () => {
    const factsSchema = z.object({
      models: z.array(
        z.looseObject({
          id: z.string(),
          params: z.number().nullable(),
          embedding_dim: z.number().nullable(),
          headline_metric: z.object({ value: z.number(), source_url: z.string() }).nullable(),
          latency: z.object({ ms: z.number() }).nullable(),
        }),
      ),
    });
    const facts = factsSchema.parse(JSON.parse(readFileSync(FACTS, 'utf8')));
    for (const fact of facts.models) {
      const model = knowledge.models.find(({ id }) => id === fact.id);
      expect(model, fact.id).toBeDefined();
      if (fact.params !== null) expect(model!.params?.value, fact.id).toBe(fact.params);
      expect(model!.embeddingDim?.value ?? null, fact.id).toBe(fact.embedding_dim);
      expect(model!.latency?.ms ?? null, fact.id).toBe(fact.latency?.ms ?? null);
      if (fact.headline_metric)
        expect(model!.metrics[0], fact.id).toMatchObject({
          value: fact.headline_metric.value,
          source: fact.headline_metric.source_url,
        });
    }
  });
});
