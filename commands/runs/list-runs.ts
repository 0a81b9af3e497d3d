/** `/runs list`: the Runs that a person may see, newest first, a page at a time, of one state where that is asked for. */
import { type Context, componentCommand, type GuildContext } from '../../src/discord/command.ts';
import type { Button, Reply } from '../../src/discord/reply.ts';
import type { Run } from '../../src/runs/run.ts';
import { RUN_STATES, type RunStateName } from '../../src/runs/store.ts';
import { code, plain } from '../../src/text/escape.ts';
import { nameOfRun } from './run-choice.ts';
import { isUnposted, runData } from './run-data.ts';

const LISTED = 15;

export interface Listing {
  everybody: boolean;
  state: RunStateName | null;
  /** 0 is the newest. */
  page: number;
}

export async function listReply(context: GuildContext, listing: Listing): Promise<Reply> {
  const { t, guildId, person, services } = context;
  const { everybody, state, page } = listing;
  // One more tells whether there is a further page.
  const found = await services.runs.list({
    guildId,
    limit: LISTED + 1,
    offset: page * LISTED,
    ...(state ? { state } : {}),
    ...(everybody
      ? { seenBy: { userId: person.id, channels: context.visibleChannels() } }
      : { userId: person.id }),
  });
  const shown = found.slice(0, LISTED);
  return {
    embeds: [
      {
        title: t(everybody ? 'runs.title-everybody' : 'runs.title'),
        description:
          shown.map((run) => line(context, run)).join('\n') ||
          t(state || page > 0 ? 'runs.none-such' : 'runs.none'),
        color: 0x5865f2,
        ...(page > 0 || found.length > LISTED
          ? { footer: { text: t('runs.page', { page: page + 1 }) } }
          : {}),
      },
    ],
    buttons: pageButtons(context, listing, found.length > LISTED),
    result: { runs: shown.map(runData), page, hasMore: found.length > LISTED },
  };
}

const line = ({ t, locale }: Context, run: Run): string =>
  t('runs.line', {
    id: code(run.id),
    state: t(`state.${run.state}`),
    kind: t(`kind.${run.spec.kind}`),
    name: plain(nameOfRun(run, locale), 150),
    when: `<t:${Math.floor(run.createdAt.getTime() / 1_000)}:R>`,
  }) + (isUnposted(run) ? `\n⚠️ ${t('runs.unposted', { id: code(run.id) })}` : '');

function pageButtons({ t }: Context, { everybody, state, page }: Listing, hasMore: boolean): Button[] {
  const id = (to: number) => `runs-page:${everybody ? 'all' : 'own'}:${state ?? ''}:${to}`;
  return [
    ...(page > 0 ? [{ id: id(page - 1), label: t('runs.newer'), style: 'secondary' as const }] : []),
    ...(hasMore ? [{ id: id(page + 1), label: t('runs.older'), style: 'secondary' as const }] : []),
  ];
}

export const runsPage = componentCommand({
  name: 'runs-page',
  where: 'guild',
  async run(context, argument) {
    await context.respond.deferUpdate();
    const [whose, wanted, page] = argument.split(':');
    const state = RUN_STATES.find((one) => one === wanted) ?? null;
    await context.respond.send(
      await listReply(context, { everybody: whose === 'all', state, page: Math.max(0, Number(page) || 0) }),
    );
  },
});
