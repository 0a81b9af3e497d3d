/** An interaction → its INTERACTION_CREATE payload, and what the messages that answer it say of it. */
import type { APIMessage } from 'discord-api-types/v10';
import type { Limits } from './limits.ts';
import { apiChannel, apiMember, type Member, type Place, permissionsOf, type World } from './world.ts';

export const InteractionType = { Command: 2, Component: 3, Autocomplete: 4, Modal: 5 } as const;

export interface Actor {
  place: Place;
  member: Member;
  locale: string;
}
export interface InteractionStart {
  actor: Actor;
  type: (typeof InteractionType)[keyof typeof InteractionType];
  data: Record<string, unknown>;
  /** The message whose component was used, or that opened the modal. */
  source?: APIMessage;
  /** Name of the command behind it, shown above the answer. */
  commandName?: string;
}

type Identified = InteractionStart & { id: string; token: string };

/** What Discord tells of the interaction on the message that answers it. */
export function metadataOf(interaction: Identified): APIMessage['interaction_metadata'] {
  const owners = { 0: interaction.actor.place.id };
  const metadata = {
    id: interaction.id,
    type: interaction.type,
    user: interaction.actor.member.user,
    authorizing_integration_owners: owners,
    ...(interaction.commandName ? { name: interaction.commandName } : {}),
    ...(interaction.type === InteractionType.Component && interaction.source
      ? { interacted_message_id: interaction.source.id }
      : {}),
  };
  // `name` is sent by Discord but missing from the published types.
  return metadata as APIMessage['interaction_metadata'];
}

/** The INTERACTION_CREATE payload. */
export function describeInteraction(
  parts: { world: World; limits: Limits },
  interaction: Identified,
): Record<string, unknown> {
  const { place, member, locale } = interaction.actor;
  const bot = place.members.get(parts.world.bot.id);
  return {
    id: interaction.id,
    application_id: parts.world.applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data: interaction.data,
    guild_id: place.id,
    guild: { id: place.id, features: [], locale: 'en-US' },
    channel_id: place.channel.id,
    channel: apiChannel(place),
    member: { ...apiMember(member), permissions: permissionsOf(place, member).toString() },
    ...(interaction.source ? { message: interaction.source } : {}),
    app_permissions: (bot ? permissionsOf(place, bot) : 0n).toString(),
    locale,
    guild_locale: 'en-US',
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: { 0: place.id },
    context: 0,
    attachment_size_limit: parts.limits.uploadBytes,
  };
}
