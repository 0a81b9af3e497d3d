/**
 * A Consultation with data → figures of its shortlist, from a worker: this process neither decodes nor computes. Used by
 * `answer.ts`, which shows what arrives.
 */

import type { MeasureNews } from '../../src/child/measure-spec.ts';
import type { Config } from '../../src/config.ts';
import type { Context } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import type { Failure } from '../../src/failure.ts';
import { mayOpen } from '../../src/hub/hub-errors.ts';
import type { Consultation } from '../../src/recommend/consultation.ts';
import { type Fetching, type Shortlist, shortlist } from '../../src/recommend/rank/shortlist.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { timeLimit } from '../../src/time-limit.ts';
import { openColumns } from '../column-choice.ts';
import { MEASURABLE } from './controls.ts';

const SEED = 42;
/** Beyond the time of the measuring itself: for a worker that is at work with another's, but below the 15 minutes of an answer. */
const WAIT_SECONDS = 120;

const fetchingOf = ({ measure, hub }: Config): Fetching => ({
  ...measure,
  mayOpen: (id) => mayOpen(id, hub),
});

export const shortlistOf = (config: Config, ranking: Pick<Ranking, 'eligible'>): Shortlist =>
  shortlist(ranking, fetchingOf(config));

/**
 * What is to be measured: the shortlist, where nothing was measured yet, or a candidate that needs no download was not. A
 * changed condition alone orders what was measured anew.
 */
export function toMeasure(config: Config, consultation: Consultation, facts: Ranking): Shortlist | null {
  const { dataset, profile, measured, measureFailure, target } = consultation;
  if (!dataset || !profile || measureFailure !== null) return null;
  // Measured on another column than the person means, the figures would mislead.
  if (openColumns(profile, target).length > 0) return null;
  if (!MEASURABLE.some((kind) => kind === profile.kind) || facts.requirements.kind !== profile.kind)
    return null;
  const wanted = shortlistOf(config, facts);
  if (wanted.ids.length === 0) return null;
  if (!measured) return wanted;
  const tried = [...measured.measurements, ...measured.skipped].map(({ id }) => id);
  const embedded = facts.eligible.filter(({ runsHere }) => runsHere === 'embedded').map(({ id }) => id);
  if (embedded.every((id) => tried.includes(id)) && facts.eligible.some(({ id }) => tried.includes(id)))
    return null;
  return { ...wanted, ids: [...new Set([...wanted.ids, ...measured.measurements.map(({ id }) => id)])] };
}

/** The Consultation with what came out, be it the reason why nothing did. */
export async function measureConsultation(
  { services, log }: Context,
  consultation: Consultation,
  { ids, onNews }: { ids: string[]; onNews: (news: MeasureNews) => void },
): Promise<Consultation> {
  const { dataset, profile, target } = consultation;
  if (!dataset) return consultation;
  const budgetSeconds = services.config.measure.seconds;
  const wait = budgetSeconds + WAIT_SECONDS;
  const spec = {
    ...{ dataset, kind: profile?.kind ?? ('text' as const), candidates: ids, budgetSeconds, seed: SEED },
    target: target ?? profile?.labelColumn?.name ?? null,
  };
  const signal = timeLimit(wait * 1_000);
  try {
    const outcome = await services.runs.measures.ask(spec, { onNews, signal });
    if ('failure' in outcome) return { ...consultation, measureFailure: outcome.failure };
    return { ...consultation, profile: outcome.profile, measured: outcome.figures };
  } catch (error) {
    // The ranking by facts is there already: it stands, with the reason why nothing was measured.
    if (signal.aborted) return failed(consultation, 'measure-no-answer', { minutes: Math.round(wait / 60) });
    log.error({ err: error }, 'a measuring failed');
    return failed(consultation, 'measure-failed', {});
  }
}

function failed(
  consultation: Consultation,
  ...[code, values]: ['measure-no-answer', { minutes: number }] | ['measure-failed', Record<string, never>]
): Consultation {
  const error = code === 'measure-no-answer' ? new UserError(code, values) : new UserError('measure-failed');
  const measureFailure: Failure = { code: error.code, message: error.message, context: error.context };
  return { ...consultation, measureFailure };
}
