/**
 * The one error that speaks to a person. Anything else that is thrown is a bug: the dispatcher logs it under an
 * id and shows only that id. What it says is a text of `knowledge/locales/<language>/errors/`: what failed, the value
 * seen, the limit and the mend.
 */
import { type Code, isCode, render } from './text/render.ts';
import type { Term, ValueArguments, Values } from './text/term.ts';

/** Codes of errors: the texts `error.<code>`. */
type ErrorCode = Code extends infer Any ? (Any extends `error.${infer Rest}` ? Rest : never) : never;

interface UserErrorOptions {
  cause?: unknown;
}

export class UserError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'UserError';
  /** Stable, kebab-case. */
  readonly code: C;
  /** What fills the text. JSON-serialisable, no secrets. */
  readonly context: Values;

  constructor(code: C, ...rest: [...ValueArguments<`error.${C}`>, options?: UserErrorOptions]);
  constructor(code: C, values: Values = {}, { cause }: UserErrorOptions = {}) {
    super(render('en', `error.${code}`, values), cause === undefined ? undefined : { cause });
    this.code = code;
    this.context = values;
  }

  /** One of another process, whose compiler has checked the values; null when its code is none of ours. */
  static restore({ code, context }: { code: string; context: Values }): UserError | null {
    const rest: [ErrorCode, ...unknown[]] = [code as ErrorCode, context];
    return isErrorCode(code) ? new UserError(...(rest as [never])) : null;
  }

  /** What it says, as a value of another text. */
  get term(): Term {
    return { code: `error.${this.code}`, values: this.context };
  }
}

export const isUserError = (error: unknown): error is UserError => error instanceof UserError;

const isErrorCode = (code: string): code is ErrorCode => isCode(`error.${code}`);
