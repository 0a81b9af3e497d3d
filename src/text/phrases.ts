/**
 * Short English phrases that name things (contenders, measures, steps) → the person's language. Unlike
 * Notes they are names, compared and stored as such, so they are found by their English form. Texts:
 * `knowledge/locales/zh-CN/{phrases,catalogue}.ts`.
 */
import { catalogueZhCN } from '../../knowledge/locales/zh-CN/catalogue.ts';
import { phrasesZhCN } from '../../knowledge/locales/zh-CN/phrases.ts';
import { fillTemplate } from './fill-template.ts';

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

const phrases = { ...phrasesZhCN, ...catalogueZhCN };
const templates = compile(phrases);
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
