/**
 * Records a playground's traffic and checks it against Discord's published OpenAPI schema (not part of the project:
 * read from `../shared/contracts/discord-openapi.json`, skipped where it is absent). Use: spread `recorder.hooks`
 * into `startPlayground`, let the bot work, then expect `recorder.problems()` to be empty.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import type { Exchange } from '../../src/playground/server.ts';

const schemaPath = fileURLToPath(new URL('../../../shared/contracts/discord-openapi.json', import.meta.url));
/** Whether the schema is here; tests say so and skip where it is not. */
export const hasContract = existsSync(schemaPath);
export const contractMissing = `Discord's schema is not at ${schemaPath}: contract tests are skipped`;

interface Operation {
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
}

export interface Contract {
  /** Problems of one request and its answer; empty where both fit. */
  check(exchange: Exchange): string[];
  /** Problems of the parts of a gateway event that the schema describes: users, messages, attachments, roles. */
  checkDispatch(event: string, data: unknown): string[];
}

/** The parts of an INTERACTION_CREATE and a GUILD_CREATE that have a schema of their own. */
const interactionParts = z.object({
  member: z.object({ user: z.unknown() }).optional(),
  message: z.unknown().optional(),
  data: z
    .object({
      resolved: z
        .object({
          messages: z.record(z.string(), z.unknown()).optional(),
          attachments: z.record(z.string(), z.unknown()).optional(),
        })
        .optional(),
    })
    .optional(),
});
const guildParts = z.object({ roles: z.array(z.unknown()), members: z.array(z.unknown()) });

/** Values of a gateway event with the names of their schemas. */
function describedParts(event: string, data: unknown): { schema: string; value: unknown }[] {
  if (event === 'GUILD_CREATE') {
    const { roles, members } = guildParts.parse(data);
    return [
      ...roles.map((value) => ({ schema: 'GuildRoleResponse', value })),
      ...members.map((value) => ({ schema: 'GuildMemberResponse', value })),
    ];
  }
  if (event !== 'INTERACTION_CREATE') return [];
  const { member, message, data: inner } = interactionParts.parse(data);
  const { messages = {}, attachments = {} } = inner?.resolved ?? {};
  return [
    ...(member ? [{ schema: 'UserResponse', value: member.user }] : []),
    ...(message ? [{ schema: 'MessageResponse', value: message }] : []),
    ...Object.values(messages).map((value) => ({ schema: 'MessageResponse', value })),
    ...Object.values(attachments).map((value) => ({ schema: 'MessageAttachmentResponse', value })),
  ];
}

const escapePointer = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Compiles the schema lazily, one operation at a time. */
export function openContract(): Contract {
  const document = JSON.parse(readFileSync(schemaPath, 'utf8')) as OpenApi;
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  // An attachment of a request is named by its index, so short numbers pass too.
  ajv.addFormat('snowflake', /^(0|[1-9]\d{0,19})$/);
  ajv.addFormat('nonce', /^.{1,25}$/);
  for (const format of ['int32', 'int64', 'double', 'binary', 'date-time', 'uri', 'byte'])
    ajv.addFormat(format, true);
  ajv.addKeyword('x-discord-union');
  ajv.addSchema(document, 'discord');
  const routes = Object.keys(document.paths).map((template) => ({ template, pattern: patternOf(template) }));
  const compiled = new Map<string, ValidateFunction>();

  const validate = (pointer: readonly string[], value: unknown): string[] => {
    const ref = `discord#/${pointer.map(escapePointer).join('/')}`;
    const check = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, check);
    if (check(value)) return [];
    // A union reports every branch; the first few lines are enough to find the field.
    const lines = (check.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`);
    return [...new Set(lines)].slice(0, 6);
  };

  /** Templates without parameters come first: `/users/@me` before `/users/{user_id}`. */
  const find = (exchange: Exchange) =>
    routes
      .filter(
        ({ pattern, template }) =>
          pattern.test(exchange.path) && method(exchange) in document.paths[template]!,
      )
      .sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0]?.template;
  const method = (exchange: Exchange) => exchange.method.toLowerCase();

  return {
    check(exchange) {
      const template = find(exchange);
      const label = `${exchange.method} ${exchange.path} → ${exchange.status}`;
      if (!template) return [`${label}: Discord has no such route`];
      const at = ['paths', template, method(exchange)];
      const operation = document.paths[template]![method(exchange)]!;
      const problems: string[] = [];
      if (
        exchange.body !== undefined &&
        operation.requestBody?.content['application/json'] &&
        exchange.status < 400
      ) {
        problems.push(
          ...validate([...at, 'requestBody', 'content', 'application/json', 'schema'], exchange.body),
        );
      }
      const status = String(exchange.status);
      const answer = operation.responses[status] ?? operation.responses['4XX'];
      if (exchange.status < 400 && !operation.responses[status])
        problems.push(`status ${status} is not documented`);
      if (exchange.response !== undefined && answer?.content?.['application/json']) {
        const key = operation.responses[status] ? status : '4XX';
        const pointer = [...at, 'responses', key, 'content', 'application/json', 'schema'];
        problems.push(...validate(pointer, exchange.response).map((problem) => `answer ${problem}`));
      }
      return problems.map((problem) => `${label}: ${problem}`);
    },
    checkDispatch: (event, data) =>
      describedParts(event, data).flatMap(({ schema, value }) =>
        validate(['components', 'schemas', schema], value).map((problem) => `${event} ${schema}: ${problem}`),
      ),
  };
}

/** `/channels/{channel_id}/messages` → a pattern for decoded paths. */
function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${escaped}$`);
}

/** Collects exchanges and dispatches of a playground. */
export function recordTraffic() {
  const exchanges: Exchange[] = [];
  const dispatches: { event: string; data: unknown }[] = [];
  /** What does not fit Discord's schema, of all that was recorded. */
  const problems = (): string[] => {
    const contract = openContract();
    return [
      ...exchanges.flatMap((exchange) => contract.check(exchange)),
      ...dispatches.flatMap(({ event, data }) => contract.checkDispatch(event, data)),
    ];
  };
  return {
    exchanges,
    dispatches,
    hooks: {
      onRequest: (exchange: Exchange) => void exchanges.push(structuredClone(exchange)),
      onDispatch: (event: string, data: unknown) =>
        void dispatches.push({ event, data: structuredClone(data) }),
    },
    problems,
    /** Of the bot's requests alone. Discord itself takes and gives the permissions as a string. */
    requestProblems: () =>
      problems().filter(
        (problem) =>
          !/: answer |^INTERACTION_CREATE|default_member_permissions must be integer/.test(problem),
      ),
  };
}
