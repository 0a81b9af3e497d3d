/**
 * A Consultation → its answer in the channel: understand, rank, measure where there is data, explain, keep. Used by
 * `/recommend`, by "Recommend a model for this", and again by every control that changes something.
 */

import type { MeasureNews } from '../../src/child/measure-spec.ts';
import { progressBar } from '../../src/discord/announce/live-run.ts';
import type { Context } from '../../src/discord/command.ts';
import { type DataRequest, fetchDataset } from '../../src/discord/data-source.ts';
import { isUserError } from '../../src/errors.ts';
import { findOutage } from '../../src/outage/outage.ts';
import type { LlmSettings } from '../../src/recommend/chat-model.ts';
import { type Consultation, dataKey, keepConsultation } from '../../src/recommend/consultation.ts';
import type { Shortlist } from '../../src/recommend/rank/shortlist.ts';
import type { Ranking } from '../../src/recommend/ranking.ts';
import { recommend as rank, withMeasurements } from '../../src/recommend/recommend.ts';
import { askModel } from '../../src/recommend/understand/ask-model.ts';
import { refuseBadOptions, understand } from '../../src/recommend/understand/understand.ts';
import { formatSeconds } from '../../src/text/duration.ts';
import { plain, plainLines, safeFileName } from '../../src/text/escape.ts';
import { describeUserError } from '../../src/text/localise.ts';
import { phrase } from '../../src/text/phrases.ts';
import { inspect } from '../children.ts';
import { columnLines, openColumns } from '../column-choice.ts';
import { measureConsultation, toMeasure } from './measure.ts';
import { rankingReply } from './ranking-reply.ts';

const EDIT_INTERVAL_MS = 5_000;
interface StartOptions {
  /** A file that is no data set is then told of, and the words alone are answered. */
  dataOptional?: boolean;
}

/** The first answer; the interaction is deferred already. @throws UserErrors of the options and of the data set */
export async function startConsultation(
  context: Context,
  asked: Consultation,
  data: DataRequest,
  { dataOptional = false }: StartOptions = {},
): Promise<void> {
  refuseBadOptions(asked.options);
  const consultation = { ...asked, hints: await readHints(context, asked.description) };
  if (!data.dataset && !data.source) return answerConsultation(context, consultation);
  const { downloads } = context.services;
  await downloads.inFolder(async (folder) => {
    try {
      const file = await fetchDataset(context.services, data, folder);
      const { target, description } = consultation;
      const profile = await inspect(context, { file: file.local, folder, target, task: null, description });
      const dataset = await file.store(dataKey(consultation.id, safeFileName(file.local.name)));
      await answerConsultation(context, { ...consultation, profile, dataset });
    } catch (error) {
      if (!dataOptional || !isUserError(error)) throw error;
      await answerConsultation(context, consultation, { note: describeUserError(context.locale, error) });
    }
  });
}

/** The chat model for one call of this person; null where none is configured, or their calls of the day are used up. */
export function chatModel({ services, person, settings }: Context): LlmSettings | null {
  const { llm } = services.config;
  return llm !== null && settings.chatModel && services.chatCalls.take(person.id) ? llm : null;
}

/** What a chat model reads in the description, where one is configured; the rules alone otherwise. */
export async function readHints(context: Context, description: string): Promise<Consultation['hints']> {
  const { hints, reason } = await askModel(description, chatModel(context));
  if (reason) context.log.warn({ reason }, 'what the chat model understood was not used');
  return hints;
}

/** Ranks, measures what is not measured yet, answers, and keeps the Consultation for its controls. */
export async function answerConsultation(
  context: Context,
  consultation: Consultation,
  /** Stands below the answer. */
  { note }: { note?: string } = {},
): Promise<void> {
  const facts = await rankByFacts(context, consultation);
  const wanted = toMeasure(context.services.config, consultation, facts);
  if (wanted === null)
    return finish(context, consultation, { facts, note: note ?? noteOf(context, consultation) });
  const show = progressEdits(context, facts, wanted);
  const next = await measureConsultation(context, consultation, { ids: wanted.ids, onNews: show.news });
  await show.finished();
  await finish(context, next, { facts, note: noteOf(context, next) });
}

/** The Ranking by rules and facts, with what the Hub's live search adds. */
async function rankByFacts(context: Context, consultation: Consultation): Promise<Ranking> {
  await context.quiet();
  const requirements = understand(consultation);
  const found = await context.services.hub.find(requirements);
  if (found.failure) context.log.debug({ reason: found.failure }, 'the Hub was not searched');
  return rank(requirements, { extra: found.models, hubFacts: found.facts });
}

const measuredRanking = (facts: Ranking, { measured }: Consultation): Ranking =>
  measured && facts.requirements.task !== null ? withMeasurements(facts, measured) : facts;

/** The Ranking of an answer that stands: by what was measured, where that was done. */
export const rankConsultation = async (context: Context, consultation: Consultation): Promise<Ranking> =>
  measuredRanking(await rankByFacts(context, consultation), consultation);

function noteOf({ t, locale }: Context, consultation: Consultation): string {
  const { dataset, measured, measureFailure, profile, target } = consultation;
  const columns = profile ? openColumns(profile, target) : [];
  if (columns.length > 0) return [t('column.ask-measure'), ...columnLines(columns, t)].join('\n');
  if (measureFailure !== null) return plainLines(describeUserError(locale, measureFailure), 1_000);
  return dataset && !measured ? t('recommend.not-measured') : '';
}

/** The complete answer. */
async function finish(
  context: Context,
  consultation: Consultation,
  { facts, note }: { facts: Ranking; note: string },
): Promise<void> {
  const { services } = context;
  // The answer needs no storage; only its buttons do, after a restart.
  await keepConsultation(services.objects, consultation).catch((error: unknown) => {
    const outage = findOutage(error);
    if (outage === null) throw error;
    context.log.warn(
      { outage: outage.kind, reason: outage.message },
      'the recommendation is kept in memory only',
    );
  });
  services.recent.remember(consultation);
  const ranking = measuredRanking(facts, consultation);
  await context.respond.send(rankingReply(context, ranking, { note: plainLines(note, 1_000), consultation }));
}

/**
 * The ranking by facts at once, then edits with what was measured so far and how far the measuring is, at most every 5 s, one
 * at a time.
 */
function progressEdits(context: Context, facts: Ranking, { ids, fetchMiB }: Shortlist) {
  const { t, locale, services } = context;
  const time = formatSeconds(services.config.measure.seconds);
  let shownAt = 0;
  let prior = facts;
  let last: Promise<void> = Promise.resolve();
  const show = (fraction: number, step: string | null) => {
    shownAt = Date.now();
    const values = { count: ids.length, time, progress: `\`${progressBar(fraction)}\`` };
    const note = [
      fetchMiB > 0
        ? t('recommend.measuring-fetch', { ...values, size: fetchMiB })
        : t('recommend.measuring', values),
      ...(step === null ? [] : [`-# ${plain(phrase(locale, step), 150)}`]),
    ].join('\n');
    const reply = rankingReply(context, prior, { note });
    last = last
      .then(() => context.respond.send(reply, { pending: true }))
      .catch((error: unknown) => context.log.warn({ err: error }, 'a progress edit failed'));
  };
  show(0, null);
  return {
    news: ({ fraction, step, figures }: MeasureNews) => {
      if (figures && figures.measurements.length > 0) prior = withMeasurements(facts, figures);
      if (figures || Date.now() - shownAt >= EDIT_INTERVAL_MS) show(fraction, step);
    },
    finished: () => last,
  };
}
