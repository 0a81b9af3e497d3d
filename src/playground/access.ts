/**
 * Who may talk to the playground. In: the headers of a request or of an upgrade. Out: whether it is let in. Loopback by
 * name too, so that no page of another site reaches it through a rebound host name; no other origin; and for a person a
 * key made anew at every start, since other users of the computer share the loopback. server.ts asks it for requests,
 * discord/sockets.ts for upgrades.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What programs send the key in; the page has a cookie. */
export const KEY_HEADER = 'x-playground-key';

export interface Access {
  /** The secret of this start, which the page's address carries. */
  readonly key: string;
  /** Our own host name, and no other origin. */
  isLocal(headers: IncomingHttpHeaders): boolean;
  /** Whether the bearer was given the address: the key in the header or the cookie. */
  knowsKey(headers: IncomingHttpHeaders): boolean;
  isKey(text: string): boolean;
  /** The header that makes a browser remember the key. */
  cookie(): string;
  /** What a file's address carries, as Discord's do, so that it cannot be guessed. */
  sign(path: string): string;
  isSigned(path: string, signature: string): boolean;
}

export function createAccess(port: () => number, key = randomBytes(24).toString('base64url')): Access {
  const sign = (path: string): string => createHmac('sha256', key).update(path).digest('hex');
  const isKey = (text: string): boolean => isSame(text, key);
  // Browsers do not tell ports apart in cookies.
  const cookieName = (): string => `playground-${port()}`;
  return {
    key,
    isKey,
    sign,
    isLocal(headers) {
      const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
      const { host, origin } = headers;
      if (!hosts.includes(host ?? '')) return false;
      return origin === undefined || hosts.some((one) => origin === `http://${one}`);
    },
    knowsKey(headers) {
      const sent = headers[KEY_HEADER];
      if (typeof sent === 'string') return isKey(sent);
      // What a page elsewhere on this computer makes a browser load brings the cookie along, but says where it comes from.
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
      const value = cookieOf(headers.cookie ?? '', cookieName());
      return value !== null && isKey(value);
    },
    cookie: () => `${cookieName()}=${key}; Path=/; HttpOnly; SameSite=Lax`,
    isSigned: (path, signature) => isSame(signature, sign(path)),
  };
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookieOf(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
