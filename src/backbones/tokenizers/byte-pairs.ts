/**
 * `vocab.json` and `merges.txt` → tokenizer.json: pairs of bytes, merged by rank, as GPT-2 has them (Radford et al. 2019).
 * RoBERTa's vocabulary, which has <s> and </s>, puts these around a text. In: ids by piece, merges by line. Out: the file's
 * contents.
 */
import { UserError } from '../../errors.ts';
import { addedTokens, aroundText } from './special-tokens.ts';
import type { TokenizerOptions } from './tokenizer-options.ts';

/** @throws UserError `tokenizer-form` */
export function bytePairs(
  vocab: Readonly<Record<string, number>>,
  mergesText: string,
  options: TokenizerOptions,
): object {
  const pieces = Object.keys(vocab);
  const ofWords = pieces.find((piece) => piece.endsWith('</w>'));
  if (ofWords !== undefined) throw new UserError('tokenizer-form', { piece: ofWords });
  const merges = mergesText
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => line.split(' '));
  const special = (told: string | null | undefined, customary: string) => {
    const content = told ?? customary;
    const id = Object.hasOwn(vocab, content) ? vocab[content] : undefined;
    return id === undefined ? undefined : { content, id };
  };
  const [first, last] = [special(options.cls_token, '<s>'), special(options.sep_token, '</s>')];
  const others = ['<pad>', '<unk>', '<mask>', '<|endoftext|>'].map((name) => special(null, name));
  const known = [first, last, ...others].filter((one) => one !== undefined);
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens([...new Map(known.map((one) => [one.id, one])).values()]),
    normalizer: null,
    pre_tokenizer: {
      type: 'ByteLevel',
      add_prefix_space: options.add_prefix_space ?? false,
      trim_offsets: true,
      use_regex: true,
    },
    post_processor: first && last ? aroundText(first, last, true) : null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  };
}
