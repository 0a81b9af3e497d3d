/**
 * A SentencePiece model → tokenizer.json: its pieces, how text is changed before, the special tokens around it. In: a
 * PieceModel, the family, options. Out: the file's contents, for `@huggingface/tokenizers` and for Python's alike.
 */
import { UserError } from '../../errors.ts';
import { PIECE_LAYOUTS, type PieceLayout } from './piece-layouts.ts';
import type { Piece, PieceModel } from './sentence-piece.ts';
import { addedTokens, aroundTexts } from './special-tokens.ts';
import type { TokenizerOptions } from './tokenizer-options.ts';

/** SentencePiece's mark for a space. */
const SPACE = '\u2581';
/** Taken from the score of a piece that is never wanted. */
const UNWANTED = 100;
/** NFKC is what these rules do; `_cf` folds cases besides. */
const KNOWN_RULES = /^(?:(?:nmt_)?nfkc(?:_cf)?|identity|)$/;

const refused = (reason: string) => new UserError('tokenizer-pieces', { reason });

/** @throws UserError `tokenizer-pieces` */
export function pieceTokenizer(model: PieceModel, family: string, options: TokenizerOptions): object {
  const layout = Object.hasOwn(PIECE_LAYOUTS, family) ? PIECE_LAYOUTS[family] : undefined;
  if (layout === undefined) throw refused(`which tokens stand around a text of a "${family}" is not known`);
  if (options.split_by_punct) throw refused('it takes punctuation apart (split_by_punct)');
  const { pieces, unknown } = layout.vocabulary?.(model) ?? model;
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const token = (content: string) => {
    const id = ids.get(content);
    if (id === undefined) throw refused(`it has no piece "${content}"`);
    return { content, id };
  };
  const named = (kind: Piece['kind']) =>
    pieces.flatMap(({ text, kind: own }, id) => (own === kind ? [{ content: text, id }] : []));
  const listed = [...named('control'), { content: pieces[unknown]!.text, id: unknown }];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      ...addedTokens(listed),
      ...addedTokens(named('user')).map((one) => ({ ...one, special: false })),
    ],
    normalizer: { type: 'Sequence', normalizers: normalizersOf(model, layout, options) },
    // Metaspace puts no mark before a text that begins with a space, which matters where spaces are kept.
    pre_tokenizer: model.removeExtraSpaces
      ? {
          type: 'Metaspace',
          replacement: SPACE,
          prepend_scheme: model.dummyPrefix ? 'always' : 'never',
          split: false,
        }
      : null,
    post_processor: aroundTexts(layout.before(options).map(token), layout.after(options).map(token)),
    decoder: decoderOf(model),
    model: {
      unigram: () => unigramModel(model, { pieces, unknown }, layout),
      'byte-pairs': () => bytePairModel(model, { pieces, unknown }),
    }[model.algorithm](),
  };
}

function normalizersOf(model: PieceModel, { folds }: PieceLayout, options: TokenizerOptions): object[] {
  if (!KNOWN_RULES.test(model.rule)) throw refused(`it changes characters by the rule "${model.rule}"`);
  const replace = (pattern: object, content: string) => ({ type: 'Replace', pattern, content });
  const lowercase = options.do_lower_case ?? folds?.lowercase ?? false;
  const accents = folds && !options.keep_accents ? [{ type: 'NFKD' }, { type: 'StripAccents' }] : [];
  const quotes = folds ? [replace({ String: '``' }, '"'), replace({ String: "''" }, '"')] : [];
  const lower = lowercase || model.rule.endsWith('_cf') ? [{ type: 'Lowercase' }] : [];
  const map = Buffer.from(model.charsMap).toString('base64');
  return [
    ...quotes,
    ...accents,
    ...lower,
    ...(model.charsMap.length > 0 ? [{ type: 'Precompiled', precompiled_charsmap: map }] : []),
    ...(model.removeExtraSpaces
      ? [{ type: 'Strip', strip_left: true, strip_right: true }, replace({ Regex: ' {2,}' }, ' ')]
      : [
          ...(model.dummyPrefix ? [{ type: 'Prepend', prepend: SPACE }] : []),
          replace({ String: ' ' }, SPACE),
        ]),
  ];
}

const decoderOf = ({ dummyPrefix, byteFallback }: PieceModel): object => ({
  type: 'Sequence',
  decoders: [
    { type: 'Replace', pattern: { String: SPACE }, content: ' ' },
    ...(byteFallback ? [{ type: 'ByteFallback' }] : []),
    { type: 'Fuse' },
    ...(dummyPrefix ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
  ],
});

type Vocabulary = Pick<PieceModel, 'pieces' | 'unknown'>;

function unigramModel(
  { byteFallback }: PieceModel,
  { pieces, unknown }: Vocabulary,
  { splitsCommas }: PieceLayout,
): object {
  if (byteFallback) throw refused('it is of unigrams and writes unknown characters as bytes');
  const vocab = pieces.map(({ text, score }) => [
    text,
    splitsCommas && /\d,$/.test(text) ? score - UNWANTED : score,
  ]);
  return { type: 'Unigram', unk_id: unknown, vocab, byte_fallback: false };
}

function bytePairModel({ byteFallback }: PieceModel, { pieces, unknown }: Vocabulary): object {
  return {
    type: 'BPE',
    dropout: null,
    unk_token: pieces[unknown]!.text,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: byteFallback,
    ignore_merges: false,
    vocab: Object.fromEntries(pieces.map(({ text }, id) => [text, id])),
    merges: mergesOf(pieces),
  };
}

/** Every way to put a piece together from two, in the order in which they were learnt. */
function mergesOf(pieces: readonly Piece[]): [string, string][] {
  const normal = new Set(pieces.flatMap(({ text, kind }) => (kind === 'normal' ? [text] : [])));
  const ways = pieces.flatMap(({ text, score, kind }, id) => {
    if (kind !== 'normal') return [];
    const characters = [...text];
    return characters.flatMap((_, at) => {
      const pair: [string, string] = [characters.slice(0, at).join(''), characters.slice(at).join('')];
      return pair.every((part) => normal.has(part)) ? [{ score, id, pair }] : [];
    });
  });
  return ways.sort((a, b) => b.score - a.score || a.id - b.id).map(({ pair }) => pair);
}
