/**
 * The bot came to a server → one short message that says how to begin, where it may write: in the channel for such messages, else
 * the first. Once a server, whichever process hears of it, and in the server's language. Called by `app.ts`.
 */
import { type Guild, type GuildBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { Config } from '../../config.ts';
import type { Logger } from '../../log.ts';
import type { ServerStore } from '../../runs/servers/settings.ts';
import { pickLocale, translator } from '../../text/localise.ts';
import { payload } from '../reply.ts';

export interface WelcomeParts {
  servers: Pick<ServerStore, 'welcome'>;
  config: Pick<Config, 'allowedGuilds'>;
  log: Logger;
}

/** Never throws. */
export async function welcome(guild: Guild, { servers, config, log }: WelcomeParts): Promise<void> {
  const { allowedGuilds } = config;
  if (allowedGuilds.length > 0 && !allowedGuilds.includes(guild.id)) return;
  try {
    const channel = findChannel(guild);
    // Where it may write nowhere yet it says so when a command is used.
    if (channel === null || !(await servers.welcome(guild.id))) return;
    const t = translator(pickLocale(guild.preferredLocale));
    await channel.send(payload({ content: t('welcome') }));
    log.info({ guildId: guild.id }, 'a server was welcomed');
  } catch (error) {
    log.warn({ err: error, guildId: guild.id }, 'a server was not welcomed');
  }
}

function findChannel(guild: Guild) {
  const { me } = guild.members;
  const writable = (channel: GuildBasedChannel) =>
    me !== null &&
    (channel.permissionsFor(me)?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages]) ??
      false);
  if (guild.systemChannel && writable(guild.systemChannel)) return guild.systemChannel;
  const texts = [...guild.channels.cache.values()]
    .filter((channel) => channel.isTextBased() && !channel.isThread() && !channel.isVoiceBased())
    .sort((a, b) => a.position - b.position);
  return texts.find(writable) ?? null;
}
