/**
 * A protobuf file, read through a window. In: an open file. Out: the readings that `codec.ts` asks for, as protobufjs'
 * own Reader gives them; long weights are left in the file. So a model of gigabytes takes the memory of its graph.
 */
import protobuf from 'protobufjs/minimal.js';
import { readFully, STORED_BYTES, StoredBytes } from './stored-bytes.ts';

const WINDOW_BYTES = 64 * 1_024;
/** Of the longest varint. */
const VARINT_BYTES = 10;

export class FileReader {
  readonly #file: number;
  readonly #path: string;
  readonly #size: number;
  #start = 0;
  #window = new protobuf.Reader(new Uint8Array(0));

  constructor({ file, path, size }: { file: number; path: string; size: number }) {
    this.#file = file;
    this.#path = path;
    this.#size = size;
  }

  /** Bytes from the beginning of the file. */
  get pos(): number {
    return this.#start + this.#window.pos;
  }

  uint32 = () => this.#ahead(VARINT_BYTES).uint32();
  int32 = () => this.#ahead(VARINT_BYTES).int32();
  int64 = () => this.#ahead(VARINT_BYTES).int64();
  uint64 = () => this.#ahead(VARINT_BYTES).uint64();
  float = () => this.#ahead(4).float();
  double = () => this.#ahead(8).double();
  bytes = (): Uint8Array => this.#take(this.uint32());
  string = (): string => Buffer.from(this.bytes()).toString('utf8');

  weights(): Uint8Array | StoredBytes {
    const length = this.uint32();
    if (length < STORED_BYTES) return this.#take(length);
    const stored = new StoredBytes(this.#path, this.pos, length);
    this.#skip(length);
    return stored;
  }

  skipType(wire: number): void {
    if (wire === 0) this.uint64();
    else if (wire === 1) this.#skip(8);
    else if (wire === 2) this.#skip(this.uint32());
    else if (wire === 5) this.#skip(4);
    else throw new RangeError(`wire type ${wire} at byte ${this.pos}`);
  }

  raw(start: number, end: number): Uint8Array {
    const bytes = new Uint8Array(end - start);
    readFully(this.#file, bytes, start);
    return bytes;
  }

  /** A copy, so that nothing holds on to the window. */
  #take(length: number): Uint8Array {
    const { buf, pos: at } = this.#window;
    const start = this.pos;
    this.#skip(length);
    return at + length <= buf.length ? buf.slice(at, at + length) : this.raw(start, start + length);
  }

  #skip(length: number): void {
    const end = this.pos + length;
    if (end > this.#size) throw new RangeError(`${length} bytes reach beyond the end`);
    if (length <= this.#window.len - this.#window.pos) this.#window.pos += length;
    else this.#move(end);
  }

  /** The window, moved on when it holds less than `length` bytes and the file more. */
  #ahead(length: number) {
    if (this.#window.len - this.#window.pos < length) this.#move(this.pos);
    return this.#window;
  }

  #move(start: number): void {
    this.#start = start;
    const length = Math.min(WINDOW_BYTES, this.#size - start);
    this.#window = new protobuf.Reader(this.raw(start, start + length));
  }
}
