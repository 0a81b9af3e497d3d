/**
 * What a person set by options, selects or a form → checked values. `any` says "no such condition", also against the
 * words of the description; null and undefined say nothing. Read by `understand.ts`; stored with a consultation.
 */
import { z } from 'zod';
import type { TaskId } from '../../../knowledge/schema.ts';
import { UserError } from '../../errors.ts';
import { ACCESS_WISHES, HARDWARE, LICENCE_WISHES, PRIORITIES } from '../requirements.ts';

const text = z.string().nullish();

export const recommendOptionsSchema = z.object({
  task: text,
  licence: text,
  access: text,
  /** `50`, `50ms` or `0.2s`; a bare number is milliseconds. */
  maxLatency: text,
  /** `100`, `100MB` or `1GB`; a bare number is MiB. */
  maxSize: text,
  samples: text,
  classes: text,
  language: text,
  hardware: text,
  priority: text,
  top: z.number().nullish(),
});
export type RecommendOptions = z.infer<typeof recommendOptionsSchema>;

/** A value that was set: null is "no such condition". Undefined: nothing was set. */
export type Setting<T> = T | null | undefined;

type Typed = string | null | undefined;
const isUnset = (typed: Typed): typed is null | undefined => !typed?.trim();

/** @throws UserError `bad-option` */
function choiceOption<const T extends readonly string[]>(
  option: string,
  typed: Typed,
  allowed: T,
): T[number] | undefined {
  if (isUnset(typed)) return undefined;
  const value = typed.trim().toLowerCase();
  if (allowed.includes(value)) return value;
  throw new UserError('bad-option', { option, value: typed.slice(0, 60), allowed });
}

function quantity(
  option: string,
  typed: Typed,
  { pattern, units, example }: { pattern: RegExp; units: Record<string, number>; example: string },
): Setting<number> {
  if (isUnset(typed)) return undefined;
  const word = typed.trim().toLowerCase();
  if (word === 'any') return null;
  const match = pattern.exec(word);
  const value = match ? Number(match[1]) * (units[match[2] ?? ''] ?? 1) : 0;
  if (value > 0 && value < 1e12) return value;
  throw new UserError('bad-quantity-option', { option, value: typed.slice(0, 60), example });
}

/** Milliseconds. @throws UserError `bad-option` */
const latencyOption = (typed: Typed): Setting<number> =>
  quantity('max-latency', typed, {
    pattern: /^(\d+(?:\.\d+)?)\s*(ms|毫秒|s|秒)?$/,
    units: { s: 1_000, 秒: 1_000 },
    example: '50ms or 0.2s',
  });

/** MiB. @throws UserError `bad-option` */
const sizeOption = (typed: Typed): Setting<number> =>
  quantity('max-size', typed, {
    pattern: /^(\d+(?:\.\d+)?)\s*(mib|mb|m|gib|gb|g)?$/,
    units: { gib: 1_024, gb: 1_024, g: 1_024 },
    example: '100MB or 1GB',
  });

/** A whole number. @throws UserError `bad-option` */
const countOption = (option: string, typed: Typed): Setting<number> =>
  quantity(option, typed, { pattern: /^(\d{1,9})$/, units: {}, example: '500' });

/** Every option as a checked value. @throws UserError `bad-option` for the first that cannot be */
export function checkOptions(options: RecommendOptions, tasks: readonly TaskId[]) {
  const hardware = choiceOption('hardware', options.hardware, ['any', ...HARDWARE]);
  return {
    task: choiceOption('task', options.task, tasks) ?? null,
    licence: choiceOption('licence', options.licence, LICENCE_WISHES),
    access: choiceOption('access', options.access, ACCESS_WISHES),
    priority: choiceOption('priority', options.priority, PRIORITIES),
    hardware: hardware === 'any' ? null : hardware,
    maxLatencyMs: latencyOption(options.maxLatency),
    maxSizeMiB: sizeOption(options.maxSize),
    classes: countOption('classes', options.classes),
    samples: countOption('samples', options.samples),
    language: options.language ?? null,
    top: Math.min(10, Math.max(1, Math.round(options.top ?? 3))),
  };
}
export type CheckedOptions = ReturnType<typeof checkOptions>;
