/**
 * What a family does with the pieces of its SentencePiece model, as transformers converts them: where its special tokens
 * stand in the vocabulary and around a text, and what is changed in a text before. In: `model_type`. Out: a PieceLayout.
 * Source: https://github.com/huggingface/transformers/blob/main/src/transformers/convert_slow_tokenizer.py.
 */
import type { Piece, PieceModel } from './sentence-piece.ts';
import type { TokenizerOptions } from './tokenizer-options.ts';

export interface PieceLayout {
  /** Special tokens before and after a text, by name. */
  before: (options: TokenizerOptions) => readonly string[];
  after: (options: TokenizerOptions) => readonly string[];
  /** In the order of ids, and the id of the unknown piece. */
  vocabulary?: (model: PieceModel) => Pick<PieceModel, 'pieces' | 'unknown'>;
  /** Quotation marks are made one, accents and cases go as the options say. */
  folds?: { lowercase: boolean };
  /** Ends of digits with a comma ("9,") are never taken as one piece. */
  splitsCommas?: boolean;
}

const none = () => [];
const always =
  (...names: string[]) =>
  () =>
    names;
const special = (...names: string[]): Piece[] => names.map((text) => ({ text, score: 0, kind: 'control' }));

const bert: PieceLayout = { before: always('[CLS]'), after: always('[SEP]') };

/** fairseq's four tokens stand before the pieces, of which the first three are left out. */
const fairseq: PieceLayout = {
  before: always('<s>'),
  after: always('</s>'),
  vocabulary: ({ pieces }) => ({
    pieces: [...special('<s>', '<pad>', '</s>', '<unk>'), ...pieces.slice(3), ...special('<mask>')],
    unknown: 3,
  }),
};

const camembert: PieceLayout = {
  ...fairseq,
  vocabulary: ({ pieces }) => ({
    pieces: [
      ...special('<s>NOTUSED', '<pad>', '</s>NOTUSED', '<unk>', '<unk>NOTUSED'),
      ...pieces.slice(1),
      ...special('<mask>'),
    ],
    unknown: 3,
  }),
};

const t5: PieceLayout = { before: none, after: always('</s>') };
const llama: PieceLayout = {
  before: ({ add_bos_token: told, bos_token: name }) => (told === false ? [] : [name ?? '<s>']),
  after: ({ add_eos_token: told, eos_token: name }) => (told === true ? [name ?? '</s>'] : []),
};
const gemma: PieceLayout = {
  ...llama,
  before: ({ add_bos_token: told, bos_token: name }) => (told === false ? [] : [name ?? '<bos>']),
};

export const PIECE_LAYOUTS: Readonly<Record<string, PieceLayout>> = {
  albert: { ...bert, folds: { lowercase: true }, splitsCommas: true },
  camembert,
  'deberta-v2': {
    ...bert,
    vocabulary: ({ pieces, unknown }) => ({
      pieces: pieces.some(({ text }) => text === '[MASK]') ? pieces : [...pieces, ...special('[MASK]')],
      unknown,
    }),
  },
  gemma,
  gemma3_text: gemma,
  llama,
  mt5: t5,
  t5,
  'xlm-roberta': fairseq,
  xlnet: { before: none, after: always('<sep>', '<cls>'), folds: { lowercase: false }, splitsCommas: true },
};
