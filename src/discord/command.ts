/**
 * The shapes of everything a person can trigger: slash commands, message commands, buttons, selects and modals.
 * `commands/` implements them; `dispatcher.ts` calls them with a Context; errors go back to the dispatcher.
 */

import type { runChild } from '../child/run-child.ts';
import type { Config } from '../config.ts';
import type { AttachmentRef } from '../fetch/attachment.ts';
import type { Downloads } from '../fetch/downloads.ts';
import type { Logger } from '../log.ts';
import type { CallBudget } from '../recommend/call-budget.ts';
import type { HubFinder } from '../recommend/hub-search.ts';
import type { RecentConsultations } from '../recommend/recent-consultations.ts';
import type { Runs } from '../runs/runs.ts';
import type { ServerSettings } from '../runs/servers/settings.ts';
import type { SettingsCache } from '../runs/servers/settings-cache.ts';
import type { Links } from '../storage/links.ts';
import type { ObjectStore } from '../storage/objects.ts';
import type { Locale, Translate } from '../text/localise.ts';
import type { ConsentRequests } from './consent-requests.ts';
import type { ArgumentsOf, ChatDefinition, Demands, MessageDefinition, Place } from './define/definition.ts';
import type { ModalForm } from './modal.ts';
import type { Responder } from './responder.ts';

/** Long-lived parts, constructed once by `app.ts`. */
export interface Services {
  config: Config;
  runs: Runs;
  objects: ObjectStore;
  /** To stored files that Discord does not take. */
  links: Links;
  downloads: Downloads;
  runChild: typeof runChild;
  /** The live search of the Hub, for `/recommend`. */
  hub: HubFinder;
  /** Calls of the chat model that a person has left today. */
  chatCalls: CallBudget;
  /** For forms, which cannot wait for storage. */
  recent: RecentConsultations;
  /** What is set for servers. */
  settings: SettingsCache;
  /** Questions to the authors of messages that somebody else wants to use. */
  consents: ConsentRequests;
}

/** Who asks. */
export interface Person {
  id: string;
  roles: readonly string[];
  /** May manage the server, or runs of others. */
  isManager: boolean;
}

export interface Context {
  services: Services;
  log: Logger;
  /** Of the server where one is set there, else the person's. */
  locale: Locale;
  /** The person's. */
  ownLocale: Locale;
  t: Translate;
  person: Person;
  /** What holds in the server; the defaults in a direct message. */
  settings: ServerSettings;
  /** Null in a direct message. */
  guildId: string | null;
  channelId: string;
  /** The channel in which a Run that is asked for here reports: this one, or the one set for the server. */
  reportChannelId: () => string;
  /** Ids of the channels of the server that the person sees, the one at hand among them. */
  visibleChannels: () => ReadonlySet<string>;
  /** Largest file Discord accepts in this place from this bot. */
  uploadLimitBytes: number;
  respond: Responder;
  /** Before work that occupies the process for more than a moment: resolves when nobody waits for a first answer. */
  quiet: () => Promise<void>;
}

/** A Context in a server; the dispatcher hands it to whatever is declared `where: 'guild'`. */
export interface GuildContext extends Context {
  guildId: string;
}

/** The Context that the declared place promises. */
type ContextIn<W extends Place> = W extends 'guild' ? GuildContext : Context;

export interface Choice {
  name: string;
  value: string;
}

/** What autocompletion may use; it has 3 s and may not do slow work. */
interface AutocompleteContext {
  services: Services;
  locale: Locale;
  guildId: string | null;
  person: Person;
  visibleChannels: Context['visibleChannels'];
  /** Null where the command has none. */
  subcommand: string | null;
  /** Option being typed and what stands in it. */
  option: string;
  typed: string;
}

/** The context of autocompletion that the declared place promises. */
export type AutocompleteIn<W extends Place> = W extends 'guild'
  ? AutocompleteContext & { guildId: string }
  : AutocompleteContext;

export interface ChatCommand<D extends ChatDefinition = ChatDefinition> {
  definition: D;
  run(context: ContextIn<D['where']>, options: ArgumentsOf<D>): Promise<void>;
  /** Asked only where the command may be used. */
  autocomplete?(context: AutocompleteIn<D['where']>): Promise<Choice[]>;
}

/** The message on which a message command is used. */
export interface TargetMessage {
  id: string;
  /** Opens it in Discord. */
  url: string;
  author: { id: string; isBot: boolean };
  content: string;
  attachments: AttachmentRef[];
}

interface MessageCommand<D extends MessageDefinition = MessageDefinition> {
  definition: D;
  run(context: ContextIn<D['where']>, message: TargetMessage): Promise<void>;
}

/** A button or select; `custom_id` is `<name>:<argument>`. */
interface ComponentCommand<W extends Place = Place> extends Demands {
  name: string;
  where: W;
  /** Shows a form instead of `run` where it returns one. */
  form?(context: ContextIn<W>, argument: string): Promise<ModalForm | null>;
  run(context: ContextIn<W>, argument: string, values: readonly string[]): Promise<void>;
}

/** A submitted form; `custom_id` is `<name>:<argument>`. */
export interface ModalCommand<W extends Place = Place> extends Demands {
  name: string;
  where: W;
  run(
    context: ContextIn<W>,
    argument: string,
    fields: Readonly<Record<string, string>>,
    files: Readonly<Record<string, AttachmentRef>>,
  ): Promise<void>;
}

/** Everything the bot answers to: explicit lists, made in `commands/index.ts`. */
export interface CommandSet {
  chat: readonly ChatCommand[];
  message: readonly MessageCommand[];
  components: readonly ComponentCommand[];
  modals: readonly ModalCommand[];
}

/** Ties `run`'s options to the definition, and forgets the exact type so that commands fit one list. */
export const chatCommand = <const D extends ChatDefinition>(command: ChatCommand<D>): ChatCommand =>
  command as unknown as ChatCommand;

/** The same for the Contexts that the declared places promise. */
export const messageCommand = <const D extends MessageDefinition>(
  command: MessageCommand<D>,
): MessageCommand => command;
export const componentCommand = <const W extends Place>(command: ComponentCommand<W>): ComponentCommand =>
  command;
export const modalCommand = <const W extends Place>(command: ModalCommand<W>): ModalCommand => command;
