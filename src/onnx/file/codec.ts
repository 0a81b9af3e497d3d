/**
 * Bytes ↔ OnnxModel. In: the bytes of an .onnx file. Out: plain objects (`messages.ts`) whose weights are views of those
 * bytes, and back. protobufjs reads and writes the wire format; `wire-schema.ts` is the part of onnx.proto we name.
 * A field that is not in the table is kept in `unknown` and written again after the known ones. `model-file.ts` does
 * the same with files, where long weights stay.
 */
import protobuf from 'protobufjs/minimal.js';
import { isUserError, UserError } from '../../errors.ts';
import type { OnnxModel } from './messages.ts';
import { type Piece, SCALARS, type Source } from './scalars.ts';
import { StoredBytes } from './stored-bytes.ts';
import { DecodeTally } from './tally.ts';
import { type Field, type MessageName, SCHEMA } from './wire-schema.ts';

export type { Piece, Source } from './scalars.ts';

const { Reader, Writer } = protobuf;
type Writer = InstanceType<typeof Writer>;
type Message = Record<string, unknown> & { unknown?: Uint8Array[] };

export const sizeOfPieces = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);

const BY_ID = Object.fromEntries(
  Object.entries(SCHEMA).map(([name, fields]) => [name, new Map(fields.map((item) => [item.id, item]))]),
) as Record<MessageName, Map<number, Field>>;

const isMessage = (type: Field['type']): type is MessageName => type in SCHEMA;

function emptyMessage(name: MessageName): Message {
  const message: Message = {};
  for (const { name: key, type, rule } of SCHEMA[name]) {
    if (rule === 'repeated' || rule === 'packed') message[key] = [];
    else if (rule === 'required' && !isMessage(type)) message[key] = SCALARS[type].empty;
  }
  return message;
}

/** Where it is read from, and how much has been. */
interface Reading {
  reader: Source;
  tally: DecodeTally;
}

function readField({ reader, tally }: Reading, item: Field, wire: number, message: Message): void {
  const { name, type } = item;
  const list = item.rule === 'repeated' || item.rule === 'packed' ? (message[name] as unknown[]) : undefined;
  if (list && !isMessage(type) && wire === 2 && SCALARS[type].wire !== 2) {
    const end = reader.uint32() + reader.pos;
    while (reader.pos < end) {
      tally.value(type);
      list.push(SCALARS[type].read(reader));
    }
    return;
  }
  if (!isMessage(type)) tally.value(type);
  const value = isMessage(type)
    ? readMessage({ reader, tally }, type, reader.uint32() + reader.pos)
    : SCALARS[type].read(reader);
  if (list) list.push(value);
  else message[name] = value;
}

function readMessage(reading: Reading, name: MessageName, end: number): Message {
  const { reader, tally } = reading;
  tally.enter(name);
  const message = emptyMessage(name);
  while (reader.pos < end) {
    const start = reader.pos;
    const tag = reader.uint32();
    // No field has the number 0: a file of zeros would otherwise be taken for millions of unknown ones.
    if (tag >>> 3 === 0) throw new RangeError(`a field at byte ${start} has the number 0`);
    const item = BY_ID[name].get(tag >>> 3);
    if (item !== undefined) readField(reading, item, tag & 7, message);
    else {
      tally.unknown();
      reader.skipType(tag & 7);
      message.unknown ??= [];
      message.unknown.push(reader.raw(start, reader.pos));
    }
  }
  if (reader.pos !== end) throw new RangeError(`a message ends at byte ${reader.pos} instead of ${end}`);
  tally.leave();
  return message;
}

