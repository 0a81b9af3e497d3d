/**
 * `/settings`: what those who manage a server decide for it, within what the operator allows. `show`, `change`, `reset`; the
 * answer is the whole of what holds now.
 */
import { chatCommand, type GuildContext } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import {
  DEFAULT_SETTINGS,
  languageIn,
  SERVER_LANGUAGES,
  type ServerSettings,
} from '../../src/runs/servers/settings.ts';
import { plain } from '../../src/text/escape.ts';
import { translator } from '../../src/text/localise.ts';

const MOST_ROLES = 20;

interface Change {
  roles?: string | undefined;
  'runs-per-person'?: number | undefined;
  'runs-at-once'?: number | undefined;
  language?: ServerSettings['language'] | undefined;
  'chat-model'?: boolean | undefined;
  channel?: string | undefined;
  downloads?: boolean | undefined;
}

export const settings = chatCommand({
  definition: {
    kind: 'chat',
    name: 'settings',
    where: 'guild',
    needs: ['managing'],
    subcommands: [
      { name: 'show', options: [] },
      {
        name: 'change',
        options: [
          { name: 'roles', type: 'string', maxLength: 500 },
          { name: 'runs-per-person', type: 'integer', min: 0, max: 1_000 },
          { name: 'runs-at-once', type: 'integer', min: 0, max: 10_000 },
          { name: 'language', type: 'string', choices: SERVER_LANGUAGES },
          { name: 'chat-model', type: 'boolean' },
          { name: 'channel', type: 'string', maxLength: 100 },
          { name: 'downloads', type: 'boolean' },
        ],
      },
      { name: 'reset', options: [] },
    ],
  },
  async run(context, options) {
    const { respond, guildId, services, log, person } = context;
    await respond.defer({ ephemeral: true });
    const held = await services.settings.get(guildId);
    if (options.subcommand === 'show') return tell(context, held);
    const next = options.subcommand === 'reset' ? DEFAULT_SETTINGS : changed(context, held, options);
    await services.settings.save(guildId, next);
    log.info({ guildId, by: person.id }, 'the settings of a server were changed');
    await tell(context, next);
  },
});

function changed(context: GuildContext, held: ServerSettings, change: Change): ServerSettings {
  const { 'runs-per-person': perPerson, 'runs-at-once': atOnce, 'chat-model': chatModel } = change;
  return {
    trainerRoles: change.roles === undefined ? held.trainerRoles : rolesIn(change.roles),
    // 0: the operator's limit.
    runsPerPerson: perPerson === undefined ? held.runsPerPerson : perPerson || null,
    runsAtOnce: atOnce === undefined ? held.runsAtOnce : atOnce || null,
    language: change.language ?? held.language,
    chatModel: chatModel ?? held.chatModel,
    reportChannelId: change.channel === undefined ? held.reportChannelId : channelIn(change.channel, context),
    modelDownloads: change.downloads ?? held.modelDownloads,
  };
}

/** What lifts a limit again, in the languages that we write. */
const NOTHING = ['none', 'everybody', 'all', '无', '所有人'];
const isNothing = (typed: string): boolean => NOTHING.includes(typed.trim().toLowerCase());
const ids = (typed: string): string[] => [...typed.matchAll(/\d{17,20}/g)].map(([id]) => id);

/** @throws UserError `bad-roles` */
function rolesIn(typed: string): string[] {
  if (isNothing(typed)) return [];
  const found = [...new Set(ids(typed))];
  if (found.length > 0 && found.length <= MOST_ROLES) return found;
  throw new UserError('bad-roles', { value: plain(typed), limit: MOST_ROLES });
}

/** @throws UserError `bad-channel` where it is no channel of this server that the person sees */
function channelIn(typed: string, { visibleChannels }: GuildContext): string | null {
  if (isNothing(typed)) return null;
  const [id, ...others] = ids(typed);
  if (id !== undefined && others.length === 0 && visibleChannels().has(id)) return id;
  throw new UserError('bad-channel', { value: plain(typed) });
}

async function tell(context: GuildContext, held: ServerSettings): Promise<void> {
  const { config } = context.services;
  // A change of language is answered in the new one.
  const t = translator(languageIn(held, context.ownLocale));
  const onOff = (on: boolean) => t(on ? 'settings.on' : 'settings.off');
  const limit = (own: number | null, operator: number) =>
    t('settings.limit', { count: Math.min(own ?? operator, operator), most: operator });
  const roles = held.trainerRoles.map((id) => `<@&${id}>`).join(' ');
  const lines = [
    t('settings.roles', { value: roles || t('settings.everybody') }),
    t('settings.per-person', { value: limit(held.runsPerPerson, config.quota.perUser) }),
    t('settings.at-once', { value: limit(held.runsAtOnce, config.quota.perGuild) }),
    t('settings.language', { value: t(`choice.language.${held.language}`) }),
    t('settings.chat-model', {
      value: config.llm === null ? t('settings.no-chat-model') : onOff(held.chatModel),
    }),
    t('settings.channel', {
      value: held.reportChannelId === null ? t('settings.where-asked') : `<#${held.reportChannelId}>`,
    }),
    t('settings.downloads', { value: onOff(held.modelDownloads) }),
  ];
  await context.respond.send({
    embeds: [
      {
        title: t('settings.title'),
        description: lines.join('\n'),
        color: 0x5865f2,
        footer: { text: t('settings.footer') },
      },
    ],
    result: { settings: held },
  });
}
