/** The files of a message below its text: pictures are shown, all else is offered; without those an embed shows. */
import type { APIAttachment, APIMessage } from 'discord-api-types/v10';
import { el, formatBytes, localUrl } from '../dom.ts';
import { drawPicture } from './picture-view.ts';

export function attachmentBlock(message: APIMessage): HTMLElement | null {
  const inEmbeds = message.embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]);
  const own = message.attachments.filter((attachment) => !inEmbeds.includes(attachment.url));
  if (own.length === 0) return null;
  return el('div', { class: 'attachments' }, ...own.map(drawAttachment));
}

function drawAttachment(attachment: APIAttachment): HTMLElement {
  if (/^image\//.test(attachment.content_type ?? ''))
    return drawPicture({ url: attachment.url, alt: attachment.description ?? attachment.filename });
  return el(
    'a',
    {
      class: 'file-card',
      href: localUrl(attachment.url),
      target: '_blank',
      rel: 'noopener',
      'data-filename': attachment.filename,
    },
    el('span', { class: 'file-icon', 'aria-hidden': 'true' }, '↓'),
    el('span', { class: 'file-name' }, attachment.filename),
    el('span', { class: 'file-size' }, formatBytes(attachment.size)),
  );
}
