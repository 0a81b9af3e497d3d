/** Registration of application commands, global and of one guild. */
import type { FastifyInstance } from 'fastify';
import type { Parts } from '../playground-parts.ts';
import { type Command, commandSchema, commandsSchema } from '../schemas/command-schema.ts';
import { parseBody, unknownGuild } from '../wire/discord-error.ts';
import { bodyOf } from './body.ts';

interface Params {
  app: string;
  guild?: string;
  id: string;
}

export function registerCommandRoutes(api: FastifyInstance, parts: Parts): void {
  for (const scope of ['/applications/:app/commands', '/applications/:app/guilds/:guild/commands']) {
    registerScope(api, parts, scope);
  }
}

function registerScope(api: FastifyInstance, parts: Parts, scope: string): void {
  const { commands, world } = parts;
  const guildOf = ({ guild }: Params): string | undefined => {
    if (guild !== undefined && !world.places.has(guild)) throw unknownGuild();
    return guild;
  };
  api.get<{ Params: Params; Querystring: { with_localizations?: string } }>(
    scope,
    async ({ params, query }) => {
      const list = commands.list(guildOf(params));
      return query.with_localizations === 'true' ? list : list.map(withoutLocalizations);
    },
  );
  api.put<{ Params: Params }>(scope, async (request) =>
    commands.replace(parseBody(commandsSchema, bodyOf(request).json), guildOf(request.params)),
  );
  api.post<{ Params: Params }>(scope, async (request, reply) => {
    const { command, created } = commands.upsert(
      parseBody(commandSchema, bodyOf(request).json),
      guildOf(request.params),
    );
    return reply.code(created ? 201 : 200).send(command);
  });
  api.get<{ Params: Params }>(`${scope}/:id`, async ({ params }) => commands.get(params.id, guildOf(params)));
  api.patch<{ Params: Params }>(`${scope}/:id`, async (request) => {
    const { id } = request.params;
    const guild = guildOf(request.params);
    const changes = bodyOf(request).json;
    const merged = { ...commands.get(id, guild), ...(typeof changes === 'object' ? changes : {}) };
    return commands.edit(id, parseBody(commandSchema, merged), guild);
  });
  api.delete<{ Params: Params }>(`${scope}/:id`, async ({ params }, reply) => {
    commands.delete(params.id, guildOf(params));
    return reply.code(204).send();
  });
}

/** Discord leaves the dictionaries out unless asked for them. */
function withoutLocalizations(command: Command): unknown {
  return JSON.parse(
    JSON.stringify(command, (key, value) => (key.endsWith('_localizations') ? undefined : value)),
  );
}
