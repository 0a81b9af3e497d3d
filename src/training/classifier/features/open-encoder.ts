/** A text model's tokenizer files → its encoder, and token ids as ONNX Runtime takes them. Next: `text-features.ts`. */
import { readFile } from 'node:fs/promises';
import type { TextPreprocessing } from '../../../backbones/backbone.ts';
import { type Feeds, int64Feed } from '../../../engines/onnxruntime.ts';
import { type Encoder, encoderOf, tokenTensors } from './text-tokens.ts';

const readJson = async (path: string | null): Promise<object> =>
  path === null ? {} : JSON.parse(await readFile(path, 'utf8'));

export async function openEncoder(preprocessing: TextPreprocessing): Promise<Encoder> {
  const { tokenizerPath, tokenizerConfigPath, maxTokens } = preprocessing;
  const files = { tokenizer: await readJson(tokenizerPath), config: await readJson(tokenizerConfigPath) };
  return encoderOf(files, maxTokens);
}

/** A batch padded on the right to its longest row. */
export async function tokenFeeds(
  rows: readonly (readonly number[])[],
  preprocessing: TextPreprocessing,
): Promise<Feeds> {
  const feeds: Feeds = {};
  for (const [name, { data, dims }] of Object.entries(tokenTensors(rows, preprocessing)))
    if (data instanceof BigInt64Array) feeds[name] = await int64Feed(data, dims);
  return feeds;
}
