import type { Embed } from '../../src/report/summary.ts';

/**
 * Passages of three English words or more in a Chinese summary; what is data (names of models and files, excerpts of
 * texts) is left out of the search.
 */
export function leftoverEnglish({ title, description, fields }: Embed, data: readonly string[]): string[] {
  const said = [title, description, ...fields.flatMap(({ name, value }) => [name, value])].join('\n');
  const text = data.reduce((rest, one) => rest.replaceAll(one, ''), said);
  return text.match(/[A-Za-z]+,?(?: [A-Za-z]+,?){2,}/g) ?? [];
}
