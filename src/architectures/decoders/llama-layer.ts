/**
 * The layer of Llama (Touvron et al. 2023, https://arxiv.org/abs/2302.13971) that most decoders took over: norms before
 * attention and dense layers, positions as rotations, a gated dense layer. In: x [n, s, d]. Out: [n, s, d].
 */
import { type ActivationName, activation } from '../blocks/activation.ts';
import { splitHeads } from '../blocks/attention.ts';
import { type Rotation, rotate } from '../blocks/rotary.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import type { Past } from './decoder-inputs.ts';
import { groupedAttention } from './grouped-attention.ts';

/** `<name>.weight` over the last axis. */
export type Norm = (at: GraphBuilder, name: string, x: Value) => Value;

interface AttentionSizes {
  heads: number;
  keyHeads: number;
  headSize: number;
  scale: number;
  /** Norms of each head's queries and keys, `q_norm` and `k_norm` (Henry et al. 2020), where there are any. */
  headNorm?: Norm | undefined;
}

/** What differs from layer to layer. */
interface LayerSight {
  turn: Rotation;
  /** Of `unseen`. */
  hidden: Value;
  past: Past;
  layer: number;
}

/** `self_attn` of a layer: x normed [n, s, d] → [n, s, d]. */
export function selfAttention(
  layer: GraphBuilder,
  x: Value,
  { headNorm, ...sizes }: AttentionSizes,
  { turn, ...sight }: LayerSight,
): Value {
  const self = layer.at('self_attn');
  const split = (name: string, heads: number) => splitHeads(self, self.linear(name, x), heads);
  const turned = (name: string, heads: number, norm: string) => {
    const all = split(name, heads);
    return rotate(self, headNorm ? headNorm(self, norm, all) : all, turn);
  };
  const query = turned('q_proj', sizes.heads, 'q_norm');
  const key = turned('k_proj', sizes.keyHeads, 'k_norm');
  const value = split('v_proj', sizes.keyHeads);
  return self.linear('o_proj', groupedAttention(self, { query, key, value, ...sizes, ...sight }));
}

/** down(act(gate(x)) · up(x)) */
export function gatedDense(layer: GraphBuilder, x: Value, act: ActivationName): Value {
  const dense = layer.at('mlp');
  const gate = activation(dense, act, dense.linear('gate_proj', x));
  return dense.linear('down_proj', dense.mul(gate, dense.linear('up_proj', x)));
}
