/** What was understood of the data, in reading order: a detail by its name, and what it is. */
import type { Code } from '../text/render.ts';
import { term, type Value } from '../text/term.ts';
import type { Fact } from './dataset.ts';

/** Names of details: the texts `detail.name.<name>`. */
type FactName = Code extends infer Any ? (Any extends `detail.name.${infer Name}` ? Name : never) : never;

export const fact = (name: FactName, value: Value): Fact => ({
  label: term(`detail.name.${name}`),
  value,
});
