/** Makes DOM elements: tag, properties and attributes, children in; an element out. */

type Child = Node | string | null | undefined | false;
interface Attributes {
  [name: string]: string | number | boolean | null | undefined | ((event: never) => void);
}

/** `on…` entries are listeners; `true` sets an empty attribute; false, null and undefined set none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
  element.append(
    ...children.filter(
      (child): child is Node | string => child !== null && child !== undefined && child !== false,
    ),
  );
  return element;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks #${id}`);
  return element as T;
}

/** `1536` → `1.5 KB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

const AVATAR_COLOURS = ['#5865f2', '#23a55a', '#f0b232', '#eb459e', '#e67e22'];

/** A picture of the first letter, as a data address: no picture is fetched from anywhere. */
export function avatarOf(name: string, bot: boolean): string {
  const code = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const colour = bot ? '#5865f2' : AVATAR_COLOURS[1 + (code % (AVATAR_COLOURS.length - 1))];
  const mark = bot
    ? '<path d="M27 11v13.2a5 5 0 1 1-3-4.6V14l-7 1.6v10.8a5 5 0 1 1-3-4.6V13.4z" fill="#fff"/>'
    : `<text x="20" y="27" font-family="sans-serif" font-size="19" fill="#fff" text-anchor="middle">${escapeXml([...name][0] ?? '?')}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="${colour}"/>${mark}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const escapeXml = (text: string) =>
  text.toUpperCase().replace(/[<>&"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** Addresses of the playground's own files become relative, so that `localhost` and `127.0.0.1` both work. */
export function localUrl(url: string): string {
  const parsed = new URL(url, location.href);
  return parsed.pathname.startsWith('/cdn/') ? parsed.pathname + parsed.search : url;
}
