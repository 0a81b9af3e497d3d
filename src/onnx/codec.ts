/**
 * Bytes ↔ OnnxModel. In: the bytes of an .onnx file. Out: plain objects (`model.ts`) whose weights are views of those
 * bytes, and back. protobufjs reads and writes the wire format; the table below is the part of onnx.proto we name.
 * A field that is not in the table is kept in `unknown` and written again after the known ones.
 */
import protobuf from 'protobufjs/minimal.js';
import { UserError } from '../errors.ts';
import type { OnnxModel } from './model.ts';

const { Reader, Writer } = protobuf;
type Reader = InstanceType<typeof Reader>;
type Writer = InstanceType<typeof Writer>;

/** `size`: int64 as a number; `value`: int64 as a bigint. */
type Scalar = 'size' | 'value' | 'int32' | 'float' | 'double' | 'uint64' | 'string' | 'bytes';
interface Field {
  id: number;
  name: string;
  type: Scalar | MessageName;
  /** `required`: set to the type's empty value when absent; `optional`: left out. */
  rule: 'required' | 'optional' | 'repeated' | 'packed';
}
type MessageName =
  | 'Model'
  | 'Graph'
  | 'Node'
  | 'Attribute'
  | 'Tensor'
  | 'ValueInfo'
  | 'Type'
  | 'TensorType'
  | 'Shape'
  | 'Dim'
  | 'Entry'
  | 'Opset';
type Message = Record<string, unknown> & { unknown?: Uint8Array[] };

const field = (id: number, name: string, type: Field['type'], rule: Field['rule'] = 'required'): Field => ({
  id,
  name,
  type,
  rule,
});

/** Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (IR version 3 and later). */
const SCHEMA: Record<MessageName, Field[]> = {
  Model: [
    field(1, 'irVersion', 'size'),
    field(2, 'producerName', 'string'),
    field(3, 'producerVersion', 'string'),
    field(7, 'graph', 'Graph'),
    field(8, 'opsetImport', 'Opset', 'repeated'),
    field(14, 'metadataProps', 'Entry', 'repeated'),
    field(25, 'functions', 'bytes', 'repeated'),
  ],
  Graph: [
    field(1, 'node', 'Node', 'repeated'),
    field(2, 'name', 'string'),
    field(5, 'initializer', 'Tensor', 'repeated'),
    field(11, 'input', 'ValueInfo', 'repeated'),
    field(12, 'output', 'ValueInfo', 'repeated'),
    field(13, 'valueInfo', 'ValueInfo', 'repeated'),
  ],
  Node: [
    field(1, 'input', 'string', 'repeated'),
    field(2, 'output', 'string', 'repeated'),
    field(3, 'name', 'string'),
    field(4, 'opType', 'string'),
    field(5, 'attribute', 'Attribute', 'repeated'),
    field(7, 'domain', 'string'),
  ],
  Attribute: [
    field(1, 'name', 'string'),
    field(2, 'f', 'float', 'optional'),
    field(3, 'i', 'value', 'optional'),
    field(4, 's', 'bytes', 'optional'),
    field(5, 't', 'Tensor', 'optional'),
    field(6, 'g', 'Graph', 'optional'),
    field(7, 'floats', 'float', 'repeated'),
    field(8, 'ints', 'value', 'repeated'),
    field(9, 'strings', 'bytes', 'repeated'),
    field(11, 'graphs', 'Graph', 'repeated'),
    field(20, 'type', 'int32'),
  ],
  Tensor: [
    field(1, 'dims', 'size', 'repeated'),
    field(2, 'dataType', 'int32'),
    field(4, 'floatData', 'float', 'packed'),
    field(5, 'int32Data', 'int32', 'packed'),
    field(6, 'stringData', 'bytes', 'repeated'),
    field(7, 'int64Data', 'value', 'packed'),
    field(8, 'name', 'string'),
    field(9, 'rawData', 'bytes', 'optional'),
    field(10, 'doubleData', 'double', 'packed'),
    field(11, 'uint64Data', 'uint64', 'packed'),
    field(13, 'externalData', 'Entry', 'repeated'),
    field(14, 'dataLocation', 'int32'),
  ],
  ValueInfo: [field(1, 'name', 'string'), field(2, 'type', 'Type', 'optional')],
  Type: [field(1, 'tensorType', 'TensorType', 'optional')],
  TensorType: [field(1, 'elemType', 'int32'), field(2, 'shape', 'Shape', 'optional')],
  Shape: [field(1, 'dim', 'Dim', 'repeated')],
  Dim: [field(1, 'value', 'size', 'optional'), field(2, 'param', 'string', 'optional')],
  Entry: [field(1, 'key', 'string'), field(2, 'value', 'string')],
  Opset: [field(1, 'domain', 'string'), field(2, 'version', 'size')],
};

