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

const configSchema = z.object({
  model_type: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
  max_position_embeddings: side.optional(),
  n_positions: side.optional(),
  pad_token_id: z.number().int().nullish(),
  image_size: z.union([side, z.tuple([side, side])]).optional(),
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
const poolingSchema = z.object({ pooling_mode_cls_token: z.boolean().optional() });

export interface ModelConfigs {
  config: z.infer<typeof configSchema>;
  /** null: there is no such file. */
  preprocessor: z.infer<typeof preprocessorSchema> | null;
  tokenizer: z.infer<typeof tokenizerSchema>;
  pooling: z.infer<typeof poolingSchema>;
}

/** @param folder null: there are no such files. @throws UserError `bad-model-config` */
export async function readConfigs(folder: string | null): Promise<ModelConfigs> {
  if (folder === null) return { config: {}, preprocessor: null, tokenizer: {}, pooling: {} };
  return {
    config: (await read(folder, 'config.json', configSchema)) ?? {},
    preprocessor: await read(folder, 'preprocessor_config.json', preprocessorSchema),
    tokenizer: (await read(folder, 'tokenizer_config.json', tokenizerSchema)) ?? {},
    pooling: (await read(folder, '1_Pooling/config.json', poolingSchema)) ?? {},
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
