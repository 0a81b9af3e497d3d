/**
 * The end of a decoder: the last hidden state → the score of every token as the next one, by a layer of its own or by the
 * table of words, where both are one. A file without either end, as of a text encoder, gives the hidden state alone.
 */
import type { GraphBuilder, Value } from '../graph-builder.ts';

interface HeadOptions {
  /** Module of the table of words. */
  words: string;
  tied: boolean;
}

/** Names the outputs `last_hidden_state` [n, s, d] and `logits` [n, s, v]. */
export function languageHead(graph: GraphBuilder, x: Value, { words, tied }: HeadOptions): void {
  graph.output('last_hidden_state', x);
  const head = tied ? graph.at(words) : graph.beside('lm_head');
  if (!head.has('weight')) return;
  graph.output('logits', head.matMul(x, head.transpose(head.weight('weight'), [1, 0])));
}
