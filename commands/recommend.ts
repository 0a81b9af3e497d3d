/**
 * `/recommend`: which pretrained model suits the task. From words and options at once; with a data set the candidates
 * that run here are measured on it, and the reply is edited until that is done.
 */
import type { DataKind } from '../src/datasets/dataset.ts';
import { DATA_KINDS } from '../src/datasets/dataset.ts';
import { type Context, chatCommand } from '../src/discord/command.ts';
import type { AttachmentRef } from '../src/discord/definition.ts';
import { plainLines } from '../src/discord/escape.ts';
import { progressBar } from '../src/discord/live-run.ts';
import { describeUserError } from '../src/discord/localise.ts';
import { isUserError } from '../src/errors.ts';
import { explain } from '../src/recommend/explain.ts';
import { reword } from '../src/recommend/explain-llm.ts';
import { loadKnowledge } from '../src/recommend/knowledge.ts';
import type { Ranking } from '../src/recommend/ranking.ts';
import { recommend as rank } from '../src/recommend/recommend.ts';
import { ACCESS_WISHES, LICENCE_WISHES } from '../src/recommend/requirements.ts';
import { type RecommendOptions, understand } from '../src/recommend/understand/understand.ts';
import { inspect, measure } from './children.ts';
import { type RankingExtra, rankingReply } from './ranking-reply.ts';

interface Request extends RecommendOptions {
  description: string;
  dataset: AttachmentRef | null;
}

const EDIT_INTERVAL_MS = 5_000;
/** Kinds whose candidates the ridge probe can compare. */
const MEASURABLE: readonly DataKind[] = ['image', 'text', 'audio'];

export const recommend = chatCommand({
  definition: {
    kind: 'chat',
    name: 'recommend',
    where: 'anywhere',
    options: [
      { name: 'description', type: 'string', maxLength: 2_000 },
      { name: 'dataset', type: 'attachment' },
      { name: 'task', type: 'string', maxLength: 60, autocomplete: true },
      { name: 'licence', type: 'string', maxLength: 40, autocomplete: true },
      { name: 'access', type: 'string', maxLength: 40, autocomplete: true },
      { name: 'max-latency', type: 'string', maxLength: 20 },
      { name: 'language', type: 'string', maxLength: 40 },
      { name: 'top', type: 'integer', min: 1, max: 10 },
    ],
  },
  async run(context, options) {
    const request: Request = {
      description: options.description ?? '',
      dataset: options.dataset ?? null,
      task: taskId(options.task),
      licence: options.licence ?? null,
      access: options.access ?? null,
      maxLatency: options['max-latency'] ?? null,
      language: options.language ?? null,
      top: options.top ?? null,
    };
    await context.respond.defer();
    if (request.dataset) return recommendMeasured(context, request, request.dataset);
    const requirements = understand({ description: request.description, options: request });
    await answer(context, await rank(requirements));
  },
  async autocomplete({ option, typed, locale }) {
    const wanted = typed.toLowerCase();
    const choices =
      option === 'task'
        ? loadKnowledge().tasks.map((task) => ({ name: task.name[locale], value: task.id }))
        : (option === 'licence' ? LICENCE_WISHES : ACCESS_WISHES).map((value) => ({ name: value, value }));
    return choices.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
  },
});

/** A kind of data stands for its usual task. */
const USUAL_TASK: Record<DataKind, string> = {
  image: 'image-classification',
  text: 'text-classification',
  audio: 'audio-classification',
  series: 'series-forecasting',
  policy: 'offline-policy',
};

function taskId(typed: string | undefined): string | null {
  if (typed === undefined) return null;
  const word = typed.trim().toLowerCase();
  const kind = DATA_KINDS.find((one) => one === word);
  return kind ? USUAL_TASK[kind] : word;
}

/** The complete answer, in a chat model's words where one is configured and its words pass the check. */
async function answer(
  context: Context,
  ranking: Ranking,
  extra: Omit<RankingExtra, 'wording'> = {},
): Promise<void> {
  const { locale, services } = context;
  const explanation = explain(ranking, locale);
  const wording = await reword(ranking, explanation, services.config.llm, { locale });
  if (wording.reason)
    context.log.warn({ reason: wording.reason }, 'the words of the chat model were not used');
  await context.respond.send(rankingReply(context, ranking, { ...extra, wording }));
}

async function recommendMeasured(
  context: Context,
  request: Request,
  attachment: AttachmentRef,
): Promise<void> {
  const { services, t } = context;
  await services.downloads.inFolder(async (folder) => {
    const file = (await services.downloads.fetch(attachment, folder)).local;
    const profile = await inspect(context, { file, folder, target: null, task: null });
    const requirements = understand({ description: request.description, options: request, profile });
    const prior = await rank(requirements);
    const candidates = MEASURABLE.includes(profile.kind)
      ? prior.eligible.filter(({ runsHere }) => runsHere === 'embedded').map(({ id }) => id)
      : [];
    if (candidates.length === 0)
      return answer(context, prior, { profile, note: t('recommend.not-measured') });
    const show = progressEdits(context, prior, candidates.length);
    try {
      const measured = await measure(context, {
        file,
        folder,
        task: profile.kind,
        candidates,
        onProgress: show.progress,
      });
      await show.finished();
      await answer(context, await rank(requirements, { measured }), { profile: measured.profile });
    } catch (error) {
      // The ranking by facts is there already: it stands, with the reason why nothing was measured.
      if (!isUserError(error)) throw error;
      await show.finished();
      await answer(context, prior, {
        profile,
        note: plainLines(describeUserError(context.locale, error), 1_000),
      });
    }
  });
}

/** The ranking by facts at once, then edits of how far the measuring is, at most every 5 s, one at a time. */
function progressEdits(context: Context, prior: Ranking, count: number) {
  let shownAt = 0;
  let last: Promise<void> = Promise.resolve();
  const show = (fraction: number) => {
    shownAt = Date.now();
    const note = context.t('recommend.measuring', { count, progress: `\`${progressBar(fraction)}\`` });
    last = last
      .then(() => context.respond.send(rankingReply(context, prior, { note }), { pending: true }))
      .catch((error: unknown) => context.log.warn({ err: error }, 'a progress edit failed'));
  };
  show(0);
  return {
    progress: (fraction: number) => {
      if (Date.now() - shownAt >= EDIT_INTERVAL_MS) show(fraction);
    },
    finished: () => last,
  };
}
