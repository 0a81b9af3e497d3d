/** `/runs list|show|cancel|delete`, and the button that cancels a Run. Those under its verdict: `report-buttons.ts`. */

import { readReport, shortReply } from '../../src/discord/announce/final-message.ts';
import { foldEvent, newLiveRun, progressReply } from '../../src/discord/announce/live-run.ts';
import { type Context, chatCommand, componentCommand, type GuildContext } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { UserError } from '../../src/errors.ts';
import type { Run } from '../../src/runs/run.ts';
import { code, plain } from '../../src/text/escape.ts';
import { describeUserError, translator } from '../../src/text/localise.ts';
import { term } from '../../src/text/term.ts';
import { consentLines } from '../consent/consent-lines.ts';
import { ALL, deleteReply } from './delete-runs.ts';
import { findOwn, findRun } from './find-run.ts';
import { goOnSelects } from './go-on.ts';
import { nameOfRun, suggestRuns } from './run-choice.ts';

const LISTED = 15;

export const runs = chatCommand({
  definition: {
    kind: 'chat',
    name: 'runs',
    where: 'guild',
    subcommands: [
      { name: 'list', options: [{ name: 'everybody', type: 'boolean' }] },
      {
        name: 'show',
        options: [{ name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true }],
      },
      {
        name: 'cancel',
        options: [{ name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true }],
      },
      {
        name: 'delete',
        options: [{ name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true }],
      },
    ],
  },
  async run(context, options) {
    await context.respond.defer({ ephemeral: true });
    switch (options.subcommand) {
      case 'list':
        return context.respond.send(await listReply(context, options.everybody ?? false));
      case 'show':
        return context.respond.send(await showReply(context, await findRun(context, options.run)));
      case 'cancel':
        return context.respond.send(await cancelRun(context, options.run));
      case 'delete':
        return context.respond.send(await deleteReply(context, options.run));
    }
  },
  autocomplete: async (context) => {
    const found = await suggestRuns(context, () => true);
    const all = { name: translator(context.locale)('runs.all'), value: ALL };
    return context.subcommand === 'delete' ? [all, ...found] : found;
  },
});

/** What a script sees of a Run. */
export const runData = (run: Run) => ({
  runId: run.id,
  state: run.state,
  kind: run.spec.kind,
  dataset: run.spec.dataset.name,
  target: run.spec.target,
  headline: run.state === 'succeeded' ? run.headline : null,
  model: run.spec.model,
  userId: run.place.userId,
  createdAt: run.createdAt.toISOString(),
  ...(isUnposted(run) ? { unposted: true } : {}),
  ...(run.place.consent ? { consent: run.place.consent } : {}),
  ...(run.state === 'failed' ? { error: { code: run.failure.code, message: run.failure.message } } : {}),
});

async function listReply(context: GuildContext, everybody: boolean): Promise<Reply> {
  const { t, locale, guildId, person, services } = context;
  const found = await services.runs.list({
    guildId,
    limit: LISTED,
    ...(everybody
      ? { seenBy: { userId: person.id, channels: context.visibleChannels() } }
      : { userId: person.id }),
  });
  const lines = found.map(
    (run) =>
      t('runs.line', {
        id: code(run.id),
        state: t(`state.${run.state}`),
        kind: t(`kind.${run.spec.kind}`),
        name: plain(nameOfRun(run, locale), 150),
        when: `<t:${Math.floor(run.createdAt.getTime() / 1_000)}:R>`,
      }) + (isUnposted(run) ? `\n⚠️ ${t('runs.unposted', { id: code(run.id) })}` : ''),
  );
  return {
    embeds: [
      {
        title: t(everybody ? 'runs.title-everybody' : 'runs.title'),
        description: lines.length > 0 ? lines.join('\n') : t('runs.none'),
        color: 0x5865f2,
      },
    ],
    result: { runs: found.map(runData) },
  };
}

/** The announcer needs a moment; what is not posted by then was refused, or Discord is away. */
const POSTED_WITHIN_MS = 30_000;
const isUnposted = (run: Run): boolean =>
  'finishedAt' in run && !run.announced && Date.now() - run.finishedAt.getTime() > POSTED_WITHIN_MS;

async function showReply(context: GuildContext, run: Run): Promise<Reply> {
  const data = runData(run);
  const consent = consentLines(run, context.t);
  const selects = await goOnSelects(context, run);
  if (run.state === 'succeeded') {
    const report = await readReport(run, context.services.objects);
    const { locale, services, uploadLimitBytes } = context;
    const reply = await shortReply({ run, report, locale, limitBytes: uploadLimitBytes }, services);
    return {
      ...reply,
      content: [reply.content, ...consent].join('\n'),
      selects,
      result: { ...data, ...reply.result, runs: [data] },
    };
  }
  const events = await context.services.runs.events(run.id);
  const live = {
    ...events.reduce((state, { event }) => foldEvent(state, event), newLiveRun()),
    state: run.state,
  };
  const reply = progressReply({ ...run, place: { ...run.place, locale: context.locale } }, live);
  const why = run.state === 'failed' ? [plain(describeUserError(context.locale, run.failure), 1_500)] : [];
  return {
    ...reply,
    content: [...why, ...consent].join('\n'),
    selects,
    result: { ...data, ...reply.result, runs: [data] },
  };
}

async function cancelRun(context: GuildContext, typed: string): Promise<Reply> {
  const { t, person, services } = context;
  const run = await findOwn(context, typed);
  if (run.state !== 'queued' && run.state !== 'running') {
    throw new UserError('run-over', { id: run.id, state: term(`state.${run.state}`) });
  }
  const changed = await services.runs.cancel(run.id, person.id);
  context.log.info({ runId: run.id }, 'cancel asked for');
  return {
    content: t(changed.state === 'running' ? 'runs.cancelling' : 'runs.cancelled', { id: code(run.id) }),
    result: { ...runData(changed), runs: [runData(changed)] },
  };
}

export const cancelButton = componentCommand({
  name: 'cancel',
  where: 'guild',
  async run(context, runId) {
    await context.respond.defer({ ephemeral: true });
    await context.respond.send(await cancelRun(context, runId));
  },
});
