/**
 * timm's ViT (Dosovitskiy et al. 2021, https://arxiv.org/abs/2010.11929), DeiT (Touvron et al. 2021) and DINOv2 (Oquab et al.
 * 2023, https://arxiv.org/abs/2304.07193). Pixels → `image_embeds` [n, d]: the class token, with the one of distillation
 * their mean.
 */
import { defineArchitecture, only } from '../architecture.ts';
import { pixels } from '../blocks/convolution.ts';
import { type LayerNames, preNormLayer } from '../blocks/pre-norm-layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from '../vision/timm-fields.ts';
import { patchTokens, withLearntTokens } from './patches.ts';

const EPSILON = 1e-6;
const HEADS: Readonly<Record<string, number>> = { tiny: 3, small: 6, base: 12, large: 16 };

const LAYER: LayerNames = {
  norms: ['norm1', 'norm2'],
  projections: ['attn.qkv'],
  out: 'attn.proj',
  dense: ['mlp.fc1', 'mlp.fc2'],
};
/** Called gamma in the files, as the scales of old norms are. */
const SCALED: LayerNames = { ...LAYER, scales: ['ls1.weight', 'ls2.weight'] };

export const timmVit = defineArchitecture({
  name: 'timm-vit',
  prefixes: [''],
  unusedWeights: /^head(_dist)?\./,
  fields: { ...TIMM_FIELDS, global_pool: only('token') },
  harmless: TIMM_HARMLESS,
  build({ architecture, pretrained_cfg }, graph) {
    const image = pixels(graph, inputSides(pretrained_cfg));
    const stride = graph.sizes('patch_embed.proj.weight')[2]!;
    const patches = patchTokens(graph, 'patch_embed.proj', image, stride);
    const learnt = ['cls_token', 'reg_token', 'dist_token'].filter((name) => graph.has(name));
    const tokens = learnt.map((name) => graph.weight(name));
    const places = graph.weight('pos_embed');
    // With registers only patches have places.
    let x = graph.has('reg_token')
      ? withLearntTokens(graph, tokens, graph.add(patches, places))
      : graph.add(withLearntTokens(graph, tokens, patches), places);
    const sizes = {
      heads: HEADS[architecture.split('_')[1] ?? ''] ?? 0,
      width: graph.sizes('patch_embed.proj.weight')[0]!,
      act: 'gelu',
      epsilon: EPSILON,
    } as const;
    for (let i = 0; graph.has(`blocks.${i}.norm1.weight`); i++) {
      const layer = graph.at(`blocks.${i}`);
      x = preNormLayer(layer, x, layer.has('ls1.weight') ? SCALED : LAYER, sizes);
    }
    const normed = graph.layerNorm('norm', x, EPSILON);
    graph.output('image_embeds', firstTokens(graph, normed, graph.has('dist_token') ? 2 : 1));
  },
});

/** Mean of the first tokens, [n, d]. */
function firstTokens(graph: GraphBuilder, x: Value, count: number): Value {
  const first = graph.op('Slice', [x, graph.ints([0]), graph.ints([count]), graph.ints([1])]);
  return graph.op('ReduceMean', [first], { axes: [1], keepdims: 0 });
}
