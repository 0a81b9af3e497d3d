/** The recipe for tuning a text generator. Where a figure came from stands beside it. */
import { z } from 'zod';

const rate = z.number().positive();

const generationRecipeSchema = z.object({
  version: z.number().int(),
  /** Order of the n-gram baseline. */
  ngramOrder: z.number().int().min(2),
  /** Tokens of a block: what is looked back on while tuning and testing. */
  blockTokens: z.number().int().positive(),
  /** Tokens of an update, gathered from smaller batches. */
  updateTokens: z.number().int().positive(),
  /** Logits held at once, in elements: bounds the batch where the vocabulary is large. */
  batchLogits: z.number().int().positive(),
  /** Weights of the output layer up to which it is trained too; larger ones, and tied ones, stay frozen. */
  headWeights: z.number().int().nonnegative(),
  epochs: z.number().int().positive(),
  /** Epochs without a lower validation loss after which tuning ends. */
  patience: z.number().int().positive(),
  /** Each is tried from the start, in equal shares of the time; the one with the lowest validation loss is kept. */
  rates: z.array(rate).min(1),
  /** For `unfreeze:deep`: low-rank adapters on every linear layer of all blocks. */
  lora: z.object({
    rank: z.number().int().positive(),
    /** Over the rank, the factor of what the adapters add. */
    alpha: z.number().positive(),
    rates: z.array(rate).min(1),
  }),
  warmUp: z.number().min(0).max(1),
  weightDecay: z.number().min(0),
  clipNorm: z.number().positive(),
  /** Bytes of kept activations of the frozen part; beyond them it runs anew. */
  cacheBytes: z.number().int().nonnegative(),
  /** Sampling of `/predict`. */
  sampling: z.object({
    newTokens: z.number().int().positive(),
    topK: z.number().int().positive(),
    temperature: z.number().positive(),
    seed: z.number().int(),
  }),
});
export type GenerationRecipe = z.infer<typeof generationRecipeSchema>;

export const generationRecipe: GenerationRecipe = generationRecipeSchema.parse({
  version: 1,
  ngramOrder: 3,
  blockTokens: 128,
  updateTokens: 512,
  // One block of 128 tokens with GPT-2's 50,257 words: 26 MB an array, of which the loss holds several.
  batchLogits: 128 * 50_257,
  headWeights: 4_000_000,
  epochs: 12,
  patience: 2,
  rates: [3e-4, 3e-3],
  // The authors find ranks of 4 to 8 enough (https://arxiv.org/abs/2106.09685, §7.2), and steps larger than those of the
  // weights themselves (table 11).
  lora: { rank: 8, alpha: 16, rates: [5e-4, 3e-3] },
  warmUp: 0.1,
  weightDecay: 0.01,
  clipNorm: 1,
  cacheBytes: 256 * 2 ** 20,
  sampling: { newTokens: 60, topK: 40, temperature: 0.8, seed: 42 },
});
