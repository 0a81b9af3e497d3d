/**
 * The kinds of data, one row each: what the five tasks of the child do with it. A new kind of data is a folder with a
 * `kind.ts`, a row here and its opener in `src/datasets`. Used by: `inspect`, `train`, `predict`, `evaluate-file`, `measure`.
 */
import type { DataKind } from '../datasets/dataset.ts';
import { classifier } from './classifier/kind/kind.ts';
import { generation } from './generation/kind.ts';
import type { Kind } from './job/kind.ts';
import { policy } from './policy/kind.ts';
import { series } from './series/kind.ts';

export const KINDS: { readonly [K in DataKind]: Kind<K> } = {
  image: classifier,
  text: classifier,
  audio: classifier,
  series,
  policy,
  prose: generation,
};
