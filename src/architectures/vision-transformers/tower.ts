/**
 * What CLIP's and SigLIP's towers for pictures share: a configuration that stands alone, or within that of both towers, and
 * the names of a layer's weights. In: config.json. Out: the sizes of the tower.
 */
import { z } from 'zod';
import { count, emptyObject, only, readFields } from '../architecture.ts';
import { type ActivationName, activationName } from '../blocks/activation.ts';
import type { LayerNames } from '../blocks/pre-norm-layer.ts';
import { sides } from './patches.ts';

export const TOWER_LAYER: LayerNames = {
  norms: ['layer_norm1', 'layer_norm2'],
  projections: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  out: 'self_attn.out_proj',
  dense: ['mlp.fc1', 'mlp.fc2'],
};

/** Read by `readVision`, which knows the family's defaults. */
const VISION_FIELDS = {
  hidden_size: count.default(768),
  num_hidden_layers: count.default(12),
  num_attention_heads: count.default(12),
  intermediate_size: count.default(3072),
  hidden_act: activationName.optional(),
  layer_norm_eps: z.number().positive().optional(),
  image_size: sides.default([224, 224]),
  patch_size: count.optional(),
  num_channels: only(3),
  vision_use_head: z.boolean().default(true),
  // Older files write a tower's configuration out, with what every model of transformers has.
  add_cross_attention: only(false),
  is_decoder: only(false),
  is_encoder_decoder: only(false),
  pruned_heads: emptyObject,
};

const kept = z.unknown().optional();

/** A configuration of the tower alone has its own fields, one of both towers has them within. */
export const TOWER_FIELDS = {
  vision_config: z.record(z.string(), z.unknown()).optional(),
  ...Object.fromEntries(Object.keys(VISION_FIELDS).map((name) => [name, kept])),
};

/** The other tower, sizes that the weights have, and what was computed with in pretraining only. */
export const TOWER_NAMES = [
  'text_config',
  'text_config_dict',
  'vision_config_dict',
  'projection_dim',
  'logit_scale_init_value',
  'initializer_factor',
  'tie_encoder_decoder',
  'tf_legacy_loss',
];

interface Defaults {
  hidden_act: ActivationName;
  layer_norm_eps: number;
  patch_size: number;
}

/** @throws UserError `architecture-field` */
export function readVision(config: Record<string, unknown>, name: string, defaults: Defaults) {
  const read = readFields(config.vision_config ?? config, {
    name,
    fields: VISION_FIELDS,
    harmless: [...TOWER_NAMES, 'vision_config'],
  });
  const vision = {
    ...read,
    hidden_act: read.hidden_act ?? defaults.hidden_act,
    layer_norm_eps: read.layer_norm_eps ?? defaults.layer_norm_eps,
    patch_size: read.patch_size ?? defaults.patch_size,
  };
  const sizes = {
    heads: vision.num_attention_heads,
    width: vision.hidden_size,
    act: vision.hidden_act,
    epsilon: vision.layer_norm_eps,
  };
  return { ...vision, sizes };
}
