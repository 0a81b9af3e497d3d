/**
 * Does a rewording say only what the Ranking says? Every number, every model name and the order of the names must
 * be those of the deterministic sentences; links, mentions and unknown model-like words are refused.
 */
import type { ModelEntry } from '../../../knowledge/schema.ts';
import type { Ranking } from '../ranking.ts';

const NUMBER = /\d+(?:[.,]\d+)*/g;
const FORBIDDEN = /https?:|discord\.gg|www\.|@(everyone|here)|<[@#&!]|\]\(|`/i;
/** Words that look like a model's name: letters joined with digits or hyphens, or inner capitals ("GPT-9", "SuperNet"). */
const MODEL_LIKE =
  /\b(?=[\w.-]*[A-Za-z])(?:[A-Za-z]+[-_.]?\d[\w.-]*|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]*[-_\w]*)\b/g;

const numbersOf = (text: string): string[] =>
  (text.match(NUMBER) ?? []).map((number) => number.replace(/,/g, ''));

const squash = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Positions at which each name first occurs; longer names first, so that "BERT base" is not seen inside another. */
function namesIn(text: string, names: readonly string[]): string[] {
  let rest = text;
  const found: { name: string; at: number }[] = [];
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    const at = rest.toLowerCase().indexOf(name.toLowerCase());
    if (at < 0) continue;
    found.push({ name, at });
    rest = rest.replaceAll(new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), (all) =>
      ' '.repeat(all.length),
    );
  }
  return found.sort((a, b) => a.at - b.at).map(({ name }) => name);
}

/** @returns what is wrong, or null when the rewording may be shown */
export function checkRewording(
  reworded: readonly string[],
  sentences: readonly string[],
  ranking: Ranking,
  models: readonly ModelEntry[],
): string | null {
  const text = reworded.join('\n');
  const source = sentences.join('\n');
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) return `it contains “${forbidden[0]}”`;
  const names = [
    ...new Set([...models.map(({ name }) => name), ...ranking.eligible.map(({ name }) => name)]),
  ];
  const said = namesIn(text, names);
  const known = namesIn(source, names);
  const stranger = said.find((name) => !known.includes(name));
  if (stranger) return `it names ${stranger}, which the sentences do not`;
  const missing = known.find((name) => !said.includes(name));
  if (missing) return `it leaves out ${missing}`;
  if (said.join('|') !== known.join('|')) return 'it names the models in another order';
  const allowed = new Set([...numbersOf(source), ...known.flatMap(numbersOf)]);
  const number = numbersOf(text).find((one) => !allowed.has(one));
  if (number) return `the number ${number} is not in the sentences`;
  const vocabulary = squash(source);
  const invented = text.match(MODEL_LIKE)?.find((word) => !vocabulary.includes(squash(word)));
  return invented ? `“${invented}” is not in the sentences` : null;
}
