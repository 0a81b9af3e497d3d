/**
 * Where a Run reports: in the channel that was set for the server, but only what was asked for where everybody reads; a Run of a
 * private channel stays there. In: the server as the gateway describes it. Out: the channel, null for the one at hand.
 */
import { ChannelType, type Guild, type GuildBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { ServerSettings } from '../../runs/servers/settings.ts';

export function reportChannel(
  guild: Guild | null,
  here: string,
  { reportChannelId }: Pick<ServerSettings, 'reportChannelId'>,
): GuildBasedChannel | null {
  if (guild === null || reportChannelId === null || reportChannelId === here) return null;
  const asked = guild.channels.cache.get(here);
  if (asked === undefined || !isOpen(guild, asked)) return null;
  // Deleted meanwhile: as if none were set.
  return guild.channels.cache.get(reportChannelId) ?? null;
}

const isOpen = (guild: Guild, channel: GuildBasedChannel): boolean =>
  channel.type !== ChannelType.PrivateThread &&
  (channel.permissionsFor(guild.roles.everyone)?.has(PermissionFlagsBits.ViewChannel) ?? false);
