/**
 * Short English phrases that name things (contenders, measures, steps, facts of a data set) → the person's language. Unlike
 * Notes they are names, compared and stored as such, so they are found by their English form. Texts:
 * `knowledge/locales/zh-CN/{phrases,facts,catalogue}.ts`.
 */
import { catalogueZhCN } from '../../knowledge/locales/zh-CN/catalogue.ts';
import { factsZhCN } from '../../knowledge/locales/zh-CN/facts.ts';
import { phrasesZhCN } from '../../knowledge/locales/zh-CN/phrases.ts';
import { fillTemplate } from './fill-template.ts';
import { languageCode, languageName } from './language-name.ts';

/** Placeholders that stand for phrases; what fills any other one is data and stays as it is. */
const NESTED = ['model', 'other', 'layers', 'format'];

interface Template {
  pattern: RegExp;
  names: string[];
  chinese: string;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** In the order of the texts: the first that fits is taken. */
function compile(texts: Readonly<Record<string, string>>): Template[] {
  return Object.entries(texts)
    .filter(([english]) => english.includes('{'))
    .map(([english, chinese]) => {
      const names = [...english.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
      const [first = '', ...rest] = english.split(/\{[^}]+\}/).map(literally);
      // An item is one of a list, so it ends at a comma.
      const groups = names.map((name, i) => `${name === 'item' ? '([^,]+)' : '(.+?)'}${rest[i]}`);
      return { pattern: new RegExp(`^${first}${groups.join('')}$`, 's'), names, chinese };
    });
}

interface FactParts {
  values: Readonly<Record<string, string>>;
  templates: readonly Template[];
}

const phrases = { ...phrasesZhCN, ...catalogueZhCN };
const templates = compile(phrases);
const facts = new Map<string, FactParts>(
  Object.entries(factsZhCN).map(([label, { values }]) => [label, { values, templates: compile(values) }]),
);

function inside(name: string, value: string): string {
  if (NESTED.includes(name)) return phrase('zh-CN', value);
  if (name !== 'models') return value;
  // Names may hold a comma, such as "Pretrained mixer, fine-tuned"; each begins with a capital letter, or is an id of the
  // Hub with its owner.
  return value
    .split(/, (?=[A-Z]|[\w.-]+\/)/)
    .map((one) => phrase('zh-CN', one))
    .join('、');
}

function translate(
  texts: Readonly<Record<string, string>>,
  compiled: readonly Template[],
  english: string,
): string | null {
  if (Object.hasOwn(texts, english)) return texts[english]!;
  for (const { pattern, names, chinese } of compiled) {
    const found = pattern.exec(english);
    if (!found) continue;
    return fillTemplate(
      chinese,
      Object.fromEntries(names.map((name, i) => [name, inside(name, found[i + 1]!)])),
    );
  }
  return null;
}

/** @returns the phrase in the person's language; as it is where it is not known, such as the name of a model. */
export function phrase(locale: string, english: string): string {
  if (!locale.startsWith('zh')) return english;
  return translate(phrases, templates, english) ?? english;
}

const languageIn = (english: string): string => languageName(languageCode(english) ?? english, 'zh-CN');

/** A list such as `mono (3), stereo (2)`, of which each part is known or stays. */
const inParts = ({ values, templates: compiled }: FactParts, value: string): string =>
  value
    .split(', ')
    .map((part) => translate(values, compiled, part) ?? part)
    .join(', ');

/** Label and value of a fact of a data set; names of columns, classes and files stay as they are. */
export function describeFact(
  locale: string,
  { label, value }: { label: string; value: string },
): { label: string; value: string } {
  const known = locale.startsWith('zh') ? facts.get(label) : undefined;
  if (!known) return { label, value };
  const said = label === 'Language' ? value.replace(/\p{L}[^,(]{0,60}(?= \()/gu, languageIn) : null;
  return {
    label: factsZhCN[label]!.label,
    value: said ?? translate(known.values, known.templates, value) ?? inParts(known, value),
  };
}