function writeField(writer: Writer, { id, type, rule }: Field, value: unknown): void {
  if (isMessage(type)) {
    for (const item of rule === 'repeated' ? (value as Message[]) : [value as Message])
      writeMessage(writer.uint32((id << 3) | 2).fork(), type, item).ldelim();
    return;
  }
  const { wire, write, empty } = SCALARS[type];
  if (rule === 'packed') {
    if ((value as never[]).length === 0) return;
    writer.uint32((id << 3) | 2).fork();
    for (const item of value as never[]) write(writer, item);
    writer.ldelim();
  } else if (rule === 'repeated') {
    for (const item of value as never[]) write(writer.uint32((id << 3) | wire), item);
  } else if (rule === 'optional' || value !== empty) write(writer.uint32((id << 3) | wire), value as never);
}

function writeMessage(writer: Writer, name: MessageName, message: Message): Writer {
  for (const item of SCHEMA[name]) {
    const value = message[item.name];
    if (value !== undefined) writeField(writer, item, value);
  }
  for (const bytes of message.unknown ?? []) writer.raw(bytes);
  return writer;
}

/** Messages on the way to the weights, which are long: they are written in pieces instead of being copied. */
const isHolder = (type: Field['type']) => type === 'Graph' || type === 'Tensor';

function piecesOf(name: MessageName, message: Message): Piece[] {
  const pieces: Piece[] = [];
  let writer = new Writer();
  const append = (more: readonly Piece[]) => {
    if (writer.len > 0) pieces.push(writer.finish());
    writer = new Writer();
    for (const piece of more) pieces.push(piece);
  };
  for (const item of SCHEMA[name]) {
    const { id, type } = item;
    const value = message[item.name];
    if (value === undefined) continue;
    if (type === 'weights') {
      const weights = value as Piece;
      writer.uint32((id << 3) | 2).uint32(weights.length);
      append([weights]);
    } else if (isMessage(type) && isHolder(type)) {
      for (const inner of [value].flat() as Message[]) {
        const parts = piecesOf(type, inner);
        writer.uint32((id << 3) | 2).uint32(sizeOfPieces(parts));
        append(parts);
      }
    } else writeField(writer, item, value);
  }
  for (const bytes of message.unknown ?? []) writer.raw(bytes);
  append([]);
  return pieces;
}

/** @throws UserError `onnx-unreadable` when what is read is no ONNX model, `onnx-too-complex` when it is bloated. */
export function decodeFrom(source: Source, size: number): OnnxModel {
  let message: Message;
  try {
    message = readMessage({ reader: source, tally: new DecodeTally() }, 'Model', size);
  } catch (cause) {
    if (isUserError(cause)) throw cause;
    throw unreadable(`its protobuf structure breaks off (${(cause as Error).message})`, size, cause);
  }
  if (message.graph === undefined) throw unreadable('it holds no graph', size);
  return message as unknown as OnnxModel;
}

/**
 * The model in `bytes`; weights stay views of them, so do not write into `bytes` afterwards.
 * @throws UserError `onnx-unreadable` when the bytes are no ONNX model.
 */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return decodeFrom(new Reader(view), view.length);
}

const unreadable = (reason: string, size: number, cause?: unknown) =>
  new UserError('onnx-unreadable', { size, reason }, { cause });

/** Of one ONNX file: protobuf's limit. */
export const ONE_FILE_BYTES = 2 ** 31 - 1;

/** An .onnx file in pieces, weights uncopied; of any size. */
export const modelPieces = (model: OnnxModel): Piece[] => piecesOf('Model', model as unknown as Message);

/** The same. @throws UserError `onnx-too-large` above the format's 2 GiB. */
export function fittingPieces(model: OnnxModel): Piece[] {
  const pieces = modelPieces(model);
  const size = sizeOfPieces(pieces);
  if (size > ONE_FILE_BYTES) throw new UserError('onnx-too-large', { size, limit: ONE_FILE_BYTES });
  return pieces;
}

/** The bytes of an .onnx file. @throws UserError `onnx-too-large` above the format's 2 GiB. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const pieces = fittingPieces(model);
  const bytes = new Uint8Array(sizeOfPieces(pieces));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece instanceof StoredBytes ? piece.read() : piece, at);
    at += piece.length;
  }
  return bytes;
}
