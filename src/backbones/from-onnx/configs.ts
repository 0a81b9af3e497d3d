/**
 * The configuration files of a model in the Hub's layout, checked. In: its folder. Out: ModelConfigs; a file that is not
 * there is an empty object. Next: `image-preprocessing.ts`, `text-preprocessing.ts`, `find-features.ts`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const side = z.number().int().positive();
const size = z.union([side, z.object({ height: side, width: side }), z.object({ shortest_edge: side })]);

/** timm's: https://huggingface.co/docs/timm/reference/data. */
const pretrainedSchema = z.object({
  input_size: z.tuple([z.number(), side, side]).optional(),
  mean: triple.optional(),
  std: triple.optional(),
  interpolation: z.string().optional(),
  crop_pct: z.number().gt(0).max(1).nullish(),
});

const configSchema = z.object({
  model_type: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
  max_position_embeddings: side.optional(),
  n_positions: side.optional(),
  pad_token_id: z.number().int().nullish(),
  image_size: z.union([side, z.tuple([side, side])]).optional(),
  pretrained_cfg: pretrainedSchema.optional(),
});

const preprocessorSchema = z.object({
  do_resize: z.boolean().optional(),
  size: size.optional(),
  crop_size: size.optional(),
  do_center_crop: z.boolean().optional(),
  crop_pct: z.number().gt(0).max(1).nullish(),
  resample: z.number().int().optional(),
  do_rescale: z.boolean().optional(),
  rescale_factor: z.number().positive().optional(),
  do_normalize: z.boolean().optional(),
  image_mean: triple.optional(),
  image_std: triple.optional(),
  sampling_rate: z.number().int().positive().optional(),
  feature_extractor_type: z.string().optional(),
  num_mel_bins: z.number().optional(),
});

const tokenizerSchema = z.object({ model_max_length: z.number().positive().optional() });
/** Of sentence-transformers; since its version 5 by name: https://sbert.net/docs/package_reference/sentence_transformer/modules.html. */
const poolingSchema = z.object({
  pooling_mode: z.string().optional(),
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
  pooling_mode_lasttoken: z.boolean().optional(),
});
/** Tokens that a text is cut to, where its model was trained on shorter ones than it could read. */
const sentenceSchema = z.object({ max_seq_length: side.nullish() });

type Preprocessor = z.infer<typeof preprocessorSchema>;

/** PIL's numbers: https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Resampling. */
const RESAMPLE: Readonly<Record<string, number>> = { lanczos: 1, bilinear: 2, bicubic: 3 };

/** Where a configuration does not say it, as timm's `resolve_data_config` has it. */
const TIMM_CROP = 0.875;

/** timm says of pixels in config.json what others say in preprocessor_config.json. */
function fromTimm(config: z.infer<typeof configSchema>): Preprocessor | null {
  const told = config.pretrained_cfg;
  if (told === undefined) return null;
  const shortest = told.input_size?.[1];
  return {
    ...(shortest === undefined ? {} : resizing(shortest, told.crop_pct ?? TIMM_CROP)),
    resample: RESAMPLE[told.interpolation ?? 'bicubic'] ?? 2,
    image_mean: told.mean,
    image_std: told.std,
  };
}

/** timm resizes the shorter side to input / crop_pct, rounded down, and cuts the input out of the middle. */
const resizing = (side: number, share: number): Preprocessor => ({
  size: { shortest_edge: Math.floor(side / share) },
  crop_size: side,
  do_center_crop: true,
});

export interface ModelConfigs {
  config: z.infer<typeof configSchema>;
  /** null: there is no such file, and config.json does not say it either. */
  preprocessor: Preprocessor | null;
  tokenizer: z.infer<typeof tokenizerSchema>;
  pooling: z.infer<typeof poolingSchema>;
  sentence: z.infer<typeof sentenceSchema>;
}

/** @param folder null: there are no such files. @throws UserError `bad-model-config` */
export async function readConfigs(folder: string | null): Promise<ModelConfigs> {
  if (folder === null) return { config: {}, preprocessor: null, tokenizer: {}, pooling: {}, sentence: {} };
  const config = (await read(folder, 'config.json', configSchema)) ?? {};
  return {
    config,
    preprocessor: (await read(folder, 'preprocessor_config.json', preprocessorSchema)) ?? fromTimm(config),
    tokenizer: (await read(folder, 'tokenizer_config.json', tokenizerSchema)) ?? {},
    pooling: (await read(folder, '1_Pooling/config.json', poolingSchema)) ?? {},
    sentence: (await read(folder, 'sentence_bert_config.json', sentenceSchema)) ?? {},
  };
}

async function read<T extends z.ZodType>(
  folder: string,
  name: string,
  schema: T,
): Promise<z.infer<T> | null> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const reason = issue ? `at ${issue.path.join('.') || 'its root'}: ${issue.message}` : 'it is no JSON';
    throw new UserError('bad-model-config', { name, reason }, { cause });
  }
}
