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
/** What is linear takes four times as long for four times the text; what is quadratic, sixteen times. */
const SHORTER = 4;
const STEEP = 8;
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
const long = (piece: string, length = LENGTH): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

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

/** Whether a text is slow in itself, and not only because others use the machine: its time grows faster than it does. */
function slow(act: (text: string) => unknown, piece: string, start = ''): boolean {
  const whole = cost(() => act(start + long(piece)));
  if (whole <= LIMIT_MS) return false;
  return whole > STEEP * cost(() => act(start + long(piece, LENGTH / SHORTER)));
}

test('expressions of the sources that see people’s text are linear', () => {
  const found: string[] = [];
  let tried = 0;
  const sources = sourcesOf(FOLDERS).filter(({ path }) => !/\/(page|charts)\//.test(path));
  for (const { path, text } of sources)
    for (const expression of expressionsIn(text)) {
      tried += 1;
      const words = wordsOf(expression.source).slice(0, 4);
      const act = (text: string) => text.replace(expression, '');
      const bad = [...SAMPLES, ...words, ...words.map((word) => `${word} a `)].find(
        (piece) => slow(act, piece) || slow(act, piece, `${words[0] ?? 'a'} `),
      );
      if (bad) found.push(`${path} ${expression.source} on ${bad}`);
    }
  expect(tried).toBeGreaterThan(80);
  expect(found).toEqual([]);
}, 120_000);

test('a description is understood at once, whatever it says', () => {
  const patterns = patternsIn(loadKnowledge());
  expect(patterns.length).toBeGreaterThan(100);
  const words = new Set(patterns.flatMap((pattern) => wordsOf(pattern).slice(0, 2)));
  const pieces = [...SAMPLES, '1 classes ', '1 images ', '五百张', '每类1', '1 per ', 'under 1', ...words];
  // As at the start of the bot: what is compiled once is no part of the time.
  for (const { signs, glosses } of loadKnowledge().vocabularies)
    for (let turn = 0; turn < 2; turn += 1)
      understand({
        description: [...signs.slice(0, 8), ...glosses.flatMap(({ words }) => words).slice(0, 8)].join(' '),
      });
  const act = (description: string) => understand({ description });
  expect(pieces.filter((piece) => slow(act, piece))).toEqual([]);
  const pairs = [...words].slice(0, 60).map((word) => `${word} a `);
  expect(pairs.filter((piece) => slow(act, piece))).toEqual([]);
}, 120_000);
