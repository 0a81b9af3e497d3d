/**
 * A typed or pasted line such as `/recommend description:"sort my mails" licence:commercial` → the command it names, its
 * options' values and the words that no option names. Tolerant: quotes may be missing, as in what Discord copies. Next:
 * command-bar.ts shows it, to be checked and sent.
 */
import { optionsAt } from '../../schemas/command-data.ts';
import type { Command, SlashCommand, ValueOption } from '../../schemas/command-schema.ts';
import { descriptionOf, nameOf } from '../texts.ts';

/** A command, or one of its subcommands. */
export interface Pickable {
  command: SlashCommand;
  path: string[];
  label: string;
  description: string;
}
export interface LineRead {
  picked: Pickable;
  values: Map<ValueOption, string>;
  /** Words that belong to no option. */
  rest: string;
}

export const pickables = (commands: readonly Command[]): Pickable[] =>
  commands.filter((command): command is SlashCommand => command.type === 1).flatMap(expand);

/** A command, or its subcommands where it has any. */
function expand(command: SlashCommand): Pickable[] {
  const own = { command, path: [], label: nameOf(command), description: descriptionOf(command) };
  const nested = (command.options ?? []).filter((option) => option.type === 1 || option.type === 2);
  if (nested.length === 0) return [own];
  return nested.flatMap((option) => {
    const leaves = option.type === 2 ? option.options.map((leaf) => [option, leaf]) : [[option]];
    return leaves.map((steps): Pickable => {
      const path = steps.map((step) => step!.name);
      const label = [nameOf(command), ...steps.map((step) => nameOf(step!))].join(' ');
      return { command, path, label, description: descriptionOf(steps.at(-1)!) };
    });
  });
}

/** In the person's language, and as scripts write it. */
export const labelsOf = ({ command, path, label }: Pickable): string[] => [
  label,
  [command.name, ...path].join(' '),
];

/** @returns null for a line that names no command. */
export function readLine(line: string, all: readonly Pickable[]): LineRead | null {
  if (!line.startsWith('/')) return null;
  const typed = line.slice(1).trim();
  const lower = typed.toLowerCase();
  const fitting = all.flatMap((picked) =>
    labelsOf(picked)
      .filter((label) => lower === label.toLowerCase() || /^\s/.test(afterLabel(lower, label)))
      .map((label) => ({ picked, rest: typed.slice(label.length) })),
  );
  // The shortest rest: `runs show` rather than `runs`.
  const best = fitting.sort((a, b) => a.rest.length - b.rest.length)[0];
  if (!best) return null;
  const { command, path } = best.picked;
  return { picked: best.picked, ...readOptions(best.rest, optionsAt(command, path)) };
}

const afterLabel = (lower: string, label: string): string =>
  lower.startsWith(label.toLowerCase()) ? lower.slice(label.length) : '';

interface Mark {
  option: ValueOption;
  /** Where its name begins, and where its value does. */
  at: number;
  from: number;
}

function readOptions(text: string, known: readonly ValueOption[]): Pick<LineRead, 'values' | 'rest'> {
  const values = new Map<ValueOption, string>();
  let mark = nextMark(text, 0, known);
  const rest = [text.slice(0, mark?.at ?? text.length)];
  while (mark) {
    const quoted = quotedValue(text, mark.from);
    const next = nextMark(text, quoted?.end ?? mark.from, known);
    const end = next?.at ?? text.length;
    values.set(mark.option, quoted?.value ?? text.slice(mark.from, end).trim());
    if (quoted) rest.push(text.slice(quoted.end, end));
    mark = next;
  }
  return {
    values,
    rest: rest
      .map((one) => one.trim())
      .filter(Boolean)
      .join(' '),
  };
}

/** The first `name:` of a known option at the beginning of a word. */
function nextMark(text: string, start: number, known: readonly ValueOption[]): Mark | null {
  for (let at = start; at < text.length; at += 1) {
    if (at > 0 && !/\s/.test(text[at - 1]!)) continue;
    for (const option of known)
      for (const name of [option.name, nameOf(option)])
        if (text.startsWith(name, at) && /[:：]/.test(text[at + name.length] ?? ''))
          return { option, at, from: at + name.length + 1 };
  }
  return null;
}

/** Null where no quote opens at `from`, or none closes it. */
function quotedValue(text: string, from: number): { value: string; end: number } | null {
  const quote = text[from];
  const closing = quote === '“' ? '”' : quote === '"' || quote === "'" ? quote : null;
  if (closing === null) return null;
  let value = '';
  for (let i = from + 1; i < text.length; i += 1) {
    const letter = text[i]!;
    const escaped = letter === '\\' && (text[i + 1] === closing || text[i + 1] === '\\');
    if (escaped) i += 1;
    else if (letter === closing) return { value, end: i + 1 };
    value += text[i];
  }
  return null;
}
