/**
 * A command's name and option values, as a person gave them → the `data` of its interaction, checked as Discord's
 * own client checks them before sending. Errors name the option, the value seen and what is allowed.
 */
import { UserError } from '../../errors.ts';
import { OptionType } from '../discord/option-type.ts';
import type { Command, SlashCommand, Subcommand, ValueOption } from './command-schema.ts';

/** An attachment option's value: the id of an upload. */
interface UploadRef {
  upload: string;
}
export type OptionValue = string | number | boolean | UploadRef;
export interface CommandInput {
  name: string;
  /** `[subcommand]` or `[group, subcommand]`; empty for a plain command. */
  path?: readonly string[];
  options?: Record<string, OptionValue>;
}
interface DataOption {
  name: string;
  type: number;
  value?: string | number | boolean;
  options?: DataOption[];
  focused?: true;
}
interface CommandData {
  id: string;
  name: string;
  type: 1;
  options: DataOption[];
  /** Ids of the uploads that the options mention. */
  uploads: string[];
}

const list = (names: readonly string[]) => (names.length > 0 ? names.join(', ') : 'none');

export function findSlashCommand(commands: readonly Command[], name: string): SlashCommand {
  const slash = commands.filter((command): command is SlashCommand => command.type === 1);
  const found = slash.find((command) => command.name === name);
  if (found) return found;
  throw new UserError('unknown-command', { name, known: list(slash.map((one) => `/${one.name}`)) });
}

/** The value options of a command, or of one of its subcommands by path. */
export function optionsAt(command: SlashCommand, path: readonly string[]): ValueOption[] {
  let options: readonly unknown[] = command.options ?? [];
  let label = `/${command.name}`;
  for (const step of path) {
    const nested = options.filter(isNested);
    const next = nested.find((one) => one.name === step);
    if (!next) {
      const names = nested.map((one) => one.name);
      throw new UserError('unknown-subcommand', { label, step, names: list(names) });
    }
    label += ` ${step}`;
    options = next.options ?? [];
  }
  const missing = options.filter(isNested).map((one) => one.name);
  if (missing.length > 0) {
    throw new UserError('missing-subcommand', { label, missing: list(missing) });
  }
  return options as ValueOption[];
}

type Nested = Omit<Subcommand, 'type' | 'options'> & { type: 1 | 2; options?: readonly unknown[] };
const isNested = (option: unknown): option is Nested =>
  typeof option === 'object' &&
  option !== null &&
  'type' in option &&
  (option.type === 1 || option.type === 2);

/** Builds and checks the interaction data; `focused` names the option being completed, which may be unfinished. */
export function buildCommandData(
  commands: readonly Command[],
  input: CommandInput,
  focused?: string,
): CommandData {
  const command = findSlashCommand(commands, input.name);
  const path = input.path ?? [];
  const known = optionsAt(command, path);
  const given = input.options ?? {};
  const label = ['/', command.name, ...path.map((step) => ` ${step}`)].join('');
  for (const name of Object.keys(given)) {
    if (known.some((option) => option.name === name)) continue;
    const names = known.map((option) => option.name);
    throw new UserError('unknown-option', { label, name, names: list(names) });
  }
  const uploads: string[] = [];
  const leaves = known.flatMap((option): DataOption[] => {
    const value = given[option.name];
    const isFocused = option.name === focused;
    if (value === undefined) {
      if (option.required && focused === undefined) {
        throw new UserError('missing-option', {
          label,
          option: option.name,
          description: option.description,
        });
      }
      return [];
    }
    const checked = isFocused ? String(value) : checkValue(option, value);
    if (option.type === OptionType.Attachment) uploads.push(String(checked));
    return [
      { name: option.name, type: option.type, value: checked, ...(isFocused ? { focused: true } : {}) },
    ];
  });
  const nest = (steps: readonly string[]): DataOption[] => {
    const [step, ...rest] = steps;
    if (step === undefined) return leaves;
    return [{ name: step, type: rest.length > 0 ? 2 : 1, options: nest(rest) }];
  };
  return { id: command.id, name: command.name, type: 1, options: nest(path), uploads };
}

/** The value in the option's type; throws a UserError that says what is allowed. */
export function checkValue(option: ValueOption, value: OptionValue): string | number | boolean {
  const refuse = (allowed: string): never => {
    const seen = JSON.stringify(value);
    throw new UserError('bad-option-value', { option: option.name, seen, allowed });
  };
  if (option.type === OptionType.Attachment) {
    return typeof value === 'object' ? value.upload : refuse('it takes a file');
  }
  if (typeof value === 'object') return refuse('it takes no file');
  if (option.type === OptionType.Boolean) {
    if (value === true || /^(true|yes|on)$/i.test(String(value))) return true;
    if (value === false || /^(false|no|off)$/i.test(String(value))) return false;
    return refuse('it takes true or false');
  }
  if (option.choices && option.choices.length > 0) {
    const choice = option.choices.find(
      (one) => String(one.value) === String(value) || one.name.toLowerCase() === String(value).toLowerCase(),
    );
    return (
      choice?.value ?? refuse(`it takes one of: ${list(option.choices.map((one) => String(one.value)))}`)
    );
  }
  return option.type === OptionType.String
    ? checkText(option, String(value), refuse)
    : checkNumber(option, value, refuse);
}

type Refuse = (allowed: string) => never;

function checkText(option: ValueOption, text: string, refuse: Refuse): string {
  const max = option.max_length ?? 6000;
  const min = option.min_length ?? 0;
  if (text.length > max) refuse(`it takes at most ${max} characters and has ${text.length}`);
  if (text.length < min) refuse(`it takes at least ${min} characters and has ${text.length}`);
  return text;
}

function checkNumber(option: ValueOption, value: string | number | boolean, refuse: Refuse): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  const whole = option.type === OptionType.Integer;
  if (typeof value === 'boolean' || !Number.isFinite(number) || (whole && !Number.isSafeInteger(number))) {
    refuse(`it takes a ${whole ? 'whole ' : ''}number`);
  }
  if (option.min_value !== undefined && number < option.min_value)
    refuse(`it takes at least ${option.min_value}`);
  if (option.max_value !== undefined && number > option.max_value)
    refuse(`it takes at most ${option.max_value}`);
  return number;
}
