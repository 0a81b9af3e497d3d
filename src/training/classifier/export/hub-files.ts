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

/**
 * As transformers' image processors read it: the shorter side to size / cropShare and a centre crop, or both sides to
 * `size`, rescaled, normalised. They know no white margin: a picture has to be laid on a white square first (`usage.ts`).
 */
export function hubPreprocessor(image: ImagePreprocessing) {
  const { size, cropShare, scale, mean, deviation, interpolation, fit = 'crop' } = image;
  const square = { height: size, width: size };
  return {
    image_processor_type: 'ViTImageProcessor',
    feature_extractor_type: 'ViTFeatureExtractor',
    do_resize: true,
    resample: RESAMPLE[interpolation],
    ...(fit === 'crop'
      ? { size: { shortest_edge: Math.round(size / cropShare) }, do_center_crop: true, crop_size: square }
      : { size: square, do_center_crop: false }),
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
