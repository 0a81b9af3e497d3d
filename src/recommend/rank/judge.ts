/** One model judged once (facts, fired rules, criteria); ordering the judged under any weights runs no rule again. */
import type { ModelEntry, Rule, TaskId } from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import type { Requirements } from '../requirements.ts';
import { type RuleFacts, ruleFacts } from './rule-facts.ts';
import { modelRules } from './rules.ts';
import { criteriaOf, type Weights, weigh } from './score.ts';

export interface Judged {
  model: ModelEntry;
  facts: RuleFacts;
  fired: Rule[];
  criteria: ReturnType<typeof criteriaOf>;
  rejections: Extract<Rule, { type: 'reject' }>[];
}

export async function judge(
  model: ModelEntry,
  needs: Requirements,
  task: TaskId,
  knowledge: Knowledge,
): Promise<Judged> {
  const facts = ruleFacts(model, needs, task, knowledge);
  const fired = await modelRules(knowledge, facts);
  const rejections = fired.filter((rule) => rule.type === 'reject');
  return { model, facts, fired, rejections, criteria: criteriaOf(model, task, knowledge, fired) };
}

/** Score descending; ties by id, so the order never depends on the file. */
export function rankJudged(judged: readonly Judged[], weights: Weights): { judged: Judged; score: number }[] {
  return judged
    .map((one) => ({ judged: one, score: weigh(one.criteria, weights).score }))
    .sort((a, b) => b.score - a.score || a.judged.model.id.localeCompare(b.judged.model.id));
}
