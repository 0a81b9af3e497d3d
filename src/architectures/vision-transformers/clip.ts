/**
 * The tower of CLIP that reads pictures (Radford et al. 2021, https://arxiv.org/abs/2103.00020). Pixels → `image_embeds` [n, d]:
 * the class token, projected beside the texts where the file has the projection.
 */
import { defineArchitecture } from '../architecture.ts';
import { pixels } from '../blocks/convolution.ts';
import { preNormLayer } from '../blocks/pre-norm-layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { firstToken, patchTokens, withLearntTokens } from './patches.ts';
import { readVision, TOWER_FIELDS, TOWER_LAYER, TOWER_NAMES } from './tower.ts';

const defaults = { hidden_act: 'quick_gelu', layer_norm_eps: 1e-5, patch_size: 32 } as const;

export const clipVision = defineArchitecture({
  name: 'clip',
  prefixes: [''],
  unusedWeights: /^text_model\.|^text_projection\.|^logit_scale$|^classifier\.|\.position_ids$/,
  fields: TOWER_FIELDS,
  harmless: TOWER_NAMES,
  build(config, graph) {
    const vision = readVision(config, 'clip', defaults);
    const tower = graph.at('vision_model');
    const at = tower.at('embeddings');
    const image = pixels(graph, vision.image_size);
    const tokens = patchTokens(at, 'patch_embedding', image, vision.patch_size);
    const classToken = at.reshape(at.weight('class_embedding'), [1, 1, vision.hidden_size]);
    const placed = at.add(withLearntTokens(at, [classToken], tokens), at.weight('position_embedding.weight'));
    let x = tower.layerNorm('pre_layrnorm', placed, vision.layer_norm_eps);
    for (let i = 0; i < vision.num_hidden_layers; i++)
      x = preNormLayer(tower.at(`encoder.layers.${i}`), x, TOWER_LAYER, vision.sizes);
    const pooled = tower.layerNorm('post_layernorm', firstToken(tower, x), vision.layer_norm_eps);
    graph.output('image_embeds', projected(graph, pooled));
  },
});

const projected = (graph: GraphBuilder, x: Value): Value =>
  graph.has('visual_projection.weight') ? graph.linear('visual_projection', x) : x;
