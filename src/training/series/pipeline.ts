/** `pipeline.json` of a delivered forecaster: what `open-forecaster.ts` needs to forecast other histories. */
import { z } from 'zod';

export const seriesPipelineSchema = z.object({
  version: z.literal(1),
  kind: z.literal('series'),
  period: z.number().int().positive(),
  horizon: z.number().int().positive(),
  seed: z.number().int(),
  /** Values were never negative: forecasts are not either. */
  nonNegative: z.boolean(),
  /** The forecast is their weighted mean. */
  members: z.array(z.object({ id: z.string(), state: z.unknown(), onnx: z.string().nullable() })).min(1),
  /** Of the members: for the series that were learnt from, by their ids, and for any other. Absent: all alike. */
  weights: z
    .object({ overall: z.array(z.number()), series: z.record(z.string(), z.array(z.number())) })
    .optional(),
  /** spread[level][step] in units of the series' scale, see `intervals.ts`. */
  spread: z.array(z.array(z.number())),
});
export type SeriesPipeline = z.infer<typeof seriesPipelineSchema>;
