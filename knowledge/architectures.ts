/**
 * The architectures whose graph is built from a model's configuration and weights, where it has no ONNX file: data that the
 * bot reads before it fetches anything. `src/architectures/registry.ts` holds their builders; a test holds the two together.
 */

export interface KnownArchitecture {
  /** For people. */
  name: string;
  /** What it reads; `series` are numbers in time, `prose` is continued text. */
  kind: 'image' | 'text' | 'audio' | 'series' | 'prose';
  /** Values of `model_type` in config.json. */
  modelTypes: readonly string[];
  /** ONNX files of it are often of a kind that cannot be trained or fed here: its weights are taken before them. */
  weightsFirst?: true;
  /** Names that timm gives in `architecture`. */
  timm?: RegExp;
  /** Some of them, for the question which known one is nearest. */
  timmNames?: readonly string[];
}

export const KNOWN_ARCHITECTURES: readonly KnownArchitecture[] = [
  { name: 'albert', kind: 'text', modelTypes: ['albert'] },
  { name: 'bert', kind: 'text', modelTypes: ['bert'] },
  { name: 'deberta-v2', kind: 'text', modelTypes: ['deberta-v2'] },
  { name: 'distilbert', kind: 'text', modelTypes: ['distilbert'] },
  { name: 'electra', kind: 'text', modelTypes: ['electra'] },
  { name: 'model2vec', kind: 'text', modelTypes: ['model2vec'], weightsFirst: true },
  { name: 'modernbert', kind: 'text', modelTypes: ['modernbert'] },
  { name: 'mpnet', kind: 'text', modelTypes: ['mpnet'] },
  { name: 'roberta', kind: 'text', modelTypes: ['roberta', 'xlm-roberta', 'camembert'] },
  { name: 't5', kind: 'text', modelTypes: ['t5', 'mt5'] },
  { name: 'xlnet', kind: 'text', modelTypes: ['xlnet'] },
  { name: 'convnext', kind: 'image', modelTypes: ['convnext', 'convnextv2'] },
  {
    name: 'densenet',
    kind: 'image',
    modelTypes: [],
    timm: /^densenet(121|161|169|201)$/,
    timmNames: ['densenet121', 'densenet161', 'densenet169', 'densenet201'],
  },
  {
    name: 'efficientnet',
    kind: 'image',
    modelTypes: [],
    timmNames: [
      'efficientnet_b0',
      'tf_efficientnet_b0',
      'efficientnet_lite0',
      'tf_efficientnet_lite0',
      'efficientnetv2_s',
      'tf_efficientnetv2_s',
      'mobilenetv2_100',
    ],
    timm: /^(tf_)?(efficientnet_(b[0-8]|l2|lite[0-4])|efficientnetv2_(b[0-3]|s|m|l|xl|rw_t|rw_s|rw_m))$|^mobilenetv2_\d{3}d?$/,
  },
  {
    name: 'inception',
    kind: 'image',
    modelTypes: [],
    timm: /^inception_v3$/,
    timmNames: ['inception_v3'],
  },
  {
    name: 'mobilenetv3',
    kind: 'image',
    modelTypes: [],
    timm: /^(tf_)?mobilenetv3_(large|small)(_minimal)?_\d{3}$/,
    timmNames: ['mobilenetv3_large_100', 'mobilenetv3_small_100', 'tf_mobilenetv3_large_minimal_100'],
  },
  {
    name: 'mobilenetv4',
    kind: 'image',
    modelTypes: [],
    timm: /^mobilenetv4_conv_(small|medium|large)(_0\d\d)?$/,
    timmNames: ['mobilenetv4_conv_small', 'mobilenetv4_conv_medium', 'mobilenetv4_conv_large'],
  },
  {
    name: 'regnet',
    kind: 'image',
    modelTypes: [],
    timm: /^regnet[xy]_\d{3,4}(_tv)?$/,
    timmNames: ['regnetx_002', 'regnety_002', 'regnety_016', 'regnety_032'],
  },
  { name: 'resnet', kind: 'image', modelTypes: ['resnet'] },
  {
    name: 'timm-resnet',
    kind: 'image',
    modelTypes: [],
    timm: /^(resnet(18|26|34|50|101|152)|wide_resnet(50|101)_2|resnext(50_32x4d|101_(32x4d|32x8d|64x4d)))$/,
    timmNames: ['resnet18', 'resnet34', 'resnet50', 'resnet101', 'wide_resnet50_2', 'resnext50_32x4d'],
  },
  {
    name: 'vgg',
    kind: 'image',
    modelTypes: [],
    timm: /^vgg(11|13|16|19)(_bn)?$/,
    timmNames: ['vgg11', 'vgg16', 'vgg16_bn', 'vgg19'],
  },
  { name: 'clip', kind: 'image', modelTypes: ['clip', 'clip_vision_model'] },
  { name: 'dinov2', kind: 'image', modelTypes: ['dinov2', 'dinov2_with_registers'] },
  { name: 'dinov3', kind: 'image', modelTypes: ['dinov3_vit'] },
  { name: 'siglip', kind: 'image', modelTypes: ['siglip', 'siglip_vision_model'] },
  { name: 'swin', kind: 'image', modelTypes: ['swin'] },
  {
    name: 'timm-vit',
    kind: 'image',
    modelTypes: [],
    timm: /^(vit_(tiny|small|base|large)_patch(8|14|16|32)_(224|384|(reg4_)?dinov2)|deit_(tiny|small|base)_(distilled_)?patch16_(224|384))$/,
    timmNames: [
      'vit_tiny_patch16_224',
      'vit_small_patch16_224',
      'vit_base_patch16_224',
      'vit_small_patch14_dinov2',
    ],
  },
  { name: 'vit', kind: 'image', modelTypes: ['vit', 'deit'] },
  { name: 'ast', kind: 'audio', modelTypes: ['audio-spectrogram-transformer'] },
  { name: 'wav2vec2', kind: 'audio', modelTypes: ['wav2vec2', 'hubert', 'wavlm'] },
  { name: 'whisper', kind: 'audio', modelTypes: ['whisper'] },
  // Its configuration calls itself T5, which reads texts.
  { name: 'chronos-bolt', kind: 'series', modelTypes: ['t5'] },
  { name: 'patch-ts-mixer', kind: 'series', modelTypes: ['patchtsmixer'] },
  { name: 'tiny-time-mixer', kind: 'series', modelTypes: ['tinytimemixer'] },
  // Decoders continue texts, and are read for texts' features too.
  { name: 'gemma3', kind: 'prose', modelTypes: ['gemma3_text'], weightsFirst: true },
  { name: 'gpt2', kind: 'prose', modelTypes: ['gpt2'], weightsFirst: true },
  { name: 'llama', kind: 'prose', modelTypes: ['llama'], weightsFirst: true },
  { name: 'qwen2', kind: 'prose', modelTypes: ['qwen2'], weightsFirst: true },
  { name: 'qwen3', kind: 'prose', modelTypes: ['qwen3'], weightsFirst: true },
];
