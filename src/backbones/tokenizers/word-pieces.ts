/**
 * `vocab.txt` → tokenizer.json, as BERT's tokenizer works (Wu et al. 2016, https://arxiv.org/abs/1609.08144). In: one piece a
 * line, in the order of ids; options. Out: the file's contents.
 */
import { addedTokens, aroundText } from './special-tokens.ts';
import type { TokenizerOptions } from './tokenizer-options.ts';

export function wordPieces(text: string, options: TokenizerOptions): object {
  const pieces = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  /** What the options say, else what the vocabulary has of the customary names. */
  const special = (told: string | null | undefined, ...customary: string[]) => {
    const content = told ?? customary.find((name) => ids.has(name)) ?? '';
    const id = ids.get(content);
    return id === undefined ? undefined : { content, id };
  };
  const [first, last] = [
    special(options.cls_token, '[CLS]', '<s>'),
    special(options.sep_token, '[SEP]', '</s>'),
  ];
  const unknown = special(options.unk_token, '[UNK]', '<unk>');
  const others = [
    special(options.pad_token, '[PAD]', '<pad>'),
    special(options.mask_token, '[MASK]', '<mask>'),
  ];
  const known = [first, last, unknown, ...others].filter((one) => one !== undefined);
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens([...new Map(known.map((one) => [one.id, one])).values()]),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: options.tokenize_chinese_chars ?? true,
      strip_accents: options.strip_accents ?? null,
      lowercase: options.do_lower_case ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: first && last ? aroundText(first, last) : null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown?.content ?? '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}
