/** The list of every forecasting method that a Run tries. Next: `race.ts`. */
import { forecastingLibrary } from '../../delivered/artifact-host.ts';
import type { Forecaster } from './forecaster.ts';
import { arima } from './methods/arima/arima.ts';
import { ets } from './methods/ets/ets.ts';
import { linear } from './methods/linear.ts';
import { logMstlEts, mstlEts } from './methods/mstl-ets.ts';
import { seasonalDrift, seasonalNaive } from './methods/naive.ts';
import { forShortHistoriesToo } from './methods/short-histories.ts';
import { theta } from './methods/theta.ts';
import { mixer, tunedMixer } from './mixer/mixer-forecasters.ts';

/** In the order in which they are tried: cheap ones first. */
export const FORECASTERS: readonly Forecaster[] = [
  seasonalNaive,
  theta,
  ...[
    seasonalDrift,
    linear,
    mixer,
    mstlEts(forecastingLibrary),
    logMstlEts(forecastingLibrary),
    arima,
    ets,
    tunedMixer,
  ].map(forShortHistoriesToo),
];
