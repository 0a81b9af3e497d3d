/**
 * Message bodies and files in → Discord messages out: created, edited, deleted, remembered a channel, told to the
 * hub. Ephemeral messages are seen by one person only and are unknown to the channel routes.
 */
import type { APIAttachment, APIEmbed, APIMessage, APIUser } from 'discord-api-types/v10';
import { EPHEMERAL, LOADING, type MessageBody } from '../schemas/message-schema.ts';
import { emptyMessage, invalidForm, unknownMessage } from '../wire/discord-error.ts';
import type { FileStore, StoredFile } from './file-store.ts';
import type { Hub } from './hub.ts';
import type { NextId } from './snowflake.ts';

/** A new file of a request, under the index that `attachments[].id` and `files[n]` share. */
export interface NewFile {
  index: string;
  file: StoredFile;
}
export interface StoredMessage {
  message: APIMessage;
  visibleTo: string | null;
  createdMs: number;
  result?: unknown;
}
interface NewMessage {
  channelId: string;
  author: APIUser;
  body: MessageBody;
  files?: readonly NewFile[];
  /** Flags beside the body's own. */
  flags?: number;
  visibleTo?: string | null;
  extra?: Partial<APIMessage>;
}

export interface MessageStore {
  create(input: NewMessage): APIMessage;
  edit(id: string, body: MessageBody, files?: readonly NewFile[]): APIMessage;
  delete(id: string): void;
  /** Throws error 10008 for an unknown id. */
  get(id: string): StoredMessage;
  list(channelId: string): StoredMessage[];
  annotate(id: string, result: unknown): void;
}

interface StoreParts {
  nextId: NextId;
  now: () => number;
  hub: Hub;
  files: FileStore;
  /** Address of a file on the CDN route. */
  fileUrl: (channelId: string, file: StoredFile) => string;
  messagesKept: number;
}

export const apiAttachment = (file: StoredFile, url: string, description?: string | null): APIAttachment => ({
  id: file.id,
  filename: file.filename,
  size: file.size,
  url,
  proxy_url: url,
  content_type: file.contentType,
  ...(description ? { description } : {}),
});

export function createMessageStore(parts: StoreParts): MessageStore {
  const messages = new Map<string, StoredMessage>();

  const emit = (kind: 'create' | 'update' | 'delete', stored: StoredMessage) =>
    parts.hub.emit({
      type: 'message',
      kind,
      message: stored.message,
      visibleTo: stored.visibleTo,
      ...(stored.result === undefined ? {} : { result: stored.result }),
    });

  const forget = (stored: StoredMessage) => {
    messages.delete(stored.message.id);
    for (const attachment of stored.message.attachments) void parts.files.delete(attachment.id);
  };

  const get = (id: string): StoredMessage => {
    const stored = messages.get(id);
    if (!stored) throw unknownMessage();
    return stored;
  };

  const list = (channelId: string) =>
    [...messages.values()].filter((one) => one.message.channel_id === channelId);

  return {
    get,
    list,
    create(input) {
      const { body } = input;
      const attachments = attach(parts, input.channelId, [], body, input.files ?? []);
      const flags = (body.flags ?? 0) | (input.flags ?? 0);
      if ((flags & LOADING) === 0) requireContent(body, attachments);
      const message: APIMessage = {
        id: parts.nextId(),
        type: 0,
        channel_id: input.channelId,
        author: input.author,
        content: body.content ?? '',
        timestamp: new Date(parts.now()).toISOString(),
        edited_timestamp: null,
        tts: false,
        mention_everyone: false,
        mentions: [],
        mention_roles: [],
        attachments,
        embeds: resolveEmbeds(body, attachments),
        pinned: false,
        flags,
        components: numberComponents(body.components),
        ...input.extra,
      };
      const stored = { message, visibleTo: input.visibleTo ?? null, createdMs: parts.now() };
      messages.set(message.id, stored);
      const kept = list(input.channelId);
      for (const old of kept.slice(0, Math.max(0, kept.length - parts.messagesKept))) forget(old);
      emit('create', stored);
      return message;
    },
    edit(id, body, files = []) {
      const stored = get(id);
      const old = stored.message;
      const attachments = attach(parts, old.channel_id, old.attachments, body, files);
      const message: APIMessage = {
        ...old,
        content: body.content === undefined ? old.content : (body.content ?? ''),
        embeds: body.embeds === undefined ? old.embeds : resolveEmbeds(body, attachments),
        components: body.components === undefined ? old.components : numberComponents(body.components),
        attachments,
        flags: ((old.flags ?? 0) & ~LOADING) | ((body.flags ?? 0) & ~EPHEMERAL),
        edited_timestamp: ((old.flags ?? 0) & LOADING) !== 0 ? null : new Date(parts.now()).toISOString(),
      };
      requireContent(message, attachments);
      stored.message = message;
      for (const gone of old.attachments) {
        if (!attachments.some((kept) => kept.id === gone.id)) void parts.files.delete(gone.id);
      }
      emit('update', stored);
      return message;
    },
    delete(id) {
      const stored = get(id);
      forget(stored);
      emit('delete', stored);
    },
    annotate(id, result) {
      const stored = messages.get(id);
      if (!stored) return;
      stored.result = result;
      emit('update', stored);
    },
  };
}

