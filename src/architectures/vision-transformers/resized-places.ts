/**
 * Learnt places of a grid of patches → those of a grid of another size, by the cubic interpolation of PyTorch
 * (https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html). In: [1, patches, d]. Out: [1, others, d].
 */
import type { GraphBuilder, Value } from '../graph-builder.ts';

export interface Resizing {
  /** Patches along one side. */
  from: number;
  to: number;
  /** Whether kernels widen where the grid shrinks, as PyTorch's `antialias` has it. */
  widened: boolean;
}

/** Both axes have the same size, so one matrix [to, from] serves for rows and for columns. */
export function resizedPlaces(at: GraphBuilder, places: Value, resizing: Resizing): Value {
  const { from, to } = resizing;
  const matrix = at.table('cubic', [to, from], cubicMatrix(resizing));
  const width = at.sizes('position_embeddings')[2]!;
  const rows = at.matMul(matrix, at.reshape(places, [from, from * width]));
  const columns = at.matMul(matrix, at.reshape(rows, [to, from, width]));
  return at.reshape(columns, [1, to * to, width]);
}

/** Row-major: how much each old place counts for each new one. */
export function cubicMatrix({ from, to, widened }: Resizing): number[] {
  const step = from / to;
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * step - 0.5;
    return widened ? widenedRow(centre, from, Math.max(1, step)) : plainRow(centre, from);
  }).flat();
}

/** Four neighbours; beyond the edge the last one stands in. */
function plainRow(centre: number, from: number): number[] {
  const row = new Array<number>(from).fill(0);
  const first = Math.floor(centre) - 1;
  for (let i = first; i < first + 4; i++)
    row[Math.min(from - 1, Math.max(0, i))]! += cubic(centre - i, -0.75);
  return row;
}

function widenedRow(centre: number, from: number, spread: number): number[] {
  const row = Array.from({ length: from }, (_, i) => cubic((i - centre) / spread, -0.5));
  const sum = row.reduce((total, weight) => total + weight, 0);
  return row.map((weight) => weight / sum);
}

/** Keys 1981, https://doi.org/10.1109/TASSP.1981.1163711. */
function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}
