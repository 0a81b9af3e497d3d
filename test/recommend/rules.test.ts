import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import type { RecommendOptions } from '../../src/recommend/understand/options.ts';
import { understand } from '../../src/recommend/understand/understand.ts';

interface Case {
  description: string;
  options?: RecommendOptions;
}

/** For every rule a request whose outcome it changes. */
const CASES: Record<string, Case> = {
  'task-fit': { description: 'classify photos' },
  'kind-of-data': { description: 'train an agent to play a game' },
  language: { description: 'classify German e-mails' },
  'licence-commercial': { description: 'forecast sales for our company product, commercial' },
  'licence-unknown': { description: 'classify sounds, commercial use' },
  'licence-permissive': { description: 'generate stories, permissive licence' },
  'access-open': { description: 'generate stories with open weights' },
  'access-paid-api': { description: 'generate stories through a paid API' },
  'offer-retired': { description: 'generate stories through a paid API' },
  'offer-closing': { description: 'generate stories' },
  'latency-limit': { description: 'classify photos under 20 ms' },
  'latency-remote': { description: 'classify e-mails under 100 ms', options: { access: 'paid-api' } },
  'size-limit': { description: 'classify photos with a model smaller than 50 MB' },
  'size-phone': { description: 'classify photos on a phone' },
  'size-edge': { description: 'classify photos on a raspberry pi' },
  'remote-on-device': { description: 'generate stories on a phone', options: { access: 'paid-api' } },
  'offline-remote': { description: 'generate stories offline, no internet', options: { access: 'paid-api' } },
  'excluded-by-name': { description: 'classify photos, but no ViT' },
  'actions-continuous': { description: 'reinforcement learning with continuous actions' },
  'few-samples-frozen': { description: 'classify 80 e-mails' },
  'few-samples-unfreezing': { description: 'classify 80 e-mails' },
  'many-samples-frozen': { description: 'classify 50,000 e-mails' },
  'many-samples-frozen-lite': { description: 'classify 50,000 e-mails' },
  'device-compact': { description: 'classify environmental sounds on a raspberry pi' },
  'device-heavy': { description: 'classify photos on a phone' },
  'language-broad': { description: '判断中文评论的情感' },
  'not-named-by-person': { description: 'is VGG good for photos' },
  'heavy-classic': { description: 'classify photos' },
  'imagenet-bent-to-moderation': { description: 'classify photos' },
  'trainable-offline': { description: 'classify photos offline, no internet' },
  'behind-terms': { description: 'write stories with a small language model' },
  'small-device-speed': { description: 'classify photos on a phone' },
  'large-where-small-is-wanted': { description: 'a tiny, fast model to filter spam mails' },
  'words-suffice': { description: 'filter spam mails' },
  'wants-speed': { description: 'classify photos as fast as possible' },
  'wants-small': { description: 'classify photos with a lightweight model' },
  'wants-accuracy': { description: 'most accurate way to classify photos' },
  'accuracy-forgives-latency': { description: 'most accurate way to classify photos' },
  'gpu-forgives-latency': { description: 'classify photos on a GPU server' },
  'imagenet-licence': { description: 'classify photos, commercial use' },
  'sparse-data': { description: 'classify 30 photos' },
  'closing-provider': { description: 'generate stories through a paid API' },
  'latency-unknown': { description: 'classify sounds under 50 ms' },
  'latency-estimated': { description: 'classify e-mails under 50 ms' },
};

const knowledge = loadKnowledge();

describe('every rule changes something', () => {
  it('has a case for every rule and no case for a rule that is gone', () => {
    expect(Object.keys(CASES).sort()).toEqual(knowledge.rules.map(({ id }) => id).sort());
  });

  for (const [id, { description, options }] of Object.entries(CASES))
    it(`${id}: “${description}”`, async () => {
      const needs = understand({ description, ...(options ? { options } : {}) });
      const outcome = async (rules: typeof knowledge.rules) => {
        const { eligible, rejected } = await recommend(needs, { knowledge: { ...knowledge, rules } });
        return JSON.stringify({
          eligible: eligible.map((one) => [one.id, one.score.toFixed(6), one.notes]),
          rejected: rejected.map((one) => [one.id, one.reasons.map(({ key }) => key)]),
        });
      };
      const withRule = await outcome(knowledge.rules);
      const without = await outcome(knowledge.rules.filter((rule) => rule.id !== id));
      expect(withRule).not.toBe(without);
    });
});
