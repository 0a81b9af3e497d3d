/** Who and where: the bot, its application, the gateway's address, guilds, members, roles, channels. */
import type { FastifyInstance } from 'fastify';
import { apiChannel, apiChannels, apiGuild, apiMember, type Place, type World } from '../discord/world.ts';
import type { Parts } from '../playground-parts.ts';
import { unknownChannel, unknownGuild, unknownMember, unknownUser } from '../wire/discord-error.ts';

function placeOfGuild(world: World, id: string): Place {
  const place = world.places.get(id);
  if (!place) throw unknownGuild();
  return place;
}

export function placeOfChannel(world: World, id: string): Place {
  for (const place of world.places.values())
    if (place.channel.id === id && !place.channelDeleted) return place;
  throw unknownChannel();
}

export function registerPlaceRoutes(api: FastifyInstance, parts: Parts): void {
  const { world } = parts;
  const gatewayUrl = () => `${parts.address().replace(/^http/, 'ws')}/gateway`;
  const application = () => ({
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: '',
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    type: null,
    owner: world.bot,
    role_connections_verification_url: null,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
    team: null,
    bot: world.bot,
    redirect_uris: [],
    interactions_endpoint_url: null,
    approximate_guild_count: world.places.size,
  });

  api.get('/gateway', async () => ({ url: gatewayUrl() }));
  api.get('/gateway/bot', async () => ({
    url: gatewayUrl(),
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
  }));
  api.get('/users/@me', async () => ({ ...world.bot, verified: true, mfa_enabled: true, flags: 0 }));
  api.get('/users/@me/guilds', async () =>
    [...world.places.values()].map(({ id, name }) => ({ id, name, icon: null, owner: false, features: [] })),
  );
  api.get<{ Params: { id: string } }>('/users/:id', async ({ params }) => {
    for (const place of world.places.values()) {
      const member = place.members.get(params.id);
      if (member) return member.user;
    }
    throw unknownUser();
  });
  api.get('/applications/@me', async () => application());
  api.get('/oauth2/applications/@me', async () => application());

  api.get<{ Params: { id: string } }>('/guilds/:id', async ({ params }) =>
    apiGuild(placeOfGuild(world, params.id)),
  );
  api.get<{ Params: { id: string } }>(
    '/guilds/:id/roles',
    async ({ params }) => placeOfGuild(world, params.id).roles,
  );
  api.get<{ Params: { id: string } }>('/guilds/:id/channels', async ({ params }) =>
    apiChannels(placeOfGuild(world, params.id)),
  );
  api.get<{ Params: { id: string; user: string } }>('/guilds/:id/members/:user', async ({ params }) => {
    const place = placeOfGuild(world, params.id);
    const member = place.members.get(params.user === '@me' ? world.bot.id : params.user);
    if (!member) throw unknownMember();
    return apiMember(member);
  });
  api.get<{ Params: { id: string } }>('/channels/:id', async ({ params }) =>
    apiChannel(placeOfChannel(world, params.id)),
  );
}
