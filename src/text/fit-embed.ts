/**
 * The one fitting of text into Discord's embeds: texts of unknown length → texts within the limits, cut between lines
 * where they can be, never inside a character or an escape. Lengths are counted as JavaScript counts them, which is never
 * less than Discord does. `discord/reply.ts` fits whatever is sent; reports and commands choose what is dropped first.
 */

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
export const LIMITS = {
  title: 256,
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  footer: 2_048,
  /** Of all embeds of a message together. */
  total: 6_000,
} as const;

/** What all fields of an embed may take beside a title, a description of a few sentences and a footer. */
const FIELDS_CHARS = 4_300;

export interface Field {
  name: string;
  value: string;
  inline?: boolean;
}

interface Embed {
  title?: string;
  description?: string;
  fields?: Field[];
  footer?: { text: string };
}

/** At most `max` long, with an ellipsis where something is gone. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  const whole = /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept;
  let escapes = 0;
  while (whole.at(-1 - escapes) === '\\') escapes++;
  return `${escapes % 2 === 1 ? whole.slice(0, -1) : whole}…`;
}

/** Whole parts while they fit, then an ellipsis; a first part that alone is too long is cut. */
export function fitParts(parts: readonly string[], between: string, limit: number): string {
  const whole = parts.join(between);
  if (whole.length <= limit) return whole;
  const room = limit - between.length - 1;
  let kept = '';
  for (const [index, part] of parts.entries()) {
    const next = index === 0 ? part : `${kept}${between}${part}`;
    if (next.length > room) return index === 0 ? cut(part, limit) : `${kept}${between}…`;
    kept = next;
  }
  return kept;
}

export const fitLines = (lines: readonly string[], limit: number = LIMITS.fieldValue): string =>
  fitParts(lines, '\n', limit);

/** Lines as a field; null where there is nothing to show, which Discord refuses. */
export function linesField(name: string, lines: readonly string[], limit?: number): Field | null {
  const value = fitLines(lines, limit).trim();
  return value === '' ? null : { name: cut(name, LIMITS.fieldName), value };
}

const sizeOf = ({ name, value }: Field): number => name.length + value.length;

/** Fields in order while all of them stay within `limit` together; one that does not is left out. */
export function fitFields(fields: readonly (Field | null)[], limit: number = FIELDS_CHARS): Field[] {
  let left = limit;
  const kept = fields.flatMap((field) => {
    if (!field || sizeOf(field) > left) return [];
    left -= sizeOf(field);
    return [field];
  });
  return kept.slice(0, LIMITS.fields);
}

/** Leaves out the most dispensable sections, of the largest `spare`, until the rest fits. */
export function fitSections(
  sections: readonly { spare: number; fields: readonly Field[] }[],
  limit: number = FIELDS_CHARS,
): Field[] {
  const kept = sections.flatMap(({ fields }) => fields);
  if (kept.length <= LIMITS.fields && kept.reduce((sum, field) => sum + sizeOf(field), 0) <= limit)
    return kept;
  const most = Math.max(...sections.map(({ spare }) => spare));
  return fitSections(
    sections.filter(({ spare }) => spare < most),
    limit,
  );
}

/** The embeds of one message within every limit, whatever they hold. */
export function fitEmbeds<E extends Embed>(embeds: readonly E[]): E[] {
  let left: number = LIMITS.total;
  const take = (text: string, max: number): string => {
    const kept = left > 0 ? cut(text, Math.min(max, left)) : '';
    left -= kept.length;
    return kept;
  };
  return embeds.flatMap((embed) => {
    if (left < 1) return [];
    const fitted = { ...embed };
    if (embed.title !== undefined) fitted.title = take(embed.title, LIMITS.title);
    if (embed.footer) fitted.footer = { ...embed.footer, text: take(embed.footer.text, LIMITS.footer) };
    if (embed.description !== undefined) fitted.description = take(embed.description, LIMITS.description);
    if (embed.fields) {
      const fields = embed.fields
        .filter(({ value }) => value !== '')
        .map((field) => ({
          ...field,
          name: cut(field.name, LIMITS.fieldName),
          value: cut(field.value, LIMITS.fieldValue),
        }));
      fitted.fields = fitFields(fields, left);
      left -= fitted.fields.reduce((sum, field) => sum + sizeOf(field), 0);
    }
    return [fitted];
  });
}
