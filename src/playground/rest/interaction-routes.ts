/** The first answer to an interaction, and edits and follow-ups through its webhook. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Callback } from '../discord/callback.ts';
import type { Parts } from '../playground-parts.ts';
import { autocompleteSchema } from '../schemas/command-schema.ts';
import { modalSchema } from '../schemas/component-schema.ts';
import { EPHEMERAL, LOADING, messageBody } from '../schemas/message-schema.ts';
import { invalidForm, parseBody, unknownWebhook } from '../wire/discord-error.ts';
import { bodyOf } from './body.ts';
import type { RequestBody } from './multipart.ts';

const envelope = z.object({ type: z.number().int(), data: z.unknown().optional() });

/** Types the answer; throws error 50035 for one that is malformed or not implemented (Components V2, launch…). */
function parseCallback({ json, files }: RequestBody): Callback {
  const { type, data } = parseBody(envelope, json);
  switch (type) {
    case 4:
    case 7:
      return { type, body: parseBody(messageBody, data ?? {}, ['data']), files };
    case 5: {
      const deferral = parseBody(z.object({ flags: z.number().int().nullish() }), data ?? {}, ['data']);
      return { type, flags: deferral.flags ?? 0 };
    }
    case 6:
      return { type };
    case 8:
      return { type, choices: parseBody(autocompleteSchema, data, ['data']).choices };
    case 9:
      return { type, modal: parseBody(modalSchema, data, ['data']) };
    default:
      throw invalidForm(
        ['type'],
        'BASE_TYPE_CHOICES',
        'The playground implements the callback types 4, 5, 6, 7, 8 and 9',
      );
  }
}

export function registerInteractionRoutes(api: FastifyInstance, parts: Parts): void {
  api.post<{ Params: { id: string; token: string }; Querystring: { with_response?: string } }>(
    '/interactions/:id/:token/callback',
    async (request, reply) => {
      const callback = parseCallback(bodyOf(request));
      const { interaction, message } = parts.interactions.acknowledge(
        request.params.id,
        request.params.token,
        callback,
      );
      if (request.query.with_response !== 'true') return reply.code(204).send();
      const flags = message?.flags ?? 0;
      return {
        interaction: {
          id: interaction.id,
          type: interaction.type,
          ...(message
            ? {
                response_message_id: message.id,
                response_message_loading: (flags & LOADING) !== 0,
                response_message_ephemeral: (flags & EPHEMERAL) !== 0,
              }
            : {}),
          channel_id: interaction.actor.place.channel.id,
          guild_id: interaction.actor.place.id,
        },
        resource: { type: callback.type, ...(message ? { message } : {}) },
      };
    },
  );
  registerWebhookRoutes(api, parts);
}

interface WebhookParams {
  app: string;
  token: string;
  id: string;
}

function registerWebhookRoutes(api: FastifyInstance, parts: Parts): void {
  const { interactions, messages, world } = parts;
  const requireApplication = (app: string) => {
    if (app !== world.applicationId) throw unknownWebhook();
  };
  const targetOf = ({ app, token, id }: WebhookParams) => {
    requireApplication(app);
    return interactions.target(token, id);
  };

  api.post<{ Params: WebhookParams }>('/webhooks/:app/:token', async (request) => {
    requireApplication(request.params.app);
    const { json, files } = bodyOf(request);
    return interactions.followUp(request.params.token, parseBody(messageBody, json), files);
  });
  api.get<{ Params: WebhookParams }>(
    '/webhooks/:app/:token/messages/:id',
    async ({ params }) => messages.get(targetOf(params)).message,
  );
  api.patch<{ Params: WebhookParams }>('/webhooks/:app/:token/messages/:id', async (request) => {
    const { json, files } = bodyOf(request);
    return messages.edit(targetOf(request.params), parseBody(messageBody, json), files);
  });
  api.delete<{ Params: WebhookParams }>('/webhooks/:app/:token/messages/:id', async (request, reply) => {
    messages.delete(targetOf(request.params));
    return reply.code(204).send();
  });
}
