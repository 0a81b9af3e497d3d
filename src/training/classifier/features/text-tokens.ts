/**
 * Texts → token ids by a model's own tokenizer.json. In: text. Out: ids, at most as many as the model takes. Next:
 * `text-features.ts`, and training steps on text.
 */
import { readFile } from 'node:fs/promises';
import type { TextPreprocessing } from '../../../backbones/backbone.ts';
import { type Feeds, int64Feed } from '../../../engines/onnxruntime.ts';

/** Longer texts are cut before they are tokenised: no vocabulary here has tokens of more characters on average. */
const CHARACTERS_PER_TOKEN = 24;

export type Encoder = (text: string) => number[];

export async function openEncoder(preprocessing: TextPreprocessing): Promise<Encoder> {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const read = async (path: string | null): Promise<object> =>
    path === null ? {} : JSON.parse(await readFile(path, 'utf8'));
  const { tokenizerPath, tokenizerConfigPath, maxTokens } = preprocessing;
  const tokenizer = new Tokenizer(await read(tokenizerPath), await read(tokenizerConfigPath));
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
export async function tokenFeeds(
  rows: readonly (readonly number[])[],
  { inputs }: TextPreprocessing,
): Promise<Feeds> {
  const t = Math.max(1, ...rows.map((row) => row.length));
  const fill = (value: (row: readonly number[], i: number) => number) =>
    int64Feed(
      rows.flatMap((row) => Array.from({ length: t }, (_, i) => value(row, i))),
      [rows.length, t],
    );
  const feeds: Feeds = { [inputs.ids]: await fill((row, i) => row[i] ?? 0) };
  if (inputs.mask) feeds[inputs.mask] = await fill((row, i) => Number(i < row.length));
  if (inputs.types) feeds[inputs.types] = await fill(() => 0);
  if (inputs.positions) feeds[inputs.positions] = await fill((_, i) => i);
  return feeds;
}
