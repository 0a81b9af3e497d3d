/**
 * A tensor whose elements do not lie one behind the other in its file, as PyTorch keeps a transposed matrix. In: its place,
 * sizes and strides. Out: its bytes in order. `widen.ts` writes them anew, so nothing behind it meets one.
 */
import { StoredBytes } from '../../onnx/file/stored-bytes.ts';

interface Strided {
  dims: readonly number[];
  /** Elements between neighbours along each axis. */
  strides: readonly number[];
  elementBytes: number;
}

const product = (values: readonly number[]) => values.reduce((all, value) => all * value, 1);

/** Elements from the first to the last, both included. */
export const spanOf = ({ dims, strides }: Pick<Strided, 'dims' | 'strides'>): number =>
  product(dims) === 0 ? 0 : dims.reduce((last, dim, axis) => last + (dim - 1) * strides[axis]!, 1);

/** Whether the elements lie one behind the other, the last axis fastest. */
export function isContiguous({ dims, strides }: Pick<Strided, 'dims' | 'strides'>): boolean {
  let expected = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (dims[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= dims[axis]!;
  }
  return true;
}

export class StridedBytes extends StoredBytes {
  readonly #strided: Strided;

  /** @param offset of the first element */
  constructor(path: string, offset: number, strided: Strided) {
    super(path, offset, product(strided.dims) * strided.elementBytes);
    this.#strided = strided;
  }

  override read(): Uint8Array {
    const { dims, strides, elementBytes } = this.#strided;
    const from = new StoredBytes(this.path, this.offset, spanOf(this.#strided) * elementBytes).read();
    const to = new Uint8Array(this.length);
    const place = dims.map(() => 0);
    let source = 0;
    for (let target = 0; target < to.length; target += elementBytes) {
      const start = source * elementBytes;
      for (let i = 0; i < elementBytes; i++) to[target + i] = from[start + i]!;
      for (let axis = dims.length - 1; axis >= 0; axis--) {
        source += strides[axis]!;
        place[axis]! += 1;
        if (place[axis]! < dims[axis]!) break;
        source -= dims[axis]! * strides[axis]!;
        place[axis] = 0;
      }
    }
    return to;
  }
}
