/**
 * The bot's REST API below `/api/v10`: authorisation, body parsing, rate limits, Discord's error shape, and the
 * routes of the neighbouring files. Whatever has no route is answered with 404 and noted in the log.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Exchange, Parts } from '../playground-parts.ts';
import {
  DiscordError,
  invalidForm,
  notFound,
  unauthorized,
  unknownInteraction,
  unknownWebhook,
} from '../wire/discord-error.ts';
import { createRateLimiter } from '../wire/rate-limits.ts';
import { bodyOf } from './body.ts';
import { registerCommandRoutes } from './command-routes.ts';
import { registerInteractionRoutes } from './interaction-routes.ts';
import { registerMessageRoutes } from './message-routes.ts';
import { type RequestBody, readMultipart } from './multipart.ts';
import { registerPlaceRoutes } from './place-routes.ts';

const PREFIX = '/api/v10';

/** Path of a request without prefix and query, percent-decoding done. */
function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0]!.slice(PREFIX.length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Registers the API; `onRequest` hears of every exchange after its answer. */
export function registerApi(
  app: FastifyInstance,
  parts: Parts,
  onRequest?: (exchange: Exchange) => void,
): void {
  app.register(
    async (api) => {
      parseBodies(api, parts);
      authorise(api, parts);
      goWrong(api, parts);
      limitRates(api, parts);
      answerErrors(api, parts);
      if (onRequest) report(api, onRequest);
      registerPlaceRoutes(api, parts);
      registerCommandRoutes(api, parts);
      registerMessageRoutes(api, parts);
      registerInteractionRoutes(api, parts);
    },
    { prefix: PREFIX },
  );
}

function parseBodies(api: FastifyInstance, parts: Parts): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: 8 * 2 ** 20 },
    (_request, text, done) => {
      try {
        const json: unknown = text === '' ? {} : JSON.parse(String(text));
        done(null, { json, files: [] } satisfies RequestBody);
      } catch {
        done(new DiscordError(400, 50109, 'The request body contains invalid JSON.'));
      }
    },
  );
  api.addContentTypeParser('multipart/form-data', (request, _payload, done) => {
    readMultipart(request.raw, parts.files, parts.limits.uploadBytes).then(
      (body) => done(null, body),
      (error: Error) => done(error),
    );
  });
}

/**
 * Interaction callbacks and webhooks carry their token in the path, which must be one that was given out: before the
 * body is read, so that nobody else can store files. All else needs the bot's.
 */
function authorise(api: FastifyInstance, parts: Parts): void {
  api.addHook('onRequest', async (request) => {
    const [, kind, , token = ''] = pathOf(request).split('/', 4);
    if (kind === 'interactions' || kind === 'webhooks') {
      if (parts.interactions.gaveOut(token)) return;
      throw kind === 'interactions' ? unknownInteraction() : unknownWebhook();
    }
    if (request.headers.authorization !== `Bot ${parts.token}`) throw unauthorized();
  });
}

/** The faults that a test wishes for: see faults/faults.ts. */
function goWrong(api: FastifyInstance, { faults }: Parts): void {
  api.addHook('onRequest', async (request, reply) => {
    const answer = faults.take(request.method, pathOf(request));
    if (answer === null) return;
    if (answer === 'reset') {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    if (answer.status !== 429) return reply.code(answer.status).send({ message: 'Wished for', code: 0 });
    const { retryAfterSeconds, global = false } = answer;
    return reply
      .code(429)
      .headers({
        'retry-after': String(retryAfterSeconds),
        'x-ratelimit-scope': global ? 'global' : 'user',
        ...(global ? { 'x-ratelimit-global': 'true' } : {}),
      })
      .send({ message: 'You are being rate limited.', retry_after: retryAfterSeconds, global });
  });
  api.addHook('onSend', async (request, _reply, payload) => {
    if (faults.loses(request.method, pathOf(request))) request.raw.socket.destroy();
    return payload;
  });
}

function limitRates(api: FastifyInstance, parts: Parts): void {
  const limiter = createRateLimiter(parts.now);
  api.addHook('onRequest', async (request, reply) => {
    const state = limiter.take(request.method, pathOf(request));
    if (!state) return;
    reply.headers(state.headers);
    if (state.retryAfter === null) return;
    const body = { message: 'You are being rate limited.', retry_after: state.retryAfter, global: false };
    return reply.code(429).send(body);
  });
}

function answerErrors(api: FastifyInstance, parts: Parts): void {
  api.setErrorHandler(async (error: FastifyError | DiscordError, request, reply) => {
    await Promise.all(bodyOf(request).files.map(({ file }) => parts.files.delete(file.id)));
    const known = error instanceof DiscordError ? error : translate(error);
    if (!known) {
      parts.log.error({ err: error, method: request.method }, 'the playground failed at a request');
      return reply.code(500).send({ message: '500: Internal Server Error', code: 0 });
    }
    parts.log.debug({ status: known.status, code: known.code, method: request.method }, 'request refused');
    return reply.code(known.status).send(known.toJSON());
  });
  api.setNotFoundHandler((request, reply) => {
    parts.log.warn(
      { method: request.method, path: pathOf(request) },
      'the playground does not implement this route',
    );
    return reply.code(404).send(notFound().toJSON());
  });
}

function translate(error: FastifyError): DiscordError | null {
  if (error.statusCode === 413) return new DiscordError(413, 40005, 'Request entity too large');
  if (error.statusCode === 415)
    return invalidForm(['content-type'], 'CONTENT_TYPE', 'Send JSON or multipart');
  const { statusCode = 500 } = error;
  // Cut off, of a wrong length, no JSON: the sender's fault.
  if (statusCode >= 400 && statusCode < 500) return new DiscordError(400, 0, '400: Bad Request');
  return null;
}

function report(api: FastifyInstance, onRequest: (exchange: Exchange) => void): void {
  api.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const { json, files } = bodyOf(request);
    onRequest({
      method: request.method,
      path: pathOf(request),
      body: request.body === undefined ? undefined : json,
      files: files.length,
      status: reply.statusCode,
      response: typeof payload === 'string' && payload !== '' ? (JSON.parse(payload) as unknown) : undefined,
    });
    return payload;
  });
}
