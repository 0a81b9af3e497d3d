/** An interaction → the Context in which its command runs, and the situation that its demands are held against. */
import type { BaseInteraction } from 'discord.js';
import type { Logger } from '../../log.ts';
import { languageIn, type ServerSettings } from '../../runs/servers/settings.ts';
import { pickLocale, translator } from '../../text/localise.ts';
import type { Context, Person, Services } from '../command.ts';
import { requireBotPermissions } from '../permissions.ts';
import type { Observer } from '../reply.ts';
import { type AnswerableInteraction, InteractionResponder } from '../responder.ts';
import { reportChannel } from '../server/report-channel.ts';
import { visibleChannels } from '../visible-channels.ts';
import type { FirstAnswers } from './first-answers.ts';

interface Surroundings {
  services: Services;
  log: Logger;
  observe: Observer;
  firstAnswers: FirstAnswers;
}

export async function contextOf(
  interaction: AnswerableInteraction,
  { services, log, observe, firstAnswers }: Surroundings,
): Promise<Context> {
  const settings = await services.settings.get(interaction.guildId);
  const ownLocale = pickLocale(interaction.locale);
  const locale = languageIn(settings, ownLocale);
  return {
    services,
    log,
    locale,
    ownLocale,
    settings,
    t: translator(locale),
    person: personOf(interaction),
    guildId: interaction.guildId,
    channelId: interaction.channelId ?? '',
    reportChannelId: () => reportIn(interaction, settings)?.id ?? interaction.channelId ?? '',
    visibleChannels: sightOf(interaction),
    uploadLimitBytes: interaction.attachmentSizeLimit,
    respond: new InteractionResponder(interaction, observe, () => firstAnswers.answered(interaction.id)),
    quiet: () => firstAnswers.quiet(interaction.id),
  };
}

export const situationOf = (
  interaction: AnswerableInteraction,
  { guildId, person, services, settings }: Context,
) => ({
  guildId,
  settings,
  isMember: interaction.guild !== null,
  person,
  config: services.config,
  requireBotPermissions: () => {
    const channel = reportIn(interaction, settings);
    const { me } = interaction.guild?.members ?? { me: null };
    const there = channel && me ? channel.permissionsFor(me) : interaction.appPermissions;
    const isThread = (channel ?? interaction.channel)?.isThread() ?? false;
    requireBotPermissions(there ?? interaction.appPermissions, { isThread });
  },
});

export function personOf(interaction: BaseInteraction): Person {
  const roles = interaction.member?.roles;
  return {
    id: interaction.user.id,
    roles: roles === undefined ? [] : Array.isArray(roles) ? roles : [...roles.cache.keys()],
    isManager: interaction.memberPermissions?.has('ManageGuild') ?? false,
  };
}

/** Null: in the channel at hand. */
const reportIn = (interaction: BaseInteraction, settings: ServerSettings) =>
  reportChannel(interaction.guild, interaction.channelId ?? '', settings);

export const sightOf = (interaction: BaseInteraction) => () =>
  visibleChannels(interaction.guild, interaction.member, interaction.channelId ?? '');
