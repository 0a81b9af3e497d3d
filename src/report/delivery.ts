/**
 * What of a Report tells how the model is delivered: its variants, each scored on the same test samples, and what they
 * cost to run. Training writes it (`training/delivery`); summary, model card and the announcer read it.
 */
import { z } from 'zod';

export const VARIANTS = ['full', 'int8', 'int4', 'fp16'] as const;
export type VariantId = (typeof VARIANTS)[number];

/** In a process of its own on the machine that trained, one sample a run, the median of several. */
export const costSchema = z.object({
  msOneThread: z.number(),
  msAllThreads: z.number(),
  threads: z.number().int().positive(),
  /** Until the model can be run, on all threads. */
  loadMs: z.number(),
  /** Highest memory beyond that of the process before. */
  peakMiB: z.number(),
});
export type Cost = z.infer<typeof costSchema>;

const variantSchema = z.object({
  id: z.enum(VARIANTS),
  /** Of the artifact folder; null where it was tried and not kept. The weights may stand beside it in `<path>_data`. */
  path: z.string().nullable(),
  /** Paths of its further networks, as a mean of two forecasters has. */
  others: z.array(z.string()).default([]),
  /** Graph and weights. */
  bytes: z.number().int(),
  /** On the test samples; null when it could not be scored. */
  figure: z.number().nullable(),
  cost: costSchema.nullable().default(null),
});
export type Variant = z.infer<typeof variantSchema>;

export const deliverySchema = z.object({
  /** What `figure` is: `accuracy`, `MASE`, … */
  figureName: z.string(),
  better: z.enum(['higher', 'lower']),
  /** Test samples that all variants were scored on; fewer than the test part where that is large. */
  samples: z.number().int(),
  variants: z.array(variantSchema).min(1),
  /** What `/predict` runs and what is sent. */
  delivered: z.enum(VARIANTS),
  /** The smallest whose figure is as good as the full model's; null when none is, or none is worth while. */
  compact: z.enum(VARIANTS).nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const variantOf = ({ variants }: Delivery, id: VariantId | null): Variant | null =>
  variants.find((variant) => variant.id === id) ?? null;
