/** An embed → its elements: title, text, fields in rows of three, picture, footer. */
import type { APIEmbed } from 'discord-api-types/v10';
import { el, localUrl } from '../dom.ts';
import { getLocale } from '../texts.ts';
import { markdown, plainText } from './markdown.ts';
import { drawPicture } from './picture-view.ts';

export function drawEmbed(embed: APIEmbed): HTMLElement {
  const element = el('div', { class: 'embed' });
  if (embed.color !== undefined) element.style.borderColor = `#${embed.color.toString(16).padStart(6, '0')}`;
  if (embed.author) element.append(el('p', { class: 'embed-author' }, embed.author.name));
  if (embed.thumbnail)
    element.append(
      el('img', { class: 'thumbnail', src: localUrl(embed.thumbnail.url), alt: '', loading: 'lazy' }),
    );
  if (embed.title) element.append(titleOf(embed.title, embed.url));
  if (embed.description) element.append(el('div', { class: 'body embed-text' }, markdown(embed.description)));
  if (embed.fields?.length) element.append(drawFields(embed.fields));
  if (embed.image) element.append(drawPicture({ url: embed.image.url, alt: plainText(embed.title ?? '') }));
  const date = embed.timestamp && new Date(embed.timestamp).toLocaleString(getLocale());
  const footer = [embed.footer?.text, date].filter(Boolean).join(' • ');
  if (footer) element.append(el('p', { class: 'embed-footer' }, footer));
  return element;
}

function titleOf(title: string, url: string | undefined): HTMLElement {
  const words = plainText(title);
  const label = url ? el('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, words) : words;
  return el('h3', { class: 'embed-title' }, label);
}

/** Inline fields stand three in a row, as on Discord; the style puts them below one another on a phone. */
function drawFields(fields: NonNullable<APIEmbed['fields']>): HTMLElement {
  return el(
    'dl',
    { class: 'fields' },
    ...fields.map((field) =>
      el(
        'div',
        { class: field.inline ? 'field inline' : 'field' },
        el('dt', {}, plainText(field.name)),
        el('dd', { class: 'body' }, markdown(field.value)),
      ),
    ),
  );
}
