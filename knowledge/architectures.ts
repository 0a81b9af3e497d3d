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
  /** Names that timm gives in `architecture`. */
  timm?: RegExp;
}

export const KNOWN_ARCHITECTURES: readonly KnownArchitecture[] = [
  { name: 'albert', kind: 'text', modelTypes: ['albert'] },
  { name: 'bert', kind: 'text', modelTypes: ['bert'] },
  { name: 'distilbert', kind: 'text', modelTypes: ['distilbert'] },
  { name: 'electra', kind: 'text', modelTypes: ['electra'] },
  { name: 'modernbert', kind: 'text', modelTypes: ['modernbert'] },
  { name: 'mpnet', kind: 'text', modelTypes: ['mpnet'] },
  { name: 'roberta', kind: 'text', modelTypes: ['roberta', 'xlm-roberta', 'camembert'] },
  { name: 't5', kind: 'text', modelTypes: ['t5', 'mt5'] },
  { name: 'convnext', kind: 'image', modelTypes: ['convnext', 'convnextv2'] },
  {
    name: 'efficientnet',
    kind: 'image',
    modelTypes: [],
    timm: /^(tf_)?(efficientnet_(b[0-8]|l2|lite[0-4])|efficientnetv2_(b[0-3]|s|m|l|xl|rw_t|rw_s|rw_m))$|^mobilenetv2_\d{3}d?$/,
  },
  {
    name: 'mobilenetv3',
    kind: 'image',
    modelTypes: [],
    timm: /^(tf_)?mobilenetv3_(large|small)(_minimal)?_\d{3}$/,
  },
  { name: 'resnet', kind: 'image', modelTypes: ['resnet'] },
  {
    name: 'timm-resnet',
    kind: 'image',
    modelTypes: [],
    timm: /^(resnet(18|26|34|50|101|152)|wide_resnet(50|101)_2|resnext(50_32x4d|101_(32x4d|32x8d|64x4d)))$/,
  },
  { name: 'vit', kind: 'image', modelTypes: ['vit', 'deit'] },
];
