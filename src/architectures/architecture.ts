/**
 * What an architecture is: the fields of `config.json` it understands and how it becomes a graph. In: a family's own
 * description. Out: an Architecture, whose `build` reads a configuration strictly first. Next: `registry.ts` lists them.
 */
import { z } from 'zod';
import type { KnownArchitecture } from '../../knowledge/architectures.ts';
import { UserError } from '../errors.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { HARMLESS_FIELDS } from './harmless-fields.ts';

/** What a model reads: of a model with several towers each is an architecture of its own. */
export type ArchitectureKind = KnownArchitecture['kind'];

export interface Architecture {
  /** In `knowledge/architectures.ts`, which says by what names a configuration calls it. */
  name: string;
  /** Beginnings of the weights' names in files that keep a head beside the encoder, such as "bert."; '' is tried last. */
  prefixes: readonly string[];
  /** Weights that are not needed: the model's own heads, buffers that follow from the configuration. */
  unusedWeights?: RegExp;
  /**
   * Adds nodes, inputs and outputs.
   * @param preprocessor preprocessor_config.json, null where there is none: sound models say there what they hear
   * @throws UserError `architecture-field`, `architecture-weight`
   */
  build: (config: unknown, graph: GraphBuilder, preprocessor: unknown) => void;
}

interface Description<Fields extends z.ZodRawShape> extends Omit<Architecture, 'build'> {
  /**
   * Every field that changes the computation, with its default in transformers or timm; one that is served with a single
   * value is a literal.
   */
  fields: Fields;
  /** Fields of this family that change nothing here, besides HARMLESS_FIELDS. */
  harmless?: readonly string[];
  build: (config: z.infer<z.ZodObject<Fields>>, graph: GraphBuilder, preprocessor: unknown) => void;
}

export function defineArchitecture<Fields extends z.ZodRawShape>(
  description: Description<Fields>,
): Architecture {
  const { fields, harmless = [], build, ...rest } = description;
  return {
    ...rest,
    build: (config, graph, preprocessor) =>
      build(readFields(config, { name: rest.name, fields, harmless }), graph, preprocessor),
  };
}

/** @throws UserError `architecture-field`: a field is unknown, or has a value that is not served */
export function readFields<Fields extends z.ZodRawShape>(
  config: unknown,
  { name, fields, harmless }: { name: string; fields: Fields; harmless: readonly string[] },
): z.infer<z.ZodObject<Fields>> {
  const all = z.record(z.string(), z.unknown()).parse(config);
  const told = Object.entries(all).filter(
    ([key, value]) =>
      value !== null && (Object.hasOwn(fields, key) || !(HARMLESS_FIELDS.has(key) || harmless.includes(key))),
  );
  const unknown = told.find(([key]) => !Object.hasOwn(fields, key));
  if (unknown)
    throw fieldRefused(name, unknown, 'this field is not known here, and it may change what is computed');
  const parsed = z.object(fields).safeParse(Object.fromEntries(told));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = String(issue?.path[0] ?? '');
  throw fieldRefused(name, [key, all[key]], issue?.message ?? 'it cannot be read');
}

function fieldRefused(name: string, [field, value]: [string, unknown], reason: string): UserError {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
  return new UserError('architecture-field', { name, field, value: shown, reason });
}

/** A field with one value that is served; left out, it means that value. */
export const only = <const T extends string | number | boolean>(value: T) => z.literal(value).default(value);
export const count = z.number().int().positive();
/** What may be there, but has to say nothing, such as a list of heads that were cut off. */
export const emptyObject = z.strictObject({}).default({});
