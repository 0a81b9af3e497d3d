/**
 * A SentencePiece model file → its pieces and settings. In: the file's bytes, a protobuf message. Out: a PieceModel.
 * Fields: https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto. Next: `piece-tokenizer.ts`.
 */
import protobuf from 'protobufjs/minimal.js';
import { UserError } from '../../errors.ts';

type PieceKind = 'normal' | 'unknown' | 'control' | 'user' | 'unused' | 'byte';
const KINDS: readonly PieceKind[] = ['normal', 'unknown', 'control', 'user', 'unused', 'byte'];
const KIND_FROM = 1;

export interface Piece {
  text: string;
  /** Log probability, or the rank of a merge, negated. */
  score: number;
  kind: PieceKind;
}

export interface PieceModel {
  algorithm: 'unigram' | 'byte-pairs';
  pieces: Piece[];
  unknown: number;
  /** Characters that no piece has are written as bytes. */
  byteFallback: boolean;
  /** How characters are changed before: "nmt_nfkc", "identity", …; and as tables that Python's tokenizers read. */
  rule: string;
  charsMap: Uint8Array;
  dummyPrefix: boolean;
  removeExtraSpaces: boolean;
}

const ALGORITHMS: Readonly<Record<number, PieceModel['algorithm']>> = { 1: 'unigram', 2: 'byte-pairs' };

/** @throws UserError `tokenizer-pieces` */
export function readPieceModel(bytes: Uint8Array): PieceModel {
  try {
    return modelOf(protobuf.Reader.create(bytes));
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('tokenizer-pieces', { reason: 'it is no SentencePiece model' }, { cause });
  }
}

type Reader = protobuf.Reader;

/** Calls one reader a field; others are passed over. */
function readMessage(reader: Reader, fields: Readonly<Record<number, (reader: Reader) => void>>): void {
  const nested = reader.len;
  while (reader.pos < nested) {
    const tag = reader.uint32();
    const field = fields[tag >>> 3];
    if (field) field(reader);
    else reader.skipType(tag & 7);
  }
}

/** The part of the bytes that a message within takes. */
const within = (reader: Reader): Reader => protobuf.Reader.create(reader.bytes());

function modelOf(reader: Reader): PieceModel {
  const pieces: Piece[] = [];
  const trainer = { algorithm: 1, byteFallback: false, unknown: 0 };
  const normalizer = {
    rule: '',
    charsMap: new Uint8Array(0),
    dummyPrefix: true,
    removeExtraSpaces: true,
  };
  readMessage(reader, {
    1: (r) => pieces.push(pieceOf(within(r))),
    2: (r) =>
      readMessage(within(r), {
        3: (one) => {
          trainer.algorithm = one.int32();
        },
        35: (one) => {
          trainer.byteFallback = one.bool();
        },
        40: (one) => {
          trainer.unknown = one.int32();
        },
      }),
    3: (r) =>
      readMessage(within(r), {
        1: (one) => {
          normalizer.rule = one.string();
        },
        2: (one) => {
          normalizer.charsMap = Uint8Array.from(one.bytes());
        },
        3: (one) => {
          normalizer.dummyPrefix = one.bool();
        },
        4: (one) => {
          normalizer.removeExtraSpaces = one.bool();
        },
      }),
  });
  const algorithm = ALGORITHMS[trainer.algorithm];
  if (algorithm === undefined || pieces[trainer.unknown] === undefined)
    throw new UserError('tokenizer-pieces', { reason: 'it is neither of unigrams nor of byte pairs' });
  const { byteFallback, unknown } = trainer;
  return { ...normalizer, algorithm, pieces, unknown, byteFallback };
}

function pieceOf(reader: Reader): Piece {
  const piece = { text: '', score: 0, kind: KIND_FROM };
  readMessage(reader, {
    1: (one) => {
      piece.text = one.string();
    },
    2: (one) => {
      piece.score = one.float();
    },
    3: (one) => {
      piece.kind = one.int32();
    },
  });
  return { ...piece, kind: KINDS[piece.kind - KIND_FROM] ?? 'unused' };
}
