/**
 * The one error that speaks to a person. Anything else that is thrown is a bug: the dispatcher logs it under an
 * id and shows only that id.
 */

export interface UserErrorOptions {
  /** Values behind the message: what was seen, the limit, the mend. JSON-serialisable, no secrets. */
  context?: Record<string, unknown>;
  cause?: unknown;
}

export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable, kebab-case; also the key of the localised text (`error.<code>`), where there is one. */
  readonly code: string;
  readonly context: Record<string, unknown>;

  /** @param message what failed, the value seen, the limit and the mend, in English. */
  constructor(code: string, message: string, options: UserErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.context = options.context ?? {};
  }
}

export const isUserError = (error: unknown): error is UserError => error instanceof UserError;