const BY_ID = Object.fromEntries(
  Object.entries(SCHEMA).map(([name, fields]) => [name, new Map(fields.map((item) => [item.id, item]))]),
) as Record<MessageName, Map<number, Field>>;

const isMessage = (type: Field['type']): type is MessageName => type in SCHEMA;

/** int64 as the writer wants it: two signed halves. */
const toBits = (value: bigint) =>
  ({
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
  }) as unknown as Long;
type Long = ReturnType<Reader['int64']>;
const toBigInt = ({ low, high }: Long) => (BigInt(high | 0) << 32n) | BigInt(low >>> 0);

/** One reader and writer a scalar; `wire` is the protobuf wire type. */
const SCALARS: Record<
  Scalar,
  {
    wire: number;
    empty: unknown;
    read: (reader: Reader) => unknown;
    write: (writer: Writer, value: never) => unknown;
  }
> = {
  size: { wire: 0, empty: 0, read: (r) => Number(toBigInt(r.int64())), write: (w, v: number) => w.int64(v) },
  value: {
    wire: 0,
    empty: 0n,
    read: (r) => toBigInt(r.int64()),
    write: (w, v: bigint) => w.int64(toBits(v)),
  },
  uint64: {
    wire: 0,
    empty: 0n,
    read: (r) => BigInt.asUintN(64, toBigInt(r.uint64())),
    write: (w, v: bigint) => w.uint64(toBits(v)),
  },
  int32: { wire: 0, empty: 0, read: (r) => r.int32(), write: (w, v: number) => w.int32(v) },
  float: { wire: 5, empty: 0, read: (r) => r.float(), write: (w, v: number) => w.float(v) },
  double: { wire: 1, empty: 0, read: (r) => r.double(), write: (w, v: number) => w.double(v) },
  string: { wire: 2, empty: '', read: (r) => r.string(), write: (w, v: string) => w.string(v) },
  bytes: {
    wire: 2,
    empty: new Uint8Array(0),
    read: (r) => r.bytes(),
    write: (w, v: Uint8Array) => w.bytes(v),
  },
};

function emptyMessage(name: MessageName): Message {
  const message: Message = {};
  for (const { name: key, type, rule } of SCHEMA[name]) {
    if (rule === 'repeated' || rule === 'packed') message[key] = [];
    else if (rule === 'required' && !isMessage(type)) message[key] = SCALARS[type].empty;
  }
  return message;
}

function readField(reader: Reader, item: Field, wire: number, message: Message): void {
  const { name, type } = item;
  const list = item.rule === 'repeated' || item.rule === 'packed' ? (message[name] as unknown[]) : undefined;
  if (list && !isMessage(type) && wire === 2 && SCALARS[type].wire !== 2) {
    const end = reader.uint32() + reader.pos;
    while (reader.pos < end) list.push(SCALARS[type].read(reader));
    return;
  }
  const value = isMessage(type)
    ? readMessage(reader, type, reader.uint32() + reader.pos)
    : SCALARS[type].read(reader);
  if (list) list.push(value);
  else message[name] = value;
}

function readMessage(reader: Reader, name: MessageName, end: number): Message {
  const message = emptyMessage(name);
  while (reader.pos < end) {
    const start = reader.pos;
    const tag = reader.uint32();
    const item = BY_ID[name].get(tag >>> 3);
    if (item !== undefined) readField(reader, item, tag & 7, message);
    else {
      reader.skipType(tag & 7);
      message.unknown ??= [];
      message.unknown.push(reader.raw(start, reader.pos));
    }
  }
  if (reader.pos !== end) throw new RangeError(`a message ends at byte ${reader.pos} instead of ${end}`);
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

/**
 * The model in `bytes`; weights stay views of them, so do not write into `bytes` afterwards.
 * @throws UserError `onnx-unreadable` when the bytes are no ONNX model.
 */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let message: Message;
  try {
    message = readMessage(new Reader(view), 'Model', view.length);
  } catch (cause) {
    throw unreadable(`its protobuf structure breaks off (${(cause as Error).message})`, bytes.length, cause);
  }
  if (message.graph === undefined) throw unreadable('it holds no graph', bytes.length);
  return message as unknown as OnnxModel;
}

const unreadable = (reason: string, size: number, cause?: unknown) =>
  new UserError(
    'onnx-unreadable',
    `The file of ${size} bytes is not a readable ONNX model: ${reason}. Export it again.`,
    {
      context: { size },
      cause,
    },
  );

/** The bytes of an .onnx file. @throws UserError `onnx-too-large` above the format's 2 GiB. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = writeMessage(new Writer(), 'Model', model as unknown as Message);
  if (writer.len >= 2 ** 31)
    throw new UserError(
      'onnx-too-large',
      `The model takes ${writer.len} bytes; one ONNX file holds at most 2147483647. Choose a smaller model.`,
      { context: { size: writer.len } },
    );
  return writer.finish();
}
