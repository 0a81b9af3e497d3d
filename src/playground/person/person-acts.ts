/**
 * What a person does (command, completion, button, select, modal, message command, post) → the interaction or
 * message that Discord would make of it. Routes are in person-api.ts.
 */
import type { APIMessage } from 'discord-api-types/v10';
import type { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { StoredFile } from '../discord/file-store.ts';
import { type Actor, InteractionType } from '../discord/interaction-payload.ts';
import type { Outcome } from '../discord/interactions.ts';
import { apiAttachment, type StoredMessage } from '../discord/message-store.ts';
import { type ModalField, modalFields } from '../discord/modal-fields.ts';
import type { Parts } from '../playground-parts.ts';
import { buildCommandData, type CommandInput } from '../schemas/command-data.ts';
import type { MessageRow, Modal } from '../schemas/component-schema.ts';
import type { componentRequest, messageCommandRequest, modalRequest, postRequest } from './person-schema.ts';

/** What the person's client is told: the interaction and what came of it. */
export type Answer = { interactionId: string } & Outcome;

interface OpenModal {
  modal: Modal;
  source: APIMessage | undefined;
  commandName: string | undefined;
}

export interface Acts {
  runCommand(actor: Actor, input: CommandInput): Promise<Answer>;
  autocomplete(actor: Actor, input: CommandInput & { focused: string }): Promise<Answer>;
  useComponent(actor: Actor, input: z.infer<typeof componentRequest>): Promise<Answer>;
  submitModal(actor: Actor, input: z.infer<typeof modalRequest>): Promise<Answer>;
  useMessageCommand(actor: Actor, input: z.infer<typeof messageCommandRequest>): Promise<Answer>;
  post(actor: Actor, input: z.infer<typeof postRequest>): APIMessage;
}

export function createActs(parts: Parts): Acts {
  /** Modals shown and not yet sent, by the interaction that opened them. */
  const openModals = new Map<string, OpenModal>();

  const begin = async (input: Parameters<Parts['interactions']['start']>[0]): Promise<Answer> => {
    const { id, outcome } = parts.interactions.start(input);
    const result = await outcome;
    if (result.kind === 'modal') {
      if (openModals.size >= 100) openModals.delete([...openModals.keys()][0]!);
      openModals.set(id, { modal: result.modal, source: input.source, commandName: input.commandName });
    }
    return { interactionId: id, ...result };
  };

  const uploaded = (id: string): StoredFile => {
    const file = parts.files.get(id);
    if (!file) throw new UserError('unknown-upload', { id });
    return file;
  };

  const seen = (actor: Actor, messageId: string): StoredMessage => {
    const stored = parts.messages.list(actor.place.channel.id).find((one) => one.message.id === messageId);
    const visible = stored && (stored.visibleTo === null || stored.visibleTo === actor.member.user.id);
    if (!visible) throw new UserError('unknown-message', { id: messageId });
    return stored;
  };

  const commandData = (actor: Actor, input: CommandInput, focused?: string) => {
    const commands = parts.commands.visibleTo(actor.place, actor.member);
    const { uploads, ...data } = buildCommandData(commands, input, focused);
    return { ...data, ...resolvedFiles(actor, uploads.map(uploaded)) };
  };

  const resolvedFiles = (actor: Actor, files: readonly StoredFile[]) => {
    if (files.length === 0) return {};
    const address = (file: StoredFile) => parts.fileUrl(actor.place.channel.id, file);
    const attachments = Object.fromEntries(
      files.map((file) => [file.id, apiAttachment(file, address(file))]),
    );
    return { resolved: { attachments } };
  };

  return {
    runCommand(actor, input) {
      const data = commandData(actor, input);
      const commandName = [data.name, ...(input.path ?? [])].join(' ');
      return begin({ actor, type: InteractionType.Command, data, commandName });
    },
    autocomplete(actor, input) {
      const data = commandData(actor, input, input.focused);
      return begin({ actor, type: InteractionType.Autocomplete, data });
    },
    useComponent(actor, input) {
      const { message } = seen(actor, input.messageId);
      const data = componentData(message, input);
      return begin({ actor, type: InteractionType.Component, data, source: message });
    },
    submitModal(actor, input) {
      const open = openModals.get(input.interactionId);
      if (!open) throw new UserError('unknown-modal');
      const data = modalData(open.modal, input.values, (ids) => resolvedFiles(actor, ids.map(uploaded)));
      openModals.delete(input.interactionId);
      const { source, commandName } = open;
      return begin({ actor, type: InteractionType.Modal, data, source, commandName });
    },
    useMessageCommand(actor, input) {
      const { message } = seen(actor, input.messageId);
      const all = parts.commands.visibleTo(actor.place, actor.member).filter((command) => command.type === 3);
      const command = all.find((one) => one.name === input.name);
      if (!command) {
        const names = all.map((one) => `"${one.name}"`).join(', ') || 'none';
        throw new UserError('unknown-message-command', { name: input.name, names });
      }
      const resolved = { messages: { [message.id]: message } };
      const data = { id: command.id, name: command.name, type: 3, target_id: message.id, resolved };
      return begin({ actor, type: InteractionType.Command, data, commandName: command.name });
    },
    post(actor, input) {
      const files = input.uploads.map((id, index) => ({ index: String(index), file: uploaded(id) }));
      const { user } = actor.member;
      return parts.messages.create({ channelId: actor.place.channel.id, author: user, body: input, files });
    },
  };
}

/** Checks a press or a selection against the message's own components. */
function componentData(
  message: APIMessage,
  input: z.infer<typeof componentRequest>,
): Record<string, unknown> {
  const rows = (message.components ?? []) as MessageRow[];
  const usable = rows.flatMap((row) => row.components).filter((one) => 'custom_id' in one);
  const component = usable.find((one) => one.custom_id === input.customId);
  if (!component) {
    const known = usable.map((one) => one.custom_id).join(', ') || 'none';
    throw new UserError('unknown-component', { id: input.customId, known });
  }
  if (component.disabled) throw new UserError('disabled-component', { id: input.customId });
  if (component.type === 2) return { component_type: 2, custom_id: component.custom_id };
  const values = input.values ?? [];
  const allowed = component.options.map((option) => option.value);
  const min = component.min_values ?? 1;
  const max = component.max_values ?? 1;
  const strange = values.find((value) => !allowed.includes(value));
  if (strange !== undefined || values.length < min || values.length > max) {
    throw new UserError('bad-selection', {
      id: input.customId,
      values: JSON.stringify(values),
      min,
      max,
      allowed: allowed.join(', '),
    });
  }
  return { component_type: 3, custom_id: component.custom_id, values };
}

type Values = Record<string, string | string[]>;

/** Checks a filled form and gives it the shape of MODAL_SUBMIT; `resolve` describes the files it brings. */
function modalData(
  modal: Modal,
  values: Values,
  resolve: (uploads: readonly string[]) => Record<string, unknown>,
): Record<string, unknown> {
  const filled = modalFields(modal).map((field) => filledField(field, values));
  const components = modal.components.map((row, i) =>
    row.type === 1 ? { type: 1, components: [filled[i]] } : { type: 18, component: filled[i] },
  );
  const uploads = filled.flatMap((one) => (one.type === 19 ? one.values : []));
  return { custom_id: modal.custom_id, components, ...resolve(uploads) };
}

type FilledField =
  | { type: 4; custom_id: string; value: string }
  | { type: 3 | 19; custom_id: string; values: string[] };

function filledField({ label, input }: ModalField, values: Values): FilledField {
  const given = values[input.custom_id] ?? (input.type === 4 ? (input.value ?? '') : []);
  const size = input.type === 4 ? String(given).length : given.length;
  const required = input.required ?? true;
  const min = input.type === 4 ? (input.min_length ?? (required ? 1 : 0)) : (input.min_values ?? 1);
  const max = input.type === 4 ? (input.max_length ?? 4000) : (input.max_values ?? 1);
  if ((required || size > 0) && (size < min || size > max)) {
    const unit = { 3: 'choices', 4: 'characters', 19: 'files' }[input.type];
    throw new UserError('bad-field', { label, size, unit, min, max });
  }
  return input.type === 4
    ? { type: 4, custom_id: input.custom_id, value: String(given) }
    : { type: input.type, custom_id: input.custom_id, values: [given].flat() };
}
