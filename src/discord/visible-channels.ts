/**
 * The channels of a server that a person may see: what a Run shows is listed to those alone who see its channel. In: the
 * server as the gateway describes it (the Guilds intent suffices), the member as the interaction brings them, the channel in
 * which they ask. Out: ids. What the gateway does not describe (a deleted channel, a thread archived before the last start)
 * counts as not seen.
 */
import {
  ChannelType,
  type Guild,
  type GuildBasedChannel,
  GuildMember,
  PermissionFlagsBits,
} from 'discord.js';

export function visibleChannels(guild: Guild | null, member: unknown, here: string): ReadonlySet<string> {
  const seen = new Set([here]);
  // Where the bot is no member, as with an app of one's own, Discord tells of no other channel.
  if (guild === null || !(member instanceof GuildMember)) return seen;
  for (const channel of guild.channels.cache.values()) if (sees(member, channel)) seen.add(channel.id);
  return seen;
}

function sees(member: GuildMember, channel: GuildBasedChannel): boolean {
  const permissions = channel.permissionsFor(member);
  if (!permissions?.has(PermissionFlagsBits.ViewChannel)) return false;
  // Of a private thread its parent says nothing, and its members are not told with this intent.
  return channel.type !== ChannelType.PrivateThread || permissions.has(PermissionFlagsBits.ManageThreads);
}
