/**
 * What went wrong → Discord's own JSON error: `{code, message, errors?}` with its HTTP status. Codes are those of
 * Discord's published list. Routes throw a DiscordError; server.ts turns it into the reply.
 */
import type { z } from 'zod';

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly status: number;
  /** Discord's code; 0 for general errors. */
  readonly code: number;
  readonly errors: ErrorTree | undefined;

  constructor(status: number, code: number, message: string, errors?: ErrorTree) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  toJSON() {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

export const unauthorized = () => new DiscordError(401, 0, '401: Unauthorized');
export const notFound = () => new DiscordError(404, 0, '404: Not Found');
export const unknownChannel = () => new DiscordError(404, 10003, 'Unknown Channel');
export const unknownGuild = () => new DiscordError(404, 10004, 'Unknown Guild');
export const unknownMember = () => new DiscordError(404, 10007, 'Unknown Member');
export const unknownMessage = () => new DiscordError(404, 10008, 'Unknown Message');
export const unknownUser = () => new DiscordError(404, 10013, 'Unknown User');
export const unknownWebhook = () => new DiscordError(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new DiscordError(404, 10062, 'Unknown interaction');
export const unknownCommand = () => new DiscordError(404, 10063, 'Unknown application command');
export const tooManyOldEdits = () =>
  new DiscordError(
    400,
    30046,
    'Maximum number of edits to messages older than 1 hour reached. Try again later.',
  );
export const entityTooLarge = () => new DiscordError(413, 40005, 'Request entity too large');
export const alreadyAcknowledged = () =>
  new DiscordError(400, 40060, 'Interaction has already been acknowledged.');
export const notTheAuthor = () =>
  new DiscordError(403, 50005, 'Cannot edit a message authored by another user');
export const emptyMessage = () => new DiscordError(400, 50006, 'Cannot send an empty message');
export const missingPermissions = () => new DiscordError(403, 50013, 'Missing Permissions');
export const expiredToken = () => new DiscordError(401, 50027, 'Invalid Webhook Token');

/** Error 50035 for one field; `path` such as `['data', 'attachments']`. */
export function invalidForm(path: readonly PropertyKey[], code: string, message: string): DiscordError {
  const leaf = { _errors: [{ code, message }] };
  const tree = path.reduceRight<ErrorTree>((inner, key) => ({ [String(key)]: inner }), leaf);
  return new DiscordError(400, 50035, 'Invalid Form Body', tree);
}

/** Names an issue as Discord does where it has a name for it. */
function describeIssue(issue: z.core.$ZodIssue): { code: string; message: string } {
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
  }
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    return { code: 'BASE_TYPE_BAD_LENGTH', message: issue.message };
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
  }
  return { code: issue.code.toUpperCase(), message: issue.message };
}

/** Of a union that no branch matched, the issues of the branch that came furthest. */
function mostLikelyBranch(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((branch) =>
    branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(mostLikelyBranch),
  );
  const depth = (branch: z.core.$ZodIssue[]) => Math.max(...branch.map((inner) => inner.path.length));
  return branches.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best));
}

/** Parses a request body; throws error 50035 with the tree of every bad field, below `path`. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, path: readonly string[] = []): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const root: ErrorTree = {};
  for (const issue of parsed.error.issues.flatMap(mostLikelyBranch)) {
    let node = root;
    for (const key of [...path, ...issue.path]) {
      const next = node[String(key)];
      const inner: ErrorTree = !next || Array.isArray(next) ? {} : next;
      node[String(key)] = inner;
      node = inner;
    }
    const list = Array.isArray(node._errors) ? node._errors : [];
    node._errors = [...list, describeIssue(issue)];
  }
  return fail(root);
}

function fail(errors: ErrorTree): never {
  throw new DiscordError(400, 50035, 'Invalid Form Body', errors);
}
