/**
 * config.json as timm writes it: https://huggingface.co/docs/timm/hf_hub. The architecture's name tells what is computed; its
 * sizes are read from the weights. What `pretrained_cfg` says of pixels is read by `backbones/from-onnx/configs.ts`.
 */
import { z } from 'zod';
import { count } from '../architecture.ts';

const said = z.unknown().optional();

const pretrained = z.strictObject({
  input_size: z.tuple([z.literal(3), count, count]),
  // Read with the images' preprocessing.
  mean: said,
  std: said,
  interpolation: said,
  crop_pct: said,
  crop_mode: said,
  // Other sizes that were tried, the classifier, whence it comes.
  test_input_size: said,
  test_crop_pct: said,
  min_input_size: said,
  fixed_input_size: said,
  pool_size: said,
  num_classes: said,
  first_conv: said,
  classifier: said,
  label_names: said,
  label_descriptions: said,
  tag: said,
  custom_load: said,
  architecture: said,
  url: said,
  hf_hub_id: said,
  license: said,
  source: said,
  origin_url: said,
  paper_ids: said,
  paper_name: said,
  notes: said,
});

export const TIMM_FIELDS = { architecture: z.string(), pretrained_cfg: pretrained };

/** Classes and their head, and what the weights say too. */
export const TIMM_HARMLESS = ['num_classes', 'num_features', 'label_names', 'label_descriptions'];

export const inputSides = ({ input_size: [, height, width] }: z.infer<typeof pretrained>) =>
  [height, width] as const;
