/**
 * `pipeline.json`: what has to be done with a picture or text before the delivered ONNX file, and what its output
 * means. `write-model.ts` writes it, `run-pipeline.ts` reads it.
 */
import { z } from 'zod';
import { PICTURE_FITS } from '../../../backbones/backbone.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);

export const pipelineSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['image', 'text', 'audio']),
  classes: z.array(z.string()).min(2),
  /** Relative to the artifact folder. */
  modelPath: z.string(),
  /** Columns that were joined into the text, as the training table named them. */
  textColumns: z.array(z.string()),
  /** Pixels of the input `pixel_values`; null when there are none. */
  image: z
    .object({
      kind: z.literal('image'),
      size: z.number().int(),
      cropShare: z.number(),
      fit: z.enum(PICTURE_FITS).optional(),
      layout: z.enum(['nchw', 'nhwc']),
      scale: z.number(),
      mean: triple,
      deviation: triple,
      interpolation: z.enum(['bilinear', 'bicubic']),
    })
    .nullable(),
  /** The waveform `input_values` [1, samples], mono in [−1, 1]; null when there is none. */
  audio: z.object({ rate: z.number().int().positive() }).nullable().default(null),
  /** Token inputs of a text encoder; null when the model uses none. */
  tokens: z
    .object({
      kind: z.literal('text'),
      tokenizerPath: z.string(),
      tokenizerConfigPath: z.string().nullable(),
      maxTokens: z.number().int(),
      inputs: z.object({
        ids: z.string(),
        mask: z.string().nullable(),
        types: z.string().nullable(),
        positions: z.string().nullable(),
      }),
    })
    .nullable(),
  /** The vectoriser whose row is the input `tfidf`; null when the model uses none. */
  vectoriserPath: z.string().nullable(),
});
export type Pipeline = z.infer<typeof pipelineSchema>;

export const PIPELINE_FILE = 'pipeline.json';
export const PIXEL_INPUT = 'pixel_values';
export { WAVEFORM_INPUT } from '../../../backbones/backbone.ts';
export const TFIDF_INPUT = 'tfidf';
