/**
 * Eligible model + fired rules + weights → contributions and score. A weighted sum of criteria in [0,1], each
 * on fixed anchors; nothing is normalised over the candidates that happen to be present.
 */
import {
  CRITERIA,
  type Criterion,
  type ModelEntry,
  type Rule,
  type TaskId,
} from '../../../knowledge/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import type { Contribution } from '../ranking.ts';
import { latencyOf, latencyValue, qualityOf } from './criteria.ts';

export type Weights = Record<Criterion, number>;

/** Default weights × overrides × fired weight rules, scaled to a sum of 1. */
export function resolveWeights(
  knowledge: Knowledge,
  overrides: Partial<Weights>,
  fired: readonly Rule[],
): Weights {
  const weights = { ...knowledge.scoring.weights, ...overrides };
  for (const rule of fired) if (rule.type === 'weight') weights[rule.criterion] *= rule.factor;
  return normaliseWeights(weights);
}

export function normaliseWeights(weights: Weights): Weights {
  const sum = CRITERIA.reduce((total, criterion) => total + weights[criterion], 0) || 1;
  return Object.fromEntries(CRITERIA.map((criterion) => [criterion, weights[criterion] / sum])) as Weights;
}

type Raw = Omit<Contribution, 'weight' | 'points'>;

function rawCriteria(model: ModelEntry, task: TaskId, knowledge: Knowledge): Raw[] {
  const { scoring } = knowledge;
  const fit = model.fits[task] ?? 'possible';
  const quality = qualityOf(model, task, scoring);
  const latency = latencyOf(model, scoring);
  return [
    { criterion: 'relevance', value: scoring.fit[fit], basis: 'level', fact: fit, source: null },
    quality
      ? {
          criterion: 'quality',
          value: quality.value,
          basis: 'published',
          fact: quality.fact,
          source: quality.source,
        }
      : { criterion: 'quality', value: scoring.unknown.quality, basis: 'unknown', fact: '', source: null },
    latency
      ? {
          criterion: 'latency',
          value: latencyValue(latency.ms, scoring.latency),
          basis: latency.estimated ? 'estimated' : 'published',
          fact: `${latency.ms} ms`,
          source: latency.source,
        }
      : { criterion: 'latency', value: scoring.unknown.latency, basis: 'unknown', fact: '', source: null },
    {
      criterion: 'availability',
      value: scoring.availability[model.runsHere],
      basis: 'level',
      fact: model.runsHere,
      source: null,
    },
  ];
}

/** The criteria of a model after the fired adjustments, without weights. */
export function criteriaOf(
  model: ModelEntry,
  task: TaskId,
  knowledge: Knowledge,
  fired: readonly Rule[],
): Raw[] {
  return rawCriteria(model, task, knowledge).map((raw) => {
    const shift = fired.reduce(
      (sum, rule) => sum + (rule.type === 'adjust' && rule.criterion === raw.criterion ? rule.amount : 0),
      0,
    );
    return { ...raw, value: Math.min(1, Math.max(0, raw.value + shift)) };
  });
}

export function weigh(
  criteria: readonly Raw[],
  weights: Weights,
): { score: number; contributions: Contribution[] } {
  const contributions = criteria.map((raw) => {
    const weight = weights[raw.criterion];
    return { ...raw, weight, points: raw.value * weight };
  });
  return { contributions, score: contributions.reduce((sum, { points }) => sum + points, 0) };
}
