/**
 * The people and places of a playground: one bot, one or more guilds of one text channel each, roles, members and
 * their permissions. Their ids are the same at every start. Pure state; the gateway and the routes read it.
 */
import type { APIGuildMember, APIRole, APIUser, GatewayGuildCreateDispatchData } from 'discord-api-types/v10';
import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { lastingId } from './snowflake.ts';

export interface Member {
  user: APIUser;
  roleIds: string[];
  joinedAt: string;
}
export interface Place {
  id: string;
  name: string;
  ownerId: string;
  channel: { id: string; name: string; topic: string };
  /** Then nothing knows it any more. */
  channelDeleted: boolean;
  /** Described by the gateway, seen by a role alone; nobody acts there. */
  privateChannels: { id: string; name: string; roleId: string }[];
  roles: APIRole[];
  members: Map<string, Member>;
  /** Level of its boosts, on which the size of files depends. */
  tier: Tier;
}
export type Tier = 0 | 1 | 2 | 3;
/** Boosts that a level takes. */
const BOOSTS_OF_TIER = [0, 2, 7, 14] as const;

export interface World {
  bot: APIUser;
  /** Also the application's id, as for real bots made since 2016. */
  applicationId: string;
  places: Map<string, Place>;
}

const EVERYONE =
  Permission.ViewChannel |
  Permission.SendMessages |
  Permission.ReadMessageHistory |
  Permission.EmbedLinks |
  Permission.AttachFiles |
  Permission.AddReactions |
  Permission.UseApplicationCommands;
const NO_FLAGS: number = 0;
const ALL = Object.values(Permission).reduce((sum, bit) => sum | bit, 0n);

/** Who is at the page, and a Person without a name. */
export const OWNER_NAME = 'You';
export const userId = (name: string): string => lastingId(`user:${name}`);

export const makeUser = (id: string, name: string, bot = false): APIUser => ({
  id,
  username: name,
  discriminator: '0',
  global_name: bot ? null : name,
  avatar: null,
  ...(bot ? { bot: true } : {}),
  public_flags: NO_FLAGS,
  flags: NO_FLAGS,
  primary_guild: null,
});

export const privateChannelId = (guild: string, name: string): string =>
  lastingId(`channel:${guild}:${name}`);

const makeRole = (id: string, name: string, permissions: bigint, position: number): APIRole => ({
  id,
  name,
  permissions: permissions.toString(),
  position,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  managed: false,
  mentionable: false,
  flags: NO_FLAGS,
});

/** Builds the world; `botPermissions` is what the bot's own role grants in every guild. */
export function createWorld(options: {
  botName: string;
  guilds: readonly string[];
  botPermissions?: bigint;
  /** In every guild: the channel's name and that of the role which sees it. */
  privateChannels?: readonly { name: string; role: string }[];
}): World {
  const botId = lastingId(`bot:${options.botName}`);
  const world: World = {
    bot: makeUser(botId, options.botName, true),
    applicationId: botId,
    places: new Map(),
  };
  for (const name of options.guilds) {
    const id = lastingId(`guild:${name}`);
    const place: Place = {
      id,
      name,
      ownerId: userId(OWNER_NAME),
      channel: {
        id: lastingId(`channel:${name}`),
        name: 'tunesmith',
        topic: 'Type / to see what the bot can do.',
      },
      channelDeleted: false,
      privateChannels: [],
      roles: [makeRole(id, '@everyone', EVERYONE, 0)],
      members: new Map(),
      tier: 0,
    };
    const botRole = addRole(place, options.botName, options.botPermissions ?? EVERYONE);
    // The bot's permissions are its role's alone, so that a test can take one away.
    place.members.set(botId, { user: world.bot, roleIds: [botRole.id], joinedAt: new Date().toISOString() });
    for (const { name: channel, role } of options.privateChannels ?? []) {
      const roleId = addRole(place, role, 0n).id;
      place.privateChannels.push({ id: privateChannelId(name, channel), name: channel, roleId });
    }
    world.places.set(id, place);
  }
  return world;
}

export function addRole(place: Place, name: string, permissions: bigint): APIRole {
  const role = makeRole(lastingId(`role:${place.name}:${name}`), name, permissions, place.roles.length);
  place.roles.push(role);
  return role;
}

/** Permission bits of a member in the guild's one channel. */
export function permissionsOf(place: Place, member: Member): bigint {
  if (member.user.id === place.ownerId) return ALL;
  const own = place.roles.filter((role) => member.roleIds.includes(role.id));
  const base = member.user.bot ? 0n : EVERYONE;
  const bits = own.reduce((sum, role) => sum | BigInt(role.permissions), base);
  return (bits & Permission.Administrator) !== 0n ? ALL : bits;
}

export const apiMember = (member: Member): APIGuildMember => ({
  user: member.user,
  nick: null,
  avatar: null,
  banner: null,
  pending: false,
  communication_disabled_until: null,
  roles: member.roleIds,
  joined_at: member.joinedAt,
  premium_since: null,
  deaf: false,
  mute: false,
  flags: NO_FLAGS,
});

/** The text channel in the form of `GET /channels/:id`. */
export const apiChannel = (place: Place) => ({
  id: place.channel.id,
  type: 0 as const,
  guild_id: place.id,
  name: place.channel.name,
  topic: place.channel.topic,
  position: 0,
  nsfw: false,
  rate_limit_per_user: 0,
  permission_overwrites: [],
  parent_id: null,
  last_message_id: null,
  flags: 0,
});

/** All channels in the form of `GET /guilds/:id/channels`. */
export const apiChannels = (place: Place) => [
  ...(place.channelDeleted ? [] : [apiChannel(place)]),
  ...place.privateChannels.map(({ id, name, roleId }) => ({
    ...apiChannel(place),
    id,
    name,
    permission_overwrites: [
      { id: place.id, type: 0 as const, allow: '0', deny: String(Permission.ViewChannel) },
      { id: roleId, type: 0 as const, allow: String(Permission.ViewChannel), deny: '0' },
    ],
  })),
];

/** The guild in the form of `GET /guilds/:id`. */
export const apiGuild = (place: Place) => ({
  id: place.id,
  name: place.name,
  owner_id: place.ownerId,
  icon: null,
  splash: null,
  discovery_splash: null,
  description: null,
  banner: null,
  region: '',
  afk_channel_id: null,
  afk_timeout: 300 as const,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  roles: place.roles,
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  vanity_url_code: null,
  premium_tier: place.tier,
  premium_subscription_count: BOOSTS_OF_TIER[place.tier],
  premium_progress_bar_enabled: false,
  preferred_locale: 'en-US' as const,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  nsfw_level: 0,
  max_members: 500_000,
  hub_type: null,
  incidents_data: null,
});

/** What the gateway says of a guild after READY. */
export const guildCreate = (place: Place): GatewayGuildCreateDispatchData =>
  ({
    ...apiGuild(place),
    joined_at: new Date().toISOString(),
    large: false,
    unavailable: false,
    member_count: place.members.size,
    voice_states: [],
    members: [...place.members.values()].map(apiMember),
    channels: apiChannels(place),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }) as GatewayGuildCreateDispatchData;
