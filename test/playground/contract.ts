/**
 * Records a playground's traffic and checks it against Discord's published schema, as the development dependency
 * `discord-api-spec` carries it. Use: spread `recorder.hooks` into `startPlayground`, let the bot work, then expect
 * `recorder.problems()` to be empty.
 */
import * as discord from 'discord-api-spec/zod';
import { core, z } from 'zod';
import type { Exchange } from '../../src/playground/server.ts';

type Schema = core.$ZodType;

interface Operation {
  body?: Schema;
  /** By status; 204 has none. */
  answers: Readonly<Record<number, Schema | null>>;
}

const message = discord.MessageResponseSchema;
const commandList = z.array(discord.ApplicationCommandResponseSchema);
const commandUpdates = {
  body: z.array(discord.ApplicationCommandUpdateRequestSchema),
  answers: { 200: commandList },
};
const callbackBody = z.union([
  discord.ApplicationCommandAutocompleteCallbackRequestSchema,
  discord.CreateMessageInteractionCallbackRequestSchema,
  discord.ModalInteractionCallbackRequestSchema,
  discord.UpdateMessageInteractionCallbackRequestSchema,
]);
const gone = { answers: { 204: null } };
const followUp = { answers: { 200: message } };

/**
 * What the bot may send, and what comes back, as Discord's document pairs paths and schemas. A request that is not listed is a
 * problem: a new one is added here after a look at the document.
 */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /gateway/bot': { answers: { 200: discord.GatewayBotResponseSchema } },
  'GET /users/@me': { answers: { 200: discord.UserPIIResponseSchema } },
  'GET /applications/@me': { answers: { 200: discord.PrivateApplicationResponseSchema } },
  'GET /applications/{id}/commands': { answers: { 200: commandList } },
  'PUT /applications/{id}/commands': commandUpdates,
  'GET /applications/{id}/guilds/{id}/commands': { answers: { 200: commandList } },
  'PUT /applications/{id}/guilds/{id}/commands': commandUpdates,
  'POST /interactions/{id}/{token}/callback': {
    body: callbackBody,
    answers: { 200: discord.InteractionCallbackResponseSchema, 204: null },
  },
  'POST /webhooks/{id}/{token}': {
    body: discord.IncomingWebhookRequestPartialSchema,
    answers: { 200: message, 204: null },
  },
  'GET /webhooks/{id}/{token}/messages/{id}': followUp,
  'PATCH /webhooks/{id}/{token}/messages/{id}': {
    ...followUp,
    body: discord.IncomingWebhookUpdateRequestPartialSchema,
  },
  'DELETE /webhooks/{id}/{token}/messages/{id}': gone,
  'GET /channels/{id}': {
    answers: { 200: z.union([discord.GuildChannelResponseSchema, discord.ThreadResponseSchema]) },
  },
  'GET /channels/{id}/messages': { answers: { 200: z.array(message) } },
  'POST /channels/{id}/messages': { body: discord.MessageCreateRequestSchema, answers: { 200: message } },
  'GET /channels/{id}/messages/{id}': { answers: { 200: message } },
  'PATCH /channels/{id}/messages/{id}': {
    body: discord.MessageEditRequestPartialSchema,
    answers: { 200: message },
  },
  'DELETE /channels/{id}/messages/{id}': gone,
};

const DESCRIBED = {
  GuildRoleResponse: discord.GuildRoleResponseSchema,
  GuildMemberResponse: discord.GuildMemberResponseSchema,
  UserResponse: discord.UserResponseSchema,
  MessageResponse: message,
  MessageAttachmentResponse: discord.MessageAttachmentResponseSchema,
} as const satisfies Record<string, Schema>;

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
function describedParts(event: string, data: unknown): { schema: keyof typeof DESCRIBED; value: unknown }[] {
  if (event === 'GUILD_CREATE') {
    const { roles, members } = guildParts.parse(data);
    return [
      ...roles.map((value) => ({ schema: 'GuildRoleResponse' as const, value })),
      ...members.map((value) => ({ schema: 'GuildMemberResponse' as const, value })),
    ];
  }
  if (event !== 'INTERACTION_CREATE') return [];
  const { member, message, data: inner } = interactionParts.parse(data);
  const { messages = {}, attachments = {} } = inner?.resolved ?? {};
  return [
    ...(member ? [{ schema: 'UserResponse' as const, value: member.user }] : []),
    ...(message ? [{ schema: 'MessageResponse' as const, value: message }] : []),
    ...Object.values(messages).map((value) => ({ schema: 'MessageResponse' as const, value })),
    ...Object.values(attachments).map((value) => ({ schema: 'MessageAttachmentResponse' as const, value })),
  ];
}

/** Each problem as `path message`; of a union, those of the branch that came nearest. */
function problemsOf(schema: Schema, value: unknown): string[] {
  const result = core.safeParse(schema, value);
  return result.success ? [] : [...new Set(result.error.issues.flatMap(linesOf))].slice(0, 6);
}

function linesOf(issue: core.$ZodIssue): string[] {
  const branches = issue.code === 'invalid_union' ? issue.errors : [];
  const nearest = branches.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
  if (!nearest) return [`/${issue.path.join('/')} ${issue.message}`];
  return nearest.flatMap((inner) => linesOf({ ...inner, path: [...issue.path, ...inner.path] }));
}

const depthOf = (issues: readonly core.$ZodIssue[]): number =>
  Math.max(...issues.map(({ path }) => path.length));

export function openContract(): Contract {
  // Fixed words win over parameters: `/users/@me` before `/users/{id}`.
  const operations = Object.entries(OPERATIONS)
    .map(([route, operation]) => ({ route, operation, pattern: patternOf(route) }))
    .sort((a, b) => a.route.split('{').length - b.route.split('{').length);

  return {
    check({ method, path, status, body, response }) {
      const label = `${method} ${path} → ${status}`;
      const found = operations.find(({ pattern }) => pattern.test(`${method} ${path}`));
      if (!found)
        return [`${label}: no such route in Discord's schema, or none that the bot is known to use`];
      const { operation } = found;
      const refused = status >= 400;
      const problems: string[] = [];
      if (!refused && body !== undefined && operation.body)
        problems.push(...problemsOf(operation.body, body));
      if (!refused && !(status in operation.answers)) problems.push(`status ${status} is not documented`);
      const answer = refused ? discord.ErrorResponseSchema : operation.answers[status];
      if (response !== undefined && answer)
        problems.push(...problemsOf(answer, response).map((problem) => `answer ${problem}`));
      return problems.map((problem) => `${label}: ${problem}`);
    },
    checkDispatch: (event, data) =>
      describedParts(event, data).flatMap(({ schema, value }) =>
        problemsOf(DESCRIBED[schema], value).map((problem) => `${event} ${schema}: ${problem}`),
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
        (problem) => !/: answer |^INTERACTION_CREATE|default_member_permissions /.test(problem),
      ),
  };
}
