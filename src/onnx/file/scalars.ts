/**
 * One reader and one writer for each scalar of `wire-schema.ts`, and what they read from: protobufjs' Reader over bytes,
 * or a FileReader. Next: `codec.ts` puts messages together.
 */
import type protobuf from 'protobufjs/minimal.js';
import { StoredBytes } from './stored-bytes.ts';
import type { Scalar } from './wire-schema.ts';

type Reader = protobuf.Reader;
type Writer = protobuf.Writer;

type Readings = 'uint32' | 'int32' | 'int64' | 'uint64' | 'float' | 'double' | 'bytes' | 'string';
/** What messages are read from: protobufjs' Reader over bytes, or a FileReader. */
export type Source = Pick<Reader, Readings | 'raw'> & {
  readonly pos: number;
  skipType(wire: number): unknown;
  /** Where it is missing, weights are read as `bytes`. */
  weights?(): Uint8Array | StoredBytes;
};

/** Bytes of a file to be, in order. */
export type Piece = Uint8Array | StoredBytes;

/** int64 as the writer wants it: two signed halves. */
const toBits = (value: bigint) =>
  ({
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
  }) as unknown as Long;
type Long = ReturnType<Reader['int64']>;
const toBigInt = ({ low, high }: Long) => (BigInt(high | 0) << 32n) | BigInt(low >>> 0);

/** One reader and writer a scalar; `wire` is the protobuf wire type. */
export const SCALARS: Record<
  Scalar,
  {
    wire: number;
    empty: unknown;
    read: (source: Source) => unknown;
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
  weights: {
    wire: 2,
    empty: undefined,
    read: (r) => (r.weights === undefined ? r.bytes() : r.weights()),
    write: (w, v: Piece) => w.bytes(v instanceof StoredBytes ? v.read() : v),
  },
};
