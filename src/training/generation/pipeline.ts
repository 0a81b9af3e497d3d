/** `pipeline.json` of a delivered text generator: what `predict-generation.ts` needs to continue a text. */
import { z } from 'zod';

export const generationPipelineSchema = z.object({
  version: z.literal(1),
  kind: z.literal('prose'),
  /** Relative to the artifact folder. */
  modelPath: z.string(),
  /** Folder of tokenizer.json. */
  tokenizerDir: z.string(),
  /** Tokens the model can look back on. */
  positions: z.number().int().positive(),
  endToken: z.number().int(),
});
export type GenerationPipeline = z.infer<typeof generationPipelineSchema>;

export const GENERATION_MODEL = 'model/onnx/model.onnx';
