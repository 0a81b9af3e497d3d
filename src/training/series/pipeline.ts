/** `pipeline.json` of a delivered forecaster: what `predict-series.ts` needs to forecast other histories. */
import { z } from 'zod';
import type { Forecaster } from './forecaster.ts';
import { linear } from './methods/linear.ts';
import { logMstlEts, mstlEts } from './methods/mstl-ets.ts';
import { seasonalDrift, seasonalNaive } from './methods/naive.ts';
import { theta } from './methods/theta.ts';
import { mixer, tunedMixer } from './mixer/mixer-forecasters.ts';

/** Every forecasting method, in the order in which they are tried: cheap ones first. */
export const FORECASTERS: readonly Forecaster[] = [
  seasonalNaive,
  seasonalDrift,
  theta,
  linear,
  mixer,
  mstlEts,
  logMstlEts,
  tunedMixer,
];

export const seriesPipelineSchema = z.object({
  version: z.literal(1),
  kind: z.literal('series'),
  period: z.number().int().positive(),
  horizon: z.number().int().positive(),
  seed: z.number().int(),
  /** Values were never negative: forecasts are not either. */
  nonNegative: z.boolean(),
  /** The forecast is the mean of these. */
  members: z.array(z.object({ id: z.string(), state: z.unknown(), onnx: z.string().nullable() })).min(1),
  /** spread[level][step] in units of the series' scale, see `intervals.ts`. */
  spread: z.array(z.array(z.number())),
});
export type SeriesPipeline = z.infer<typeof seriesPipelineSchema>;
