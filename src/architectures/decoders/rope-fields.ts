/**
 * How a configuration says by what angles positions turn, in its older and its newer form → the angles a position. Forms:
 * https://huggingface.co/docs/transformers/internal/rope_utils. Those that depend on a text's length are refused.
 */
import { z } from 'zod';
import { only } from '../architecture.ts';
import { plainSpeeds } from '../blocks/rotary.ts';

const positive = z.number().positive();
const kind = z.enum(['default', 'linear', 'llama3']);

/** The oldest files call it `type`. */
export const ropeSchema = z
  .strictObject({
    rope_type: kind.optional(),
    type: kind.optional(),
    rope_theta: positive.optional(),
    factor: positive.default(1),
    low_freq_factor: positive.default(1),
    high_freq_factor: positive.default(4),
    original_max_position_embeddings: positive.default(8_192),
    partial_rotary_factor: only(1),
  })
  .transform(({ type, rope_type: named, ...rest }) => ({ ...rest, kind: named ?? type ?? 'default' }));
export type Rope = z.infer<typeof ropeSchema>;

export const ROPE_FIELDS = {
  rope_theta: positive.default(10_000),
  rope_scaling: ropeSchema.optional(),
  rope_parameters: ropeSchema.optional(),
  partial_rotary_factor: only(1),
  rope_interleaved: only(false),
};

/** Angles of one position, [size / 2]: theta^(−2i/size), the long waves slower for texts longer than those learnt first. */
export function ropeSpeeds(size: number, thetaOfModel: number, rope?: Rope): number[] {
  const theta = rope?.rope_theta ?? thetaOfModel;
  const plain = plainSpeeds(size, theta);
  if (rope === undefined || rope.kind === 'default') return plain;
  if (rope.kind === 'linear') return plain.map((speed) => Math.fround(speed / rope.factor));
  return plain.map((speed) => Math.fround(llama3Speed(speed, rope)));
}

/** As Llama 3.1 has it (https://arxiv.org/abs/2407.21783, §3.4.2): short waves stay, long ones are slowed, between them both. */
function llama3Speed(speed: number, rope: Rope): number {
  const turns = (rope.original_max_position_embeddings * speed) / (2 * Math.PI);
  const { low_freq_factor: low, high_freq_factor: high, factor } = rope;
  if (turns > high) return speed;
  if (turns < low) return speed / factor;
  const share = (turns - low) / (high - low);
  return ((1 - share) * speed) / factor + share * speed;
}
