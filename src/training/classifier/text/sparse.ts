/** The sparse matrix of text features, in compressed rows; made by the vectoriser, read by the sparse classifier. */

export interface SparseMatrix {
  n: number;
  featureCount: number;
  /** Row r holds the entries offsets[r] … offsets[r + 1] − 1. Length n + 1. */
  offsets: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

/** The squared length of every row. Shape [n]. */
export function squaredRowNorms(matrix: SparseMatrix): Float64Array {
  const norms = new Float64Array(matrix.n);
  for (let row = 0; row < matrix.n; row++)
    for (let i = matrix.offsets[row]!; i < matrix.offsets[row + 1]!; i++)
      norms[row]! += matrix.values[i]! ** 2;
  return norms;
}

/** Numbers appended without knowing how many: doubles its typed array as it fills. */
class Growing<T extends Int32Array | Float32Array> {
  private data: T;
  length = 0;

  constructor(private readonly make: (size: number) => T) {
    this.data = make(1 << 12);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = this.make(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }

  get(index: number): number {
    return this.data[index]!;
  }

  set(index: number, value: number): void {
    this.data[index] = value;
  }

  /** The numbers so far; valid until the next `push`. */
  view(): T {
    return this.data.subarray(0, this.length) as T;
  }
}

export const growingInt32 = () => new Growing((size) => new Int32Array(size));
export const growingFloat32 = () => new Growing((size) => new Float32Array(size));
