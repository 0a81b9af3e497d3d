/** A message → its elements (discord-components for the frame, the embeds and the attachments), kept up to date. */
import '@skyra/discord-components-core/discord-messages.js';
import '@skyra/discord-components-core/discord-message.js';
import '@skyra/discord-components-core/discord-embed.js';
import '@skyra/discord-components-core/discord-embed-description.js';
import '@skyra/discord-components-core/discord-embed-field.js';
import '@skyra/discord-components-core/discord-embed-fields.js';
import '@skyra/discord-components-core/discord-embed-footer.js';
import '@skyra/discord-components-core/discord-attachments.js';
import '@skyra/discord-components-core/discord-file-attachment.js';
import type { APIAttachment, APIEmbed, APIMessage } from 'discord-api-types/v10';
import type { MessageRow } from '../schemas/component-schema.ts';
import { type Answering, componentRows } from './component-view.ts';
import { avatarOf, el, formatBytes, localUrl } from './dom.ts';
import { markdown, plainText } from './markdown.ts';
import { getLocale, text } from './texts.ts';

export type Message = APIMessage;

export interface MessageActions extends Answering {
  openMenu: (message: Message, at: { x: number; y: number }) => void;
  dismiss: (message: Message) => void;
}

/** Draws a message anew; the caller puts it in the place of the old element. */
export function drawMessage(message: Message, actions: MessageActions): HTMLElement {
  const ephemeral = ((message.flags ?? 0) & 64) !== 0;
  const thinking = ((message.flags ?? 0) & 128) !== 0;
  const { author } = message;
  const element = el('discord-message', {
    id: `message-${message.id}`,
    'data-id': message.id,
    class: ephemeral ? 'ephemeral' : null,
    author: author.username,
    avatar: avatarOf(author.username, Boolean(author.bot)),
    bot: Boolean(author.bot),
    timestamp: new Date(message.timestamp).toLocaleString(getLocale(), {
      dateStyle: 'short',
      timeStyle: 'short',
    }),
  });
  element.append(...replyLine(message));
  const body = el('div', { class: 'body' });
  if (thinking) body.append(thinkingLine(author.username));
  else if (message.content) body.append(markdown(message.content));
  if (message.edited_timestamp && message.content)
    body.append(el('small', { class: 'edited' }, ` ${text('edited')}`));
  element.append(body);
  element.append(...attachmentBlock(message));
  for (const embed of message.embeds) element.append(drawEmbed(embed));
  const rows = (message.components ?? []) as MessageRow[];
  if (rows.length > 0) element.append(componentRows(message.id, rows, actions));
  if (ephemeral) element.append(ephemeralLine(message, actions));
  element.append(menuButton(message, actions));
  element.addEventListener('contextmenu', (event) => {
    if (event.target instanceof Element && event.target.closest('a, input, select')) return;
    event.preventDefault();
    actions.openMenu(message, { x: event.clientX, y: event.clientY });
  });
  return element;
}

function replyLine(message: Message): HTMLElement[] {
  // Discord sends the command's name here, though its published types lack it.
  const metadata = message.interaction_metadata as { name?: string; user: { username: string } } | undefined;
  if (metadata?.name) {
    const command = el('span', { class: 'command' }, `/${metadata.name}`);
    const who = metadata.user.username;
    const picture = el('img', { src: avatarOf(who, false), alt: '' });
    return [
      el('div', { slot: 'reply', class: 'reply' }, picture, el('b', {}, who), ` ${text('used')} `, command),
    ];
  }
  const replied = message.referenced_message;
  if (!replied) return [];
  const words = replied.content.slice(0, 100) || text('repliedTo');
  return [el('div', { slot: 'reply', class: 'reply' }, el('b', {}, replied.author.username), ` ${words}`)];
}

const thinkingLine = (bot: string) =>
  el('span', { class: 'thinking', role: 'status' }, el('i'), el('i'), el('i'), text('thinking', { bot }));

function ephemeralLine(message: Message, actions: MessageActions): HTMLElement {
  const dismiss = el('button', { class: 'link', onclick: () => actions.dismiss(message) }, text('dismiss'));
  return el('div', { slot: 'thread', class: 'note' }, `${text('onlyYou')} · `, dismiss);
}

function menuButton(message: Message, actions: MessageActions): HTMLElement {
  const open = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    actions.openMenu(message, { x: box.right, y: box.bottom });
  };
  return el(
    'button',
    { class: 'more', 'aria-label': text('more'), 'aria-haspopup': 'menu', onclick: open },
    '⋯',
  );
}

/** Attachments below the message, without those that an embed shows. */
function attachmentBlock(message: Message): HTMLElement[] {
  const inEmbeds = message.embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]);
  const own = message.attachments.filter((attachment) => !inEmbeds.includes(attachment.url));
  if (own.length === 0) return [];
  return [el('discord-attachments', { slot: 'attachments' }, ...own.map(drawAttachment))];
}

function drawAttachment(attachment: APIAttachment): HTMLElement {
  const href = localUrl(attachment.url);
  if (/^image\//.test(attachment.content_type ?? '')) {
    const alt = attachment.description ?? attachment.filename;
    const picture = el('img', { class: 'picture', src: href, alt, loading: 'lazy' });
    return el('a', { href, target: '_blank', rel: 'noopener', class: 'picture-link' }, picture);
  }
  const [bytes, unit] = formatBytes(attachment.size).split(' ');
  return el('discord-file-attachment', {
    name: attachment.filename,
    bytes,
    'bytes-unit': unit,
    href,
    target: '_blank',
    'data-filename': attachment.filename,
  });
}

function drawEmbed(embed: APIEmbed): HTMLElement {
  const element = el('discord-embed', {
    slot: 'embeds',
    color: embed.color === undefined ? '#1e1f22' : `#${embed.color.toString(16).padStart(6, '0')}`,
    'embed-title': embed.title && plainText(embed.title),
    url: embed.url,
    'author-name': embed.author?.name,
    'author-url': embed.author?.url,
    image: embed.image && localUrl(embed.image.url),
    thumbnail: embed.thumbnail && localUrl(embed.thumbnail.url),
  });
  if (embed.description) {
    element.append(
      el('discord-embed-description', { slot: 'description', class: 'body' }, markdown(embed.description)),
    );
  }
  if (embed.fields?.length) element.append(drawFields(embed.fields));
  const date = embed.timestamp && new Date(embed.timestamp).toLocaleString(getLocale());
  const footer = [embed.footer?.text, date].filter(Boolean).join(' • ');
  if (footer) element.append(el('discord-embed-footer', { slot: 'footer' }, footer));
  return element;
}

/** Inline fields stand three in a row, as on Discord. */
function drawFields(fields: NonNullable<APIEmbed['fields']>): HTMLElement {
  const block = el('discord-embed-fields', { slot: 'fields' });
  let index = 0;
  for (const field of fields) {
    index = field.inline ? (index % 3) + 1 : 0;
    const place = field.inline ? { inline: true, 'inline-index': index } : {};
    const one = el('discord-embed-field', { 'field-title': plainText(field.name), class: 'body', ...place });
    one.append(markdown(field.value));
    block.append(one);
  }
  return block;
}
