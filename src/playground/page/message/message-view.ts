/** A message → its elements: who, what, embeds, files, controls. Drawn anew at each change; channel.ts puts it in place. */
import type { APIMessage } from 'discord-api-types/v10';
import type { MessageRow } from '../../schemas/component-schema.ts';
import { avatarOf, el } from '../dom.ts';
import { getLocale, text } from '../texts.ts';
import { attachmentBlock } from './attachment-view.ts';
import { type Answering, componentRows } from './component-view.ts';
import { drawEmbed } from './embed-view.ts';
import { markdown } from './markdown.ts';

export type Message = APIMessage;

export interface MessageActions extends Answering {
  openMenu: (message: Message, at: { x: number; y: number }) => void;
  dismiss: (message: Message) => void;
}

const EPHEMERAL = 64;
const LOADING = 128;

/** Draws a message anew; the caller puts it in the place of the old element. */
export function drawMessage(message: Message, actions: MessageActions): HTMLElement {
  const ephemeral = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  const rows = (message.components ?? []) as MessageRow[];
  const element = el(
    'article',
    {
      id: `message-${message.id}`,
      'data-id': message.id,
      class: ephemeral ? 'message ephemeral' : 'message',
    },
    ...replyLine(message),
    el('img', {
      class: 'avatar',
      src: avatarOf(message.author.username, Boolean(message.author.bot)),
      alt: '',
    }),
    el(
      'div',
      { class: 'content' },
      head(message, actions),
      bodyOf(message),
      // What the bot says stands above its pictures, so that a verdict is read before its charts.
      ...message.embeds.map(drawEmbed),
      attachmentBlock(message),
      rows.length > 0 && componentRows(message.id, rows, actions),
      ephemeral && ephemeralLine(message, actions),
    ),
  );
  element.addEventListener('contextmenu', (event) => {
    if (event.target instanceof Element && event.target.closest('a, img, input, select')) return;
    event.preventDefault();
    actions.openMenu(message, { x: event.clientX, y: event.clientY });
  });
  return element;
}

function head(message: Message, actions: MessageActions): HTMLElement {
  const { author } = message;
  const date = new Date(message.timestamp);
  const shown = date.toLocaleString(getLocale(), { dateStyle: 'short', timeStyle: 'short' });
  const open = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    actions.openMenu(message, { x: box.left, y: box.bottom });
  };
  return el(
    'div',
    { class: 'head' },
    el(
      'h2',
      { class: 'author' },
      el('span', { class: author.bot ? 'name bot' : 'name' }, author.username),
      author.bot && el('span', { class: 'app' }, text('app')),
      el('time', { datetime: date.toISOString() }, shown),
    ),
    el(
      'button',
      { type: 'button', class: 'more', 'aria-label': text('more'), 'aria-haspopup': 'menu', onclick: open },
      '⋯',
    ),
  );
}

function bodyOf(message: Message): HTMLElement {
  const body = el('div', { class: 'body' });
  if (((message.flags ?? 0) & LOADING) !== 0) body.append(thinkingLine(message.author.username));
  else if (message.content) body.append(markdown(message.content));
  if (message.edited_timestamp && message.content)
    body.append(el('small', { class: 'edited' }, ` ${text('edited')}`));
  return body;
}

function replyLine(message: Message): HTMLElement[] {
  // Discord sends the command's name here, though its published types lack it.
  const metadata = message.interaction_metadata as { name?: string; user: { username: string } } | undefined;
  if (metadata?.name) {
    const command = el('span', { class: 'command' }, `/${metadata.name}`);
    const who = metadata.user.username;
    const picture = el('img', { src: avatarOf(who, false), alt: '' });
    return [el('div', { class: 'reply' }, picture, el('b', {}, who), ` ${text('used')} `, command)];
  }
  const replied = message.referenced_message;
  if (!replied) return [];
  const words = replied.content.slice(0, 100) || text('repliedTo');
  return [el('div', { class: 'reply' }, el('b', {}, replied.author.username), ` ${words}`)];
}

const thinkingLine = (bot: string) =>
  el('span', { class: 'thinking', role: 'status' }, el('i'), el('i'), el('i'), text('thinking', { bot }));

function ephemeralLine(message: Message, actions: MessageActions): HTMLElement {
  const dismiss = el(
    'button',
    { type: 'button', class: 'link', onclick: () => actions.dismiss(message) },
    text('dismiss'),
  );
  return el('div', { class: 'note' }, `${text('onlyYou')} · `, dismiss);
}
