/**
 * Discord's Markdown → DOM nodes: bold, italic, underline, strike, spoiler, code, block quotes, headings, small
 * text, lists, links, time stamps, mentions. Text never becomes HTML, so a data set cannot inject any.
 */
import { el } from '../dom.ts';
import { getLocale } from '../texts.ts';

/** Names of the people the page knows, by id: a mention shows the name. */
const names = new Map<string, string>();
export const nameUser = (id: string, name: string): void => void names.set(id, name);

const INLINE =
  /\\([^0-9A-Za-z\s])|``(.+?)``|`([^`\n]+)`|\*\*\*([^\n]+?)\*\*\*|\*\*([^\n]+?)\*\*|__([^\n]+?)__|~~([^\n]+?)~~|\|\|([^\n]+?)\|\||\*([^\s*](?:[^*\n]*[^\s*])?)\*|(?<![\w])_([^_\n]+)_(?![\w])|\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)|<?(https?:\/\/[^\s<>]+[^\s<>.,:;!?)"'\]])>?|<t:(\d+)(?::([tTdDfFR]))?>|<[@#]&?!?(\d+)>|<\/([^:>]+):\d+>/gu;

/** Inline Markdown of one line. */
function inline(source: string): Node[] {
  const nodes: Node[] = [];
  let last = 0;
  for (const match of source.matchAll(INLINE)) {
    if (match.index > last) nodes.push(document.createTextNode(source.slice(last, match.index)));
    nodes.push(inlineNode(match));
    last = match.index + match[0].length;
  }
  if (last < source.length) nodes.push(document.createTextNode(source.slice(last)));
  return nodes;
}

function inlineNode(match: RegExpMatchArray): Node {
  const [whole, escaped, code2, code1, strongEm, strong, underline, strike, spoiler, em1, em2] = match;
  const [label, href, url, stamp, format, mention, command] = match.slice(11);
  if (escaped !== undefined) return document.createTextNode(escaped);
  const code = code2 ?? code1;
  if (code !== undefined) return el('code', {}, code);
  if (strongEm !== undefined) return el('strong', {}, el('em', {}, ...inline(strongEm)));
  if (strong !== undefined) return el('strong', {}, ...inline(strong));
  if (underline !== undefined) return el('u', {}, ...inline(underline));
  if (strike !== undefined) return el('s', {}, ...inline(strike));
  if (spoiler !== undefined) return spoilerNode(spoiler);
  const em = em1 ?? em2;
  if (em !== undefined) return el('em', {}, ...inline(em));
  if (label !== undefined && href !== undefined) return link(href, ...inline(label));
  if (url !== undefined) return link(url, url);
  if (stamp !== undefined) return timeNode(Number(stamp), format ?? 'f');
  if (mention !== undefined) return el('span', { class: 'mention' }, `@${names.get(mention) ?? mention}`);
  if (command !== undefined) return el('span', { class: 'mention' }, `/${command}`);
  return document.createTextNode(whole);
}

const link = (href: string, ...children: (Node | string)[]) =>
  el('a', { href, target: '_blank', rel: 'noreferrer noopener' }, ...children);

function spoilerNode(hidden: string): Node {
  const node = el('span', { class: 'spoiler', role: 'button', tabindex: 0 }, ...inline(hidden));
  const open = () => node.classList.add('open');
  node.addEventListener('click', open);
  node.addEventListener('keydown', (event) => event.key === 'Enter' && open());
  return node;
}

function timeNode(seconds: number, format: string): Node {
  const date = new Date(seconds * 1000);
  const full = date.toLocaleString(getLocale());
  return el('time', { datetime: date.toISOString(), title: full }, format === 'R' ? relative(date) : full);
}

function relative(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto' }).format(
    Math.round(seconds / size),
    unit,
  );
}

/** The words alone, for titles that are drawn as plain text. */
export const plainText = (source: string): string => el('span', {}, ...inline(source)).textContent ?? '';

/** A whole message. */
export function markdown(source: string): DocumentFragment {
  const out = document.createDocumentFragment();
  const parts = source.split(/```(?:([\w+-]+)\n)?\n?([\s\S]*?)```\n?/g);
  for (let i = 0; i < parts.length; i += 3) {
    if (parts[i]) out.append(...blocks(parts[i]!.replace(/\n$/, '')));
    if (i + 2 < parts.length)
      out.append(el('pre', {}, el('code', {}, (parts[i + 2] ?? '').replace(/\n$/, ''))));
  }
  return out;
}

function blocks(source: string): Node[] {
  const nodes: Node[] = [];
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) nodes.push(el('span', { class: 'text' }, ...inline(lines.join('\n'))));
    lines = [];
  };
  let list: HTMLElement | null = null;
  for (const line of source.split('\n')) {
    const item = /^(\s*)(?:[-*]|(\d+)\.) (.*)$/.exec(line);
    if (!item) list = null;
    const heading = /^(#{1,3}) (.+)$/.exec(line);
    const quote = /^> (.*)$/.exec(line);
    const small = /^-# (.+)$/.exec(line);
    if (item) {
      flush();
      if (!list) {
        list = el(item[2] ? 'ol' : 'ul', item[2] ? { start: item[2] } : {});
        nodes.push(list);
      }
      list.append(
        el('li', { class: (item[1] ?? '').length > 1 ? 'nested' : null }, ...inline(item[3] ?? '')),
      );
    } else if (heading || quote || small) {
      flush();
      if (heading) nodes.push(el('h3', { class: `md level-${heading[1]!.length}` }, ...inline(heading[2]!)));
      if (quote) nodes.push(el('blockquote', {}, ...inline(quote[1] ?? '')));
      if (small) nodes.push(el('small', { class: 'md' }, ...inline(small[1]!)));
    } else lines.push(line);
  }
  flush();
  return nodes;
}
