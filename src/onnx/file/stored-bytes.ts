/**
 * Bytes that stay in a file until someone asks for them: the weights of large models, while their graph is worked on. In: a
 * place in a file. Out: its bytes, read anew each time. Next: `tensor.ts` reads values, `codec.ts` copies them on.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { UserError } from '../../errors.ts';

/** Shorter weights are read at once: fewer reads, and nothing is gained by leaving them where they are. */
export const STORED_BYTES = 64 * 1_024;

export class StoredBytes {
  readonly path: string;
  readonly offset: number;
  readonly length: number;

  constructor(path: string, offset: number, length: number) {
    this.path = path;
    this.offset = offset;
    this.length = length;
  }

  /** @throws UserError `onnx-cut-off` when the file has become shorter */
  read(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    const file = openSync(this.path, 'r');
    try {
      readFully(file, bytes, this.offset);
    } finally {
      closeSync(file);
    }
    return bytes;
  }
}

/** Fills `bytes` from `offset` on. @throws UserError `onnx-cut-off` when the file ends before */
export function readFully(file: number, bytes: Uint8Array, offset: number): void {
  // One call reads at most 2 GiB.
  for (let done = 0; done < bytes.length; ) {
    const part = Math.min(bytes.length - done, 2 ** 30);
    const read = readSync(file, bytes, done, part, offset + done);
    if (read === 0)
      throw new UserError('onnx-cut-off', { end: offset + done, needed: offset + bytes.length });
    done += read;
  }
}
