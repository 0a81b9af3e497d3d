/** `/runs list|show|cancel|delete`, and the button that cancels a Run. Those under its verdict: `report-buttons.ts`. */

import { readReport, shortReply } from '../../src/discord/announce/final-message.ts';
import { foldEvent, newLiveRun, progressReply } from '../../src/discord/announce/live-run.ts';
import { chatCommand, componentCommand, type GuildContext } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { UserError } from '../../src/errors.ts';
import type { Run } from '../../src/runs/run.ts';
import { RUN_STATES } from '../../src/runs/store.ts';
import { code, plain } from '../../src/text/escape.ts';
import { describeUserError, translator } from '../../src/text/localise.ts';
import { term } from '../../src/text/term.ts';
import { consentLines } from '../consent/consent-lines.ts';
import { ALL, deleteReply } from './delete-runs.ts';
import { findOwn, findRun } from './find-run.ts';
import { goOnSelects } from './go-on.ts';
import { listReply } from './list-runs.ts';
import { suggestRuns } from './run-choice.ts';
import { runData } from './run-data.ts';

export const runs = chatCommand({
  definition: {
    kind: 'chat',
    name: 'runs',
    where: 'guild',
    subcommands: [
      {
        name: 'list',
        options: [
          { name: 'everybody', type: 'boolean' },
          { name: 'state', type: 'string', choices: RUN_STATES },
        ],
      },
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
        return context.respond.send(
          await listReply(context, {
            everybody: options.everybody ?? false,
            state: options.state ?? null,
            page: 0,
          }),
        );
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
