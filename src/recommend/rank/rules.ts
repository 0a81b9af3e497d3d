/**
 * The rules of `knowledge/rules` run by json-rules-engine over one model's facts: filters (rejections with
 * reasons), adjustments of criteria, notes. The filters on the task run first: a model of another task needs no
 * second reason (and this keeps `/recommend` fast). Weight rules look at the requirements only and run once.
 */
import { Engine } from 'json-rules-engine';
import type { Rule } from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import type { Sentence } from '../ranking.ts';
import type { RuleFacts } from './rule-facts.ts';

/** An engine with the facts that its conditions read: handing it others costs it more than the rules do. */
interface FactEngine {
  engine: Engine;
  reads: readonly string[];
}
interface Engines {
  task: FactEngine;
  model: FactEngine;
  request: FactEngine;
}
const engines = new WeakMap<Knowledge, Engines>();

const isTaskFilter = (rule: Rule): boolean => rule.type === 'reject' && rule.constraint === 'task';

function buildEngine(rules: readonly Rule[]): FactEngine {
  const engine = new Engine([], { replaceFactsInEventParams: false });
  for (const rule of rules) {
    // The engine checks the conditions itself and throws on a malformed one.
    engine.addRule({
      name: rule.id,
      conditions: rule.conditions as unknown as Parameters<Engine['addRule']>[0]['conditions'],
      event: { type: rule.type, params: { rule } },
    });
  }
  const reads = JSON.stringify(rules.map(({ conditions }) => conditions)).matchAll(/"fact":"(\w+)"/g);
  return { engine, reads: [...new Set([...reads].map(([, name]) => name!))] };
}

function enginesOf(knowledge: Knowledge): Engines {
  const known = engines.get(knowledge);
  if (known) return known;
  const built = {
    task: buildEngine(knowledge.rules.filter(isTaskFilter)),
    model: buildEngine(knowledge.rules.filter((rule) => rule.type !== 'weight' && !isTaskFilter(rule))),
    request: buildEngine(knowledge.rules.filter((rule) => rule.type === 'weight')),
  };
  engines.set(knowledge, built);
  return built;
}

async function fire(
  { engine, reads }: FactEngine,
  facts: RuleFacts,
  rules: readonly Rule[],
): Promise<Rule[]> {
  const { results } = await engine.run(
    Object.fromEntries(reads.map((name) => [name, facts[name as keyof RuleFacts]])),
  );
  const fired = new Set(results.map(({ name }) => name));
  return rules.filter(({ id }) => fired.has(id));
}

/** Rules that fire for this model, in the order of the files. */
export async function modelRules(knowledge: Knowledge, facts: RuleFacts): Promise<Rule[]> {
  const { task, model } = enginesOf(knowledge);
  const otherTask = await fire(task, facts, knowledge.rules);
  return otherTask.length > 0 ? otherTask : fire(model, facts, knowledge.rules);
}

/** Weight rules that fire for this request. */
export const requestRules = (knowledge: Knowledge, facts: RuleFacts): Promise<Rule[]> =>
  fire(enginesOf(knowledge).request, facts, knowledge.rules);

/** The rule's reason as a sentence; params are the facts that its text names. */
export function ruleSentence(rule: Rule, facts: RuleFacts): Sentence {
  const params: Sentence['params'] = {};
  for (const [, name] of rule.reason.en.matchAll(/\{(\w+)\}/g)) {
    const value = facts[name as keyof RuleFacts];
    params[name!] = typeof value === 'number' ? value : String(value ?? '?');
  }
  return { key: `rule.${rule.id}`, params };
}
