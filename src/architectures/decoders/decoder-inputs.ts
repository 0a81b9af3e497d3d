/**
 * What a decoder reads, named as the Hub's exports name it, and what follows from it: positions, and which keys a token does
 * not see. In: sizes of the keys. Out: values for `grouped-attention.ts`. The keys and values of earlier tokens come in and
 * go out, so that a text is continued without reading it anew; none at all is an empty past.
 */
import { DataType } from '../../onnx/model.ts';
import { LOWEST, paddingBias } from '../blocks/attention.ts';
import { type TokenInputs, tokenInputs } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

export interface Past {
  /** [n, heads, earlier tokens, d] */
  key: Value;
  value: Value;
}

interface DecoderInputs extends TokenInputs {
  /** By layer. */
  past: Past[];
  /** int64 [s]: positions of the tokens that are read now. */
  places: Value;
  /** int64 [k]: positions of all keys. */
  keyPlaces: Value;
}

interface PastSizes {
  layers: number;
  /** Of keys. */
  heads: number;
  headSize: number;
}

export function decoderInputs(graph: GraphBuilder, { layers, heads, headSize }: PastSizes): DecoderInputs {
  const tokens = tokenInputs(graph);
  const input = (name: string) =>
    graph.input(name, DataType.FLOAT, ['batch', heads, 'past_length', headSize]);
  const past = Array.from({ length: layers }, (_, i) => ({
    key: input(`past_key_values.${i}.key`),
    value: input(`past_key_values.${i}.value`),
  }));
  const at = graph.at('positions');
  const length = (value: Value, axis: number) =>
    at.op('Squeeze', [at.op('Shape', [value], { start: axis, end: axis + 1 }), at.ints([0])]);
  const before = length(past[0]!.key, 2);
  const end = at.add(before, length(tokens.ids, 1));
  const places = at.op('Range', [before, end, at.int(1)]);
  return { ...tokens, past, places, keyPlaces: at.op('Range', [at.int(0), end, at.int(1)]) };
}

interface Sight {
  /** Tokens that are seen, the own one included; all earlier ones unless told. */
  window?: number | undefined;
  /** Later tokens are seen too. */
  bothWays?: boolean;
}

/** What is added to the scores: 0 for what a token sees, the lowest float for padding and what it does not: [n, 1, s, k]. */
export function unseen(
  at: GraphBuilder,
  inputs: DecoderInputs,
  { window, bothWays = false }: Sight = {},
): Value {
  const padding = paddingBias(at, inputs.mask);
  const rows = at.op('Unsqueeze', [inputs.places, at.ints([1])]);
  const keys = at.op('Unsqueeze', [inputs.keyPlaces, at.ints([0])]);
  const behind = at.op('Sub', [rows, keys]);
  const hide = (condition: Value) => at.times(at.op('Cast', [condition], { to: DataType.FLOAT }), LOWEST);
  const later = bothWays ? [] : [hide(at.op('Less', [behind, at.int(0)]))];
  const distance = bothWays ? at.op('Abs', [behind]) : behind;
  const far = window === undefined ? [] : [hide(at.op('GreaterOrEqual', [distance, at.int(window)]))];
  return [...later, ...far].reduce((all, one) => at.op('Min', [all, one]), padding);
}
