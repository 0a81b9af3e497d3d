/** `pipeline.json` of a delivered forecaster: what `predict-series.ts` needs to forecast other histories. */
import { z } from 'zod';
import type { Forecaster } from './forecaster.ts';
import { linear } from './methods/linear.ts';
import { logMstlEts, mstlEts } from './methods/mstl-ets.ts';
import { seasonalDrift, seasonalNaive } from './methods/naive.ts';
import { forShortHistoriesToo } from './methods/short-histories.ts';
import { theta } from './methods/theta.ts';
import { mixer, tunedMixer } from './mixer/mixer-forecasters.ts';

/** Every forecasting method, in the order in which they are tried: cheap ones first. */
export const FORECASTERS: readonly Forecaster[] = [
  seasonalNaive,
  theta,
  ...[seasonalDrift, linear, mixer, mstlEts, logMstlEts, tunedMixer].map(forShortHistoriesToo),
];

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
