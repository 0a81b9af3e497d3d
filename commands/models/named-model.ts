/**
 * What a person calls a model → the record that is meant: by its id, its name, a part of it that stands before a bracket, or
 * an alias; else those that are spelt nearly so. Used by everything that takes the name of a model.
 */
import type { ModelEntry } from '../../knowledge/schema.ts';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { editDistance } from '../../src/statistics/edit-distance.ts';

export interface NamedModel {
  /** Null where nothing is called so. */
  model: ModelEntry | null;
  /** Nearly called so, the nearest first; only where nothing is called so. */
  near: ModelEntry[];
}

const PROPOSED = 3;
/** A shorter word is a part of too many names. */
const TELLING = 4;
const LONGEST = 100;

const keyOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
const beforeBracket = (name: string): string => name.replace(/\(.*$/, '');

/** From the surest to the least sure. */
const CALLED: readonly ((model: ModelEntry) => string[])[] = [
  ({ id }) => [id],
  ({ name }) => [name],
  ({ name }) => [beforeBracket(name)],
  ({ aliases }) => aliases,
];

/** @param prefer which of several with one name: the lowest is taken. */
export function namedModel(typed: string, prefer: (model: ModelEntry) => number = () => 0): NamedModel {
  const key = keyOf(typed.slice(0, LONGEST));
  if (key === '') return { model: null, near: [] };
  const { models } = loadKnowledge();
  for (const names of CALLED) {
    const found = models.filter((model) => names(model).some((name) => keyOf(name) === key));
    const [first] = found.toSorted((a, b) => prefer(a) - prefer(b));
    if (first) return { model: first, near: [] };
  }
  return { model: null, near: nearest(key, models, prefer) };
}

function nearest(
  key: string,
  models: readonly ModelEntry[],
  prefer: (model: ModelEntry) => number,
): ModelEntry[] {
  const limit = Math.max(1, Math.floor(key.length / 4));
  return models
    .flatMap((model) => {
      const names = CALLED.flatMap((of) => of(model).map(keyOf));
      const off = Math.min(...names.map((name) => editDistance([...key], [...name], limit)));
      const isPart = key.length >= TELLING && names.some((name) => name.includes(key) || isWithin(name, key));
      return off <= limit || isPart ? [{ model, off: isPart ? Math.min(off, 1) : off }] : [];
    })
    .toSorted((a, b) => a.off - b.off || prefer(a.model) - prefer(b.model))
    .slice(0, PROPOSED)
    .map(({ model }) => model);
}

const isWithin = (name: string, key: string): boolean => name.length >= TELLING && key.includes(name);
