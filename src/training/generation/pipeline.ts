/** `pipeline.json` of a delivered text generator: what `continue-text.ts` needs to continue a text. */
import { z } from 'zod';

export const generationPipelineSchema = z.object({
  version: z.literal(1),
  kind: z.literal('prose'),
  /** Relative to the artifact folder. */
  modelPath: z.string(),
  /** Folder of tokenizer.json. */
  tokenizerDir: z.string(),
  /** Inputs that the graph reads, without those of the past. */
  inputs: z.array(z.string()),
  /** Keys and values of earlier tokens [n, heads, tokens, width], and the output that continues each; empty: it reads none. */
  past: z.array(
    z.object({
      input: z.string(),
      output: z.string(),
      heads: z.number().int().positive(),
      width: z.number().int().positive(),
    }),
  ),
  /** Tokens the model can look back on. */
  positions: z.number().int().positive(),
  /** Stands before a text; older files have one token for the beginning and the end. */
  startToken: z.number().int().optional(),
  endToken: z.number().int(),
});
export type GenerationPipeline = z.infer<typeof generationPipelineSchema>;

export const GENERATION_MODEL = 'model/onnx/model.onnx';
