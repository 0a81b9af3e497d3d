/**
 * What a command looks like, as `as const` data; the type of its arguments is derived from it, so that the two
 * cannot drift. `command-json.ts` turns a definition into what Discord registers; `arguments.ts` reads an
 * interaction into the derived type.
 */

import type { AttachmentRef } from '../../fetch/attachment.ts';

interface OptionBase {
  /** As typed after the slash command; stable. Its texts are `option.<command>.<name>` in the locales. */
  readonly name: string;
  readonly required?: boolean;
}

export type OptionDefinition = OptionBase &
  (
    | {
        readonly type: 'string';
        readonly maxLength?: number;
        readonly choices?: readonly string[];
        readonly autocomplete?: boolean;
      }
    | { readonly type: 'integer'; readonly min?: number; readonly max?: number }
    | { readonly type: 'boolean' }
    | { readonly type: 'attachment' }
  );

interface SubcommandDefinition {
  readonly name: string;
  readonly options: readonly OptionDefinition[];
}

/** In servers only, or in direct messages too. */
export type Place = 'guild' | 'anywhere';

/**
 * What must hold before the command runs, beside its place: `training` is the person's right to train here,
 * `announcing` the bot's permissions to report a Run, `managing` the person's right to manage the server.
 */
type Need = 'training' | 'announcing' | 'managing';

/** What a command asks for; `demands.ts` enforces it for the dispatcher, so no command checks it again. */
export interface Demands {
  readonly where: Place;
  readonly needs?: readonly Need[];
  /** Served even where the operator's list of servers forbids the rest: what people must always be able to do. */
  readonly unlisted?: boolean;
}

export interface ChatDefinition extends Demands {
  readonly kind: 'chat';
  /** People may install it for themselves and use it wherever they are, where the bot is no member too. */
  readonly forUsers?: boolean;
  readonly name: string;
  readonly options?: readonly OptionDefinition[];
  readonly subcommands?: readonly SubcommandDefinition[];
}

export interface MessageDefinition extends Demands {
  readonly kind: 'message';
  /** Key of its name in the locales: `message-command.<name>`. */
  readonly name: string;
}

type ValueOf<O> = O extends { type: 'attachment' }
  ? AttachmentRef
  : O extends { type: 'integer' }
    ? number
    : O extends { type: 'boolean' }
      ? boolean
      : O extends { choices: readonly (infer Choice)[] }
        ? Choice
        : string;

type OptionsOf<Options extends readonly OptionDefinition[]> = {
  [O in Options[number] as O['name']]: O extends { required: true } ? ValueOf<O> : ValueOf<O> | undefined;
};

type SubcommandOf<S> = S extends SubcommandDefinition
  ? { subcommand: S['name'] } & OptionsOf<S['options']>
  : never;

/** The arguments a command receives: one field an option; with subcommands a union told apart by `subcommand`. */
export type ArgumentsOf<D extends ChatDefinition> = D extends {
  subcommands: readonly SubcommandDefinition[];
}
  ? SubcommandOf<D['subcommands'][number]>
  : D extends { options: readonly OptionDefinition[] }
    ? OptionsOf<D['options']>
    : Record<never, never>;

/** An argument of unknown type, as read from an interaction. */
export type ArgumentValue = string | number | boolean | AttachmentRef | undefined;
