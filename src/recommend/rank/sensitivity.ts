/** How firm is the first place? Pareto marks, ±20 % on each weight, and what giving up a constraint would change. */
import { CRITERIA, type FilterRule } from '../../../knowledge/schema.ts';
import type { Candidate, Closeness, Counterfactual } from '../ranking.ts';
import { type Judged, rankJudged } from './judge.ts';

import { normaliseWeights, type Weights } from './score.ts';

type Axes = [quality: number, latency: number, size: number];

function axesOf(candidate: Candidate): Axes | null {
  const quality = candidate.contributions.find(({ criterion }) => criterion === 'quality');
  if (!quality || quality.basis === 'unknown' || candidate.latencyMs === null || candidate.sizeMiB === null)
    return null;
  return [quality.value, -candidate.latencyMs, -candidate.sizeMiB];
}

const dominates = (a: Axes, b: Axes): boolean =>
  a.every((value, axis) => value >= b[axis]!) && a.some((value, axis) => value > b[axis]!);

/** Marks who is not beaten in quality, latency and size at once, among those of whom all three are known. */
export function markPareto(candidates: readonly Candidate[]): Candidate[] {
  const axes = candidates.map(axesOf);
  return candidates.map((candidate, index) => {
    const own = axes[index];
    if (!own) return { ...candidate, pareto: null };
    return { ...candidate, pareto: !axes.some((other) => other && dominates(other, own)) };
  });
}

/** Does ±20 % on any single weight put another model first? */
export function closenessOf(eligible: readonly Judged[], weights: Weights): Closeness {
  const winner = rankJudged(eligible, weights)[0];
  if (!winner) return { close: false, flips: [] };
  const flips = CRITERIA.flatMap((criterion) =>
    [0.8, 1.2].flatMap((factor) => {
      const varied = normaliseWeights({ ...weights, [criterion]: weights[criterion] * factor });
      const first = rankJudged(eligible, varied)[0]!.judged.model;
      return first.id === winner.judged.model.id
        ? []
        : [{ criterion, factor, id: first.id, name: first.name }];
    }),
  );
  return { close: flips.length > 0, flips };
}

const GIVE_UP: readonly FilterRule['constraint'][] = [
  'latency',
  'size',
  'licence',
  'access',
  'offline',
  'offer',
  'exclusion',
];

/** For each constraint (and each leaning of the weights): who would be first, where that is somebody else. */
export function counterfactualsOf(judged: readonly Judged[], weights: Weights): Counterfactual[] {
  const eligible = judged.filter(({ rejections }) => rejections.length === 0);
  const winner = rankJudged(eligible, weights)[0]?.judged.model.id ?? null;
  const found: Counterfactual[] = [];
  const tell = (change: Counterfactual['change'], pool: readonly Judged[], under: Weights) => {
    const first = rankJudged(pool, under)[0];
    if (!first || first.judged.model.id === winner) return;
    found.push({ change, id: first.judged.model.id, name: first.judged.model.name, score: first.score });
  };
  for (const constraint of GIVE_UP) {
    const pool = judged.filter(({ rejections }) =>
      rejections.every((rule) => rule.constraint === constraint),
    );
    if (pool.length > eligible.length) tell(constraint, pool, weights);
  }
  tell(
    'wants-accuracy',
    eligible,
    normaliseWeights({ ...weights, quality: weights.quality * 3, latency: weights.latency / 3 }),
  );
  tell(
    'wants-speed',
    eligible,
    normaliseWeights({ ...weights, latency: weights.latency * 3, quality: weights.quality / 3 }),
  );
  return found;
}
