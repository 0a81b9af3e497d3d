/** Texts of unknown length → embed fields within Discord's limits. */
import { truncate } from '../src/text/escape.ts';

export interface Field {
  name: string;
  value: string;
}

const FIELD_CHARS = 1_024;
const NAME_CHARS = 256;

/** Whole lines while they fit; null when there is none. */
export function linesField(name: string, lines: readonly string[], limit = FIELD_CHARS): Field | null {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (length + line.length + 1 > limit - 2) {
      kept.push('…');
      break;
    }
    kept.push(line);
    length += line.length + 1;
  }
  const value = kept.join('\n').trim();
  return value === '' ? null : { name: truncate(name, NAME_CHARS), value };
}

/** Fields in order while all of them stay within `limit` characters together (an embed may have 6,000). */
export function fitFields(fields: readonly (Field | null)[], limit: number): Field[] {
  let left = limit;
  return fields.flatMap((field) => {
    if (!field || field.name.length + field.value.length > left) return [];
    left -= field.name.length + field.value.length;
    return [field];
  });
}
