/**
 * Scores of relative positions → scores of pairs of tokens. In: x [n, h, s, m], one score for each token and each of m
 * relative positions, and int64 [s, s], which of these stands between two tokens. Out: [n, h, s, s].
 */
import type { GraphBuilder, Value } from '../graph-builder.ts';

export function pickByDistance(at: GraphBuilder, x: Value, index: Value): Value {
  const rows = at.op('Shape', [x], { start: 0, end: 3 });
  const columns = at.op('Shape', [index], { start: 1, end: 2 });
  const sizes = at.op('Concat', [rows, columns], { axis: 0 });
  return at.op('GatherElements', [x, at.op('Expand', [index, sizes])], { axis: 3 });
}
