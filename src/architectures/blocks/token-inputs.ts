/** Inputs of text models as tokenizers give them, and what is counted from them. Names and types as the Hub's exports have. */
import { DataType } from '../../onnx/model.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

const ids = (graph: GraphBuilder, name: string): Value =>
  graph.input(name, DataType.INT64, ['batch', 'length']);

export interface TokenInputs {
  /** int64 [n, s] */
  ids: Value;
  /** int64 [n, s]: 1 for tokens, 0 for padding. */
  mask: Value;
}

export const tokenInputs = (graph: GraphBuilder): TokenInputs => ({
  ids: ids(graph, 'input_ids'),
  mask: ids(graph, 'attention_mask'),
});

/** int64 [n, s]: which of two texts a token is of. */
export const tokenTypes = (graph: GraphBuilder): Value => ids(graph, 'token_type_ids');

/** 0, 1, …, s − 1 as int64 [s]. */
export function positions(at: GraphBuilder, tokens: Value): Value {
  const length = at.op('Shape', [tokens], { start: 1, end: 2 });
  return at.op('Range', [at.int(0), at.op('Squeeze', [length, at.ints([0])]), at.int(1)]);
}

/** `padding` + 1, `padding` + 2, … for tokens and `padding` for padding itself, int64 [n, s], as fairseq counts. */
export function positionsAfterPadding(at: GraphBuilder, tokens: Value, padding: number): Value {
  const same = at.op('Equal', [tokens, at.int(padding)]);
  const real = at.op('Cast', [at.op('Not', [same])], { to: DataType.INT64 });
  return at.add(at.mul(at.op('CumSum', [real, at.int(1)]), real), at.int(padding));
}
