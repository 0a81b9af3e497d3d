/**
 * Requirements → Ranking, over knowledge alone: hard filters, fixed-anchor score, Pareto marks, closeness,
 * counterfactuals, framework advice. Deterministic and fast (p95 below 50 ms); nothing heavy is imported.
 * `withMeasurements` orders it by what was measured; `explain.ts` puts the result into words.
 */
import type { ModelEntry, Rule } from '../../knowledge/schema.ts';
import { type Knowledge, loadKnowledge } from '../catalogue/knowledge.ts';
import { adviseFramework } from './frameworks.ts';
import { latencyOf, sizeMiBOf } from './rank/criteria.ts';
import { type Judged, judge, rankJudged } from './rank/judge.ts';
import { applyMeasurements, type MeasuredResult } from './rank/measured.ts';
import { requestRules, ruleSentence } from './rank/rules.ts';
import { resolveWeights, type Weights, weigh } from './rank/score.ts';
import { closenessOf, counterfactualsOf, markPareto } from './rank/sensitivity.ts';
import type { Candidate, Ranking, Rejection } from './ranking.ts';
import type { Requirements } from './requirements.ts';

interface RecommendSettings {
  /** Overrides of the default weights; any non-negative numbers. */
  weights?: Partial<Weights>;
  /** For tests and for an administrator's trial of other knowledge. */
  knowledge?: Knowledge;
  /** Candidates of the Hub's live search. */
  extra?: readonly ModelEntry[];
  hubFacts?: ReadonlyMap<string, { downloads: number; likes: number }>;
}

function toCandidate(
  one: Judged,
  weights: Weights,
  rank: number,
  settings: RecommendSettings,
  knowledge: Knowledge,
): Candidate {
  const { model, facts, fired } = one;
  const { score, contributions } = weigh(one.criteria, weights);
  const latency = latencyOf(model, knowledge.scoring);
  const sentences = (type: Rule['type']) =>
    fired.filter((rule) => rule.type === type).map((rule) => ruleSentence(rule, facts));
  return {
    id: model.id,
    name: model.name,
    family: model.family,
    kind: model.kind,
    rank,
    score,
    contributions,
    pareto: null,
    latencyMs: latency?.ms ?? null,
    latencyEstimated: latency?.estimated ?? false,
    sizeMiB: sizeMiBOf(model),
    params: model.params?.value ?? null,
    licence: model.licence.weights,
    access: model.access,
    languages: model.languages,
    runsHere: model.runsHere,
    runsHereReason: model.runsHereReason,
    hubId: model.hubId?.value ?? null,
    reasons: sentences('adjust'),
    notes: sentences('note'),
    measured: null,
    hub: settings.hubFacts?.get(model.id) ?? null,
  };
}

const toRejection = ({ model, rejections, facts }: Judged): Rejection => ({
  id: model.id,
  name: model.name,
  constraints: [...new Set(rejections.map(({ constraint }) => constraint))],
  reasons: rejections.map((rule) => ruleSentence(rule, facts)),
});

function emptyRanking(needs: Requirements, knowledge: Knowledge): Ranking {
  const unserved = knowledge.unserved.find(({ id }) => id === needs.unserved);
  return {
    requirements: needs,
    ranking: [],
    eligible: [],
    rejected: [],
    weights: resolveWeights(knowledge, {}, []),
    weightReasons: [],
    closeness: { close: false, flips: [] },
    counterfactuals: [],
    readyHere: null,
    unserved: unserved
      ? { id: unserved.id, name: unserved.name, advice: unserved.advice, source: unserved.source }
      : null,
    measured: null,
    framework: null,
  };
}

export async function recommend(needs: Requirements, settings: RecommendSettings = {}): Promise<Ranking> {
  const knowledge = settings.knowledge ?? loadKnowledge();
  const { task } = needs;
  if (task === null) return emptyRanking(needs, knowledge);
  const models = [...knowledge.models, ...(settings.extra ?? [])];
  const judged = await Promise.all(models.map((model) => judge(model, needs, task, knowledge)));
  const eligible = judged.filter(({ rejections }) => rejections.length === 0);
  const weightRules = await requestRules(knowledge, judged[0]!.facts);
  const weights = resolveWeights(knowledge, settings.weights ?? {}, weightRules);
  const ordered = rankJudged(eligible, weights);
  const candidates = markPareto(
    ordered.map(({ judged: one }, index) => toCandidate(one, weights, index + 1, settings, knowledge)),
  );
  const ranking: Ranking = {
    ...emptyRanking(needs, knowledge),
    ranking: candidates.slice(0, needs.top),
    eligible: candidates,
    rejected: judged.filter(({ rejections }) => rejections.length > 0).map(toRejection),
    weights,
    weightReasons: weightRules.map((rule) => ruleSentence(rule, judged[0]!.facts)),
    closeness: closenessOf(eligible, weights),
    counterfactuals: counterfactualsOf(judged, weights),
  };
  return conclude(ranking, knowledge);
}

/** A Ranking by facts and the result of a `measure` task → the Ranking by what was measured; no rule runs again. */
export const withMeasurements = (
  ranking: Ranking,
  measured: MeasuredResult,
  knowledge: Knowledge = loadKnowledge(),
): Ranking => conclude(applyMeasurements(ranking, measured), knowledge);

/** What follows from the final order. */
function conclude(ranking: Ranking, knowledge: Knowledge): Ranking {
  const { task } = ranking.requirements;
  const trainable = knowledge.tasks.find(({ id }) => id === task)?.trainable ?? false;
  return {
    ...ranking,
    readyHere: trainable
      ? (ranking.eligible.find(({ runsHere }) => runsHere === 'embedded')?.id ?? null)
      : null,
    framework: adviseFramework(ranking, knowledge),
  };
}
