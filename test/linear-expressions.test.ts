/**
 * Expressions over people's text take time in proportion to the text. Those of the sources that the bot's process runs
 * over it, and the whole of understanding, are tried with texts made of their own pieces, repeated and then broken off.
 */
import { expect, test } from 'vitest';
import { loadKnowledge } from '../src/catalogue/knowledge.ts';
import { understand } from '../src/recommend/understand/understand.ts';
import { sourcesOf } from './source-code.ts';

/** Of one text option of a slash command. */
const LENGTH = 6_000;
const LIMIT_MS = 50;
const FOLDERS = [
  'commands',
  ...'discord recommend text hub fetch report runs playground'.split(' ').map((name) => `src/${name}`),
];
const SAMPLES = [...'a1 ,.-_/:"\'\\(<[{@`=中千\n', 'a ', '1 ', '1,', 'a.', 'a-', '1.', 'A1'];
/** Where a value may stand, a literal and its flags; brackets may hold slashes. */
const LITERAL =
  /(?<=[=(,:?&|[!>\s])\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\/([dgimsuvy]*)(?![\w/])/g;

const expressionsIn = (text: string): RegExp[] =>
  [...text.matchAll(LITERAL)].flatMap(([, pattern, flags]) => {
    try {
      return [new RegExp(pattern!, flags)];
    } catch {
      // A division between two others.
      return [];
    }
  });

/** Strings of the knowledge that become expressions. */
function patternsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return /pattern|cues|unless|Nouns/.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => patternsIn(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => patternsIn(item, name));
}

const wordsOf = (pattern: string): string[] => pattern.match(/[\p{L}\p{N}]{2,12}/gu) ?? [];
const long = (piece: string): string => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

/** Milliseconds: the lesser of the clock's and the processor's, the least of three, since others use the machine. */
function cost(act: () => unknown): number {
  const once = () => {
    const [cpu, clock] = [process.cpuUsage(), performance.now()];
    act();
    const { user, system } = process.cpuUsage(cpu);
    return Math.min(performance.now() - clock, (user + system) / 1_000);
  };
  const first = once();
  return first <= LIMIT_MS ? first : Math.min(first, once(), once());
}

test('expressions of the sources that see people’s text are linear', () => {
  const slow: string[] = [];
  let tried = 0;
  const sources = sourcesOf(FOLDERS).filter(({ path }) => !/\/(page|charts)\//.test(path));
  for (const { path, text } of sources)
    for (const expression of expressionsIn(text)) {
      tried += 1;
      const words = wordsOf(expression.source).slice(0, 4);
      const texts = [...SAMPLES, ...words, ...words.map((word) => `${word} a `)].flatMap((piece) => [
        long(piece),
        `${words[0] ?? 'a'} ${long(piece)}`,
      ]);
      const bad = texts.find((one) => cost(() => one.replace(expression, '')) > LIMIT_MS);
      if (bad) slow.push(`${path} ${expression.source} on ${bad.slice(0, 30)}`);
    }
  expect(tried).toBeGreaterThan(80);
  expect(slow).toEqual([]);
}, 120_000);

test('a description is understood at once, whatever it says', () => {
  const patterns = patternsIn(loadKnowledge());
  expect(patterns.length).toBeGreaterThan(100);
  const words = new Set(patterns.flatMap((pattern) => wordsOf(pattern).slice(0, 2)));
  const pieces = [...SAMPLES, '1 classes ', '1 images ', '五百张', '每类1', '1 per ', 'under 1', ...words];
  // As at the start of the bot: what is compiled once is no part of the time.
  for (const { signs } of loadKnowledge().vocabularies)
    understand({ description: signs.slice(0, 8).join(' ') });
  const slow = pieces.filter((piece) => cost(() => understand({ description: long(piece) })) > LIMIT_MS);
  expect(slow).toEqual([]);
  const pairs = [...words]
    .slice(0, 60)
    .filter((word) => cost(() => understand({ description: long(`${word} a `) })) > LIMIT_MS);
  expect(pairs).toEqual([]);
}, 120_000);
