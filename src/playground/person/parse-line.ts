/**
 * One line such as `/finetune dataset:./x.zip budget:90s` → the command's name, subcommands and option values as
 * text. Values with spaces stand in single or double quotes; inside them `\"` and `\\` are the quote and the
 * backslash. Next: person.ts uploads what attachment options name and runs it.
 */
import { UserError } from '../../errors.ts';

interface ParsedLine {
  name: string;
  /** Words before the first option: the subcommand, or group and subcommand. */
  path: string[];
  options: Record<string, string>;
}

interface Token {
  text: string;
  /** Position in `text` of the first `:` outside quotes; -1 where there is none. */
  colon: number;
}

/** Splits at white space outside quotes. */
function tokenize(line: string): Token[] {
  const tokens: Token[] = [];
  let current: Token | null = null;
  let quote = '';
  for (let i = 0; i < line.length; i += 1) {
    const character = line[i]!;
    if (quote !== '') {
      const escaped = character === '\\' && (line[i + 1] === quote || line[i + 1] === '\\');
      if (escaped) i += 1;
      if (!escaped && character === quote) quote = '';
      else current!.text += escaped ? line[i]! : character;
      continue;
    }
    if (/\s/.test(character)) {
      if (current) tokens.push(current);
      current = null;
      continue;
    }
    current ??= { text: '', colon: -1 };
    const opens: boolean = /["']/.test(character) && current.text.length === current.colon + 1;
    if (opens) {
      quote = character;
      continue;
    }
    if (character === ':' && current.colon < 0) current.colon = current.text.length;
    current.text += character;
  }
  if (quote !== '') {
    throw new UserError('bad-line-quote', { quote });
  }
  if (current) tokens.push(current);
  return tokens;
}

/** Parses one line; throws a UserError that shows the word it could not place. */
export function parseLine(line: string): ParsedLine {
  const [first, ...rest] = tokenize(line.trim());
  const name = first && /^\/(\S+)$/.exec(first.text)?.[1];
  if (!name) {
    throw new UserError('bad-line', { word: first?.text ?? '' });
  }
  const path: string[] = [];
  const options: Record<string, string> = {};
  for (const token of rest) {
    const given = Object.keys(options);
    if (token.colon <= 0) {
      if (given.length > 0) {
        throw new UserError('bad-line-word', {
          word: token.text,
          option: given.at(-1)!,
          value: options[given.at(-1)!]!,
        });
      }
      path.push(token.text);
      continue;
    }
    const option = token.text.slice(0, token.colon);
    if (option in options) throw new UserError('bad-line-twice', { option });
    options[option] = token.text.slice(token.colon + 1);
  }
  return { name, path, options };
}
