/** Reads this project's sources for tests that hold texts against the code that names them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const sourcesOf = (folders: readonly string[]) =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
  );

/** From an opening bracket at `start` to the one that closes it; brackets in strings are taken to be balanced. */
export function bracketed(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if ('([{'.includes(text[at]!)) depth++;
    else if (')]}'.includes(text[at]!) && --depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

/** Parts of `(a, b, c)` between its commas; commas inside brackets and strings do not count. */
export function splitArguments(call: string): string[] {
  const parts: string[] = [];
  let [depth, quote, from] = [0, '', 1];
  for (let at = 1; at < call.length - 1; at++) {
    const char = call[at]!;
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (`'"\``.includes(char)) quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (char === ',' && depth === 0) {
      parts.push(call.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, call.slice(from, -1)].map((part) => part.trim()).filter((part) => part !== '');
}
