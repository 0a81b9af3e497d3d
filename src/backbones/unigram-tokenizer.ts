/**
 * A SentencePiece unigram vocabulary → `tokenizer.json` and `tokenizer_config.json` as Hugging Face's tokenizers read
 * them. In: [piece, log probability] in the order of ids. Out: the two files' contents. Next: written beside the ONNX
 * file; `training/features` reads them with `@huggingface/tokenizers`.
 */

/** SentencePiece's mark for a space. */
const SPACE = '\u2581';
/**
 * Score of control pieces (`<s>`, …), which must keep their ids but never match text: far below any sum of the
 * vocabulary's own scores for the same characters, as these lie above −15 each.
 */
const NEVER = -1_000;

interface UnigramOptions {
  vocabulary: readonly (readonly [piece: string, score: number | null])[];
  /** Pieces at the start of the vocabulary that are no text; the first is the unknown one. */
  reserved: number;
  maxTokens: number;
}

export function unigramTokenizer({ vocabulary, reserved, maxTokens }: UnigramOptions): {
  tokenizer: object;
  config: object;
} {
  // The published vocabulary has no score for a few pieces such as ":"; its own tokenizer counts them as 0.
  const vocab = vocabulary.map(([piece, score], id) => [piece, id < reserved ? NEVER : (score ?? 0)]);
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFKC' },
        { type: 'Replace', pattern: { String: ' ' }, content: SPACE },
        { type: 'Prepend', prepend: SPACE },
      ],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Metaspace', replacement: SPACE, prepend_scheme: 'always' },
    model: { type: 'Unigram', unk_id: 0, vocab },
  };
  const config = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: maxTokens,
    unk_token: vocabulary[0]?.[0],
    bos_token: '<s>',
    eos_token: '</s>',
    pad_token: '</s>',
  };
  return { tokenizer, config };
}
