/** A generator's tokenizer files → text to token ids and back. Pure, and so shared with the page of a Run. */
import { Tokenizer } from '@huggingface/tokenizers';

export interface TokenCodec {
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
}

/** Special tokens of the text itself are read as text; none are added. */
export function codecOf(files: { tokenizer: object; config: object }): TokenCodec {
  const tokenizer = new Tokenizer(files.tokenizer, files.config);
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) => tokenizer.decode([...ids], { skip_special_tokens: true }),
  };
}
