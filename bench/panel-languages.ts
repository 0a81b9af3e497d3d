/**
 * The panel in nine languages: requests as people of Discord write them, with the models that would be accepted and
 * what has to be understood. Read by `panel.ts --languages`.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { HARDWARE, PRIORITIES, type Requirements } from '../src/recommend/requirements.ts';

const FIELDS = [
  'task',
  'languages',
  'samples',
  'classes',
  'hardware',
  'licence',
  'access',
  'priority',
  'offline',
  'maxLatencyMs',
  'maxSizeMiB',
] as const;
type Field = (typeof FIELDS)[number];

const expectSchema = z.strictObject({
  task: z.string().nullable(),
  /** Left out where language does not matter. */
  languages: z.array(z.string()).optional(),
  samples: z.number().nullable().default(null),
  classes: z.number().nullable().default(null),
  hardware: z.enum(HARDWARE).nullable().default(null),
  licence: z.string().default('any'),
  access: z.string().default('any'),
  priority: z.enum(PRIORITIES).default('balanced'),
  offline: z.boolean().default(false),
  maxLatencyMs: z.number().nullable().default(null),
  maxSizeMiB: z.number().nullable().default(null),
  /** Not judged: careful people would differ. */
  open: z.array(z.enum(FIELDS)).default([]),
});

const panelSchema = z.object({
  note: z.string(),
  groups: z.record(z.string(), z.array(z.string())),
  requests: z.array(
    z.object({
      half: z.enum(['tuning', 'held']),
      /** The language that the request is written in. */
      written: z.string(),
      request: z.string(),
      accept: z.array(z.string()),
      unserved: z.string().nullable(),
      expect: expectSchema,
    }),
  ),
});
export type LanguageRequest = z.infer<typeof panelSchema>['requests'][number];

/** @throws Error for a group that is not there */
export function readLanguagePanel(): LanguageRequest[] {
  const file = new URL('./panel-languages.json', import.meta.url);
  const { groups, requests } = panelSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const idsOf = (name: string): readonly string[] => {
    if (!name.startsWith('@')) return [name];
    const ids = groups[name.slice(1)];
    if (!ids) throw new Error(`panel-languages.json has no group ${name}`);
    return ids;
  };
  return requests.map((one) => ({ ...one, accept: [...new Set(one.accept.flatMap(idsOf))] }));
}

export interface Misread {
  field: Field;
  expected: string;
  understood: string;
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? [...value].sort().join('+') : String(value);

/** What was understood otherwise than meant; a request that cannot be served is judged by its refusal alone. */
export function misreadFields({ expect, unserved }: LanguageRequest, needs: Requirements): Misread[] {
  if (unserved !== null) return [];
  const understood: Record<Field, unknown> = {
    ...needs,
    samples: needs.sampleCount,
    classes: needs.classCount,
  };
  return FIELDS.filter((field) => !expect.open.includes(field) && expect[field] !== undefined)
    .map((field) => ({ field, expected: shown(expect[field]), understood: shown(understood[field]) }))
    .filter((one) => one.expected !== one.understood);
}
