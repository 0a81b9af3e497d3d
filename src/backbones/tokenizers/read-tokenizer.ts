/**
 * The files by which a model of the Hub says how text becomes tokens → `tokenizer.json` and `tokenizer_config.json`, which
 * `@huggingface/tokenizers` reads. In: the model's folder. Out: the two files' contents; older forms are written anew as
 * transformers converts them. Next: `from-onnx/build-backbone.ts` writes them beside the graph.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bytePairs } from './byte-pairs.ts';
import { pieceTokenizer } from './piece-tokenizer.ts';
import { readPieceModel } from './sentence-piece.ts';
import { optionsSchema } from './tokenizer-options.ts';
import { wordPieces } from './word-pieces.ts';

export interface TokenizerFiles {
  tokenizer: string;
  config: string;
}

/** null: the folder has none. */
export async function readTokenizer(folder: string): Promise<TokenizerFiles | null> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => null);
  const config = (await read('tokenizer_config.json')) ?? '{}';
  const tokenizer = await read('tokenizer.json');
  const { model_type: family } = familySchema.parse(JSON.parse((await read('config.json')) ?? '{}'));
  if (tokenizer !== null)
    return { tokenizer: family === STATIC ? withoutSpecial(tokenizer) : tokenizer, config };
  const special = (await read('special_tokens_map.json')) ?? '{}';
  const options = optionsSchema.parse({ ...JSON.parse(special), ...JSON.parse(config) });
  const words = await read('vocab.txt');
  if (words !== null) return { tokenizer: JSON.stringify(wordPieces(words, options)), config };
  const [vocabulary, merges] = [await read('vocab.json'), await read('merges.txt')];
  if (vocabulary !== null && merges !== null) {
    const ids = z.record(z.string(), z.number().int()).parse(JSON.parse(vocabulary));
    return { tokenizer: JSON.stringify(bytePairs(ids, merges, options)), config };
  }
  const pieces = await readPieces(folder);
  if (pieces === null) return null;
  return { tokenizer: JSON.stringify(pieceTokenizer(readPieceModel(pieces), family, options)), config };
}

/** The mean of a static table's vectors is of the text's own tokens alone. */
const STATIC = 'model2vec';
const withoutSpecial = (tokenizer: string): string =>
  JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(JSON.parse(tokenizer)), post_processor: null });

/** As families name it. */
const PIECE_FILES = ['spiece.model', 'sentencepiece.bpe.model', 'spm.model', 'tokenizer.model'];
const familySchema = z.object({ model_type: z.string().default('none') });

async function readPieces(folder: string): Promise<Uint8Array | null> {
  for (const name of PIECE_FILES) {
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes) return bytes;
  }
  return null;
}
