/** A Fastify request that the parsers of api.ts have read → its JSON and files. */
import type { FastifyRequest } from 'fastify';
import type { RequestBody } from './multipart.ts';

/** The parsed body of a request, empty where it had none. */
export const bodyOf = (request: FastifyRequest): RequestBody =>
  (request.body as RequestBody | undefined) ?? { json: {}, files: [] };
