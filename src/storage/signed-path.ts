/**
 * The path of an address that gives one object to whoever has it, until it expires. In: a key of the store, the time. Out:
 * `/files/<expires>/<signature>/<key>`, and back: the key, or why it is none. Pure. Next: `links.ts`, `link-server.ts`.
 *
 * HMAC-SHA256 (RFC 2104) with a key of the Run's own, derived from the secret, over expiry and object key. What is deleted
 * is gone from the store, so that its links end with it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = '/files/';

/** `runs/<id>` of `runs/<id>/model.zip`. */
const ownerOf = (key: string): string => key.split('/').slice(0, 2).join('/');

function sign(secret: Uint8Array, key: string, expires: number): Buffer {
  const own = createHmac('sha256', secret).update(ownerOf(key)).digest();
  return createHmac('sha256', own).update(`${expires}\n${key}`).digest();
}

/** @param expires seconds since the epoch */
export function signedPath(secret: Uint8Array, key: string, expires: number): string {
  const path = key.split('/').map(encodeURIComponent).join('/');
  return `${PREFIX}${expires}/${sign(secret, key, expires).toString('base64url')}/${path}`;
}

export type Opened = { key: string } | { refused: 'unknown' | 'expired' };

/** @param now seconds since the epoch */
export function openPath(secret: Uint8Array, path: string, now: number): Opened {
  const [, expires, signature, rest] = /^\/files\/(\d{1,12})\/([\w-]{43})\/(.+)$/.exec(path) ?? [];
  const key = rest === undefined ? null : decode(rest);
  if (expires === undefined || signature === undefined || key === null) return { refused: 'unknown' };
  const given = Buffer.from(signature, 'base64url');
  const wanted = sign(secret, key, Number(expires));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return { refused: 'unknown' };
  return Number(expires) < now ? { refused: 'expired' } : { key };
}

function decode(path: string): string | null {
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch {
    return null;
  }
}
