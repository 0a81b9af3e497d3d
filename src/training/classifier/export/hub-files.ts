/** Class names and preprocessing go in, the Hub's `config.json` and `preprocessor_config.json` come out. */
import type { Backbone, ImagePreprocessing } from '../../../backbones/backbone.ts';
import type { LabelledDataset } from '../../../datasets/dataset.ts';

/** A name that transformers.js maps to its generic classifiers, which take `logits` from whatever the graph is. */
const MODEL_TYPES = {
  image: { model_type: 'mobilenet_v2', architectures: ['MobileNetV2ForImageClassification'] },
  text: { model_type: 'bert', architectures: ['BertForSequenceClassification'] },
  audio: { model_type: 'wav2vec2', architectures: ['Wav2Vec2ForSequenceClassification'] },
} as const;

export function hubConfig(dataset: LabelledDataset, pretrained: Backbone | null) {
  const names = dataset.classes;
  return {
    ...MODEL_TYPES[dataset.kind],
    ...(pretrained && { _name_or_path: pretrained.id }),
    id2label: Object.fromEntries(names.map((name, i) => [String(i), name])),
    label2id: Object.fromEntries(names.map((name, i) => [name, i])),
    num_labels: names.length,
  };
}

const RESAMPLE = { bilinear: 2, bicubic: 3 } as const;

/** As transformers' image processors read it: shorter side to size / cropShare, centre crop, rescale, normalise. */
export function hubPreprocessor(image: ImagePreprocessing) {
  const { size, cropShare, scale, mean, deviation, interpolation } = image;
  return {
    image_processor_type: 'ViTImageProcessor',
    feature_extractor_type: 'ViTFeatureExtractor',
    do_resize: true,
    size: { shortest_edge: Math.round(size / cropShare) },
    resample: RESAMPLE[interpolation],
    do_center_crop: true,
    crop_size: { height: size, width: size },
    do_rescale: true,
    rescale_factor: scale,
    do_normalize: true,
    image_mean: mean,
    image_std: deviation,
  };
}

/** As transformers' feature extractor of wav2vec2 reads it: mono samples in [−1, 1], as they are. */
export const hubFeatureExtractor = (rate: number) => ({
  feature_extractor_type: 'Wav2Vec2FeatureExtractor',
  feature_size: 1,
  sampling_rate: rate,
  padding_value: 0,
  do_normalize: false,
  return_attention_mask: false,
});
