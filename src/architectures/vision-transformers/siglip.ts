/**
 * The tower of SigLIP that reads pictures (Zhai et al. 2023, https://arxiv.org/abs/2303.15343), and of SigLIP 2 at one size
 * (https://arxiv.org/abs/2502.14786). Pixels → `pooler_output` [n, d]: what one learnt question reads from the patches, or,
 * without it, `last_hidden_state` [n, patches, d].
 */
import { defineArchitecture } from '../architecture.ts';
import { type ActivationName, activation } from '../blocks/activation.ts';
import { attend } from '../blocks/attention.ts';
import { pixels } from '../blocks/convolution.ts';
import { preNormLayer } from '../blocks/pre-norm-layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { firstToken, patchTokens } from './patches.ts';
import { readVision, TOWER_FIELDS, TOWER_LAYER, TOWER_NAMES } from './tower.ts';

const defaults = { hidden_act: 'gelu_pytorch_tanh', layer_norm_eps: 1e-6, patch_size: 16 } as const;

export const siglipVision = defineArchitecture({
  name: 'siglip',
  prefixes: ['vision_model.'],
  unusedWeights: /^text_model\.|^logit_(scale|bias)$|^classifier\.|\.position_ids$/,
  fields: TOWER_FIELDS,
  harmless: TOWER_NAMES,
  build(config, graph) {
    const vision = readVision(config, 'siglip', defaults);
    const at = graph.at('embeddings');
    const tokens = patchTokens(at, 'patch_embedding', pixels(graph, vision.image_size), vision.patch_size);
    let x = at.add(tokens, at.weight('position_embedding.weight'));
    for (let i = 0; i < vision.num_hidden_layers; i++)
      x = preNormLayer(graph.at(`encoder.layers.${i}`), x, TOWER_LAYER, vision.sizes);
    const normed = graph.layerNorm('post_layernorm', x, vision.layer_norm_eps);
    if (vision.vision_use_head) graph.output('pooler_output', ask(graph.at('head'), normed, vision.sizes));
    else graph.output('last_hidden_state', normed);
  },
});

interface Sizes {
  heads: number;
  width: number;
  act: ActivationName;
  epsilon: number;
}

/** Attention of one learnt query to all patches, then two dense layers. */
function ask(head: GraphBuilder, x: Value, { heads, width, act, epsilon }: Sizes): Value {
  const attention = head.at('attention');
  const part = (value: Value, axis: number) =>
    attention.ops('Split', [value, attention.ints([width, width, width])], { axis, outputs: 3 });
  const weights = part(attention.weight('in_proj_weight'), 0);
  const shifts = part(attention.weight('in_proj_bias'), 0);
  const [query = '', key = '', value = ''] = [head.weight('probe'), x, x].map((from, i) =>
    attention.add(attention.matMul(from, attention.transpose(weights[i]!, [1, 0])), shifts[i]!),
  );
  const seen = attend(attention, { query, key, value, heads, width, biases: [] });
  const answer = attention.linear('out_proj', seen);
  const inner = head.linear('mlp.fc1', head.layerNorm('layernorm', answer, epsilon));
  return firstToken(head, head.add(answer, head.linear('mlp.fc2', activation(head, act, inner))));
}
