/**
 * Texts → token ids by a model's own tokenizer.json. In: text. Out: ids, at most as many as the model takes. Pure, and so
 * shared with the page of a Run. Next: `text-features.ts`, and training steps on text.
 */
import { Tokenizer } from '@huggingface/tokenizers';
import type { TextPreprocessing } from '../../../backbones/backbone.ts';
import type { GraphTensor } from '../../../engines/graph-session.ts';

/** Longer texts are cut before they are tokenised: no vocabulary here has tokens of more characters on average. */
const CHARACTERS_PER_TOKEN = 24;

export type Encoder = (text: string) => number[];

/** @param files the contents of tokenizer.json and tokenizer_config.json */
export function encoderOf(files: { tokenizer: object; config: object }, maxTokens: number): Encoder {
  const tokenizer = new Tokenizer(files.tokenizer, files.config);
  return (text) => {
    const cut = text.slice(0, maxTokens * CHARACTERS_PER_TOKEN);
    const ids = tokenizer.encode(cut).ids;
    if (ids.length <= maxTokens) return ids;
    // A closing token such as [SEP] stays the last one.
    const closing = tokenizer.encode('').ids.at(-1);
    const last = ids.at(-1)!;
    return closing === last ? [...ids.slice(0, maxTokens - 1), last] : ids.slice(0, maxTokens);
  };
}

/** A batch padded on the right to its longest row: [rows.length, t] for every input the graph has. */
export function tokenTensors(
  rows: readonly (readonly number[])[],
  { inputs }: Pick<TextPreprocessing, 'inputs'>,
): Record<string, GraphTensor> {
  const t = Math.max(1, ...rows.map((row) => row.length));
  const fill = (value: (row: readonly number[], i: number) => number): GraphTensor => ({
    dims: [rows.length, t],
    data: BigInt64Array.from(
      rows.flatMap((row) => Array.from({ length: t }, (_, i) => BigInt(value(row, i)))),
    ),
  });
  const feeds: Record<string, GraphTensor> = { [inputs.ids]: fill((row, i) => row[i] ?? 0) };
  if (inputs.mask) feeds[inputs.mask] = fill((row, i) => Number(i < row.length));
  if (inputs.types) feeds[inputs.types] = fill(() => 0);
  if (inputs.positions) feeds[inputs.positions] = fill((_, i) => i);
  return feeds;
}