/** Kept and new attachments of a message: what `attachments` lists, or all of them where it is absent. */
function attach(
  parts: StoreParts,
  channelId: string,
  existing: readonly APIAttachment[],
  body: MessageBody,
  files: readonly NewFile[],
): APIAttachment[] {
  const entries = body.attachments;
  const kept = entries
    ? existing.filter((one) => entries.some((entry) => entry.id === one.id))
    : [...existing];
  const added = files.map(({ index, file }) => {
    const entry = entries?.find((one) => one.id === index);
    return apiAttachment(file, parts.fileUrl(channelId, file), entry?.description);
  });
  if (kept.length + added.length > 10) {
    throw invalidForm(['attachments'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  }
  return [...kept, ...added];
}

/** Discord numbers the components of a message; the library types rows by a union that cannot be inferred. */
function numberComponents(rows: MessageBody['components']): APIMessage['components'] {
  let next = 0;
  const numbered = (rows ?? []).map((row) => {
    next += 1;
    const id = row.id ?? next;
    const components = row.components.map((component) => {
      next += 1;
      const defaults = component.type === 3 ? { min_values: 1, max_values: 1 } : {};
      return { ...defaults, ...component, id: component.id ?? next };
    });
    return { ...row, id, components };
  });
  return numbered as APIMessage['components'];
}

function requireContent(
  body: { content?: string | null; embeds?: unknown[] | null; components?: unknown[] | null },
  attachments: readonly unknown[],
): void {
  const empty =
    !body.content?.trim() && !body.embeds?.length && !body.components?.length && attachments.length === 0;
  if (empty) throw emptyMessage();
}

/** Turns `attachment://name` into the address of that attachment, and types the embeds as Discord returns them. */
function resolveEmbeds(body: MessageBody, attachments: readonly APIAttachment[]): APIEmbed[] {
  const resolve = (url: string): string => {
    if (!url.startsWith('attachment://')) return url;
    const name = url.slice('attachment://'.length);
    return attachments.find((one) => one.filename === decodeURIComponent(name))?.url ?? url;
  };
  return (body.embeds ?? []).map((embed) => ({
    ...embed,
    type: 'rich' as APIEmbed['type'],
    color: embed.color ?? undefined,
    ...(embed.fields
      ? { fields: embed.fields.map((field) => ({ ...field, inline: field.inline ?? false })) }
      : {}),
    ...(embed.image ? { image: { url: resolve(embed.image.url) } } : {}),
    ...(embed.thumbnail ? { thumbnail: { url: resolve(embed.thumbnail.url) } } : {}),
    ...(embed.footer?.icon_url
      ? { footer: { ...embed.footer, icon_url: resolve(embed.footer.icon_url) } }
      : {}),
    ...(embed.author?.icon_url
      ? { author: { ...embed.author, icon_url: resolve(embed.author.icon_url) } }
      : {}),
  }));
}
