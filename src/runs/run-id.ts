/** Makes Run ids: eight characters of Crockford base32 (no I, L, O, U), 40 random bits, easy to say and type. */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A complete id in its stored form. */
export const RUN_ID = new RegExp(`^[${ALPHABET}]{8}$`);

export function makeRunId(): string {
  return Array.from(randomBytes(8), (byte) => ALPHABET[byte % 32]).join('');
}

/** What a person typed → the id as stored: upper case, O as 0, I and L as 1, no spaces or dashes. */
export function normaliseRunId(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
