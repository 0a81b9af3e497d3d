/**
 * The methods a delivered forecaster may consist of, by their ids. Pure but for the library's WebAssembly, which the host
 * has; training adds the mixers that it can tune (`forecasters.ts`). Next: `open-forecaster.ts` restores them.
 */
import type { ModelHost } from '../../../delivered/model-host.ts';
import type { Method } from '../forecaster.ts';
import { networkMethod } from '../from-hub/network-forecast.ts';
import { mixerMethod } from '../mixer/mixer-forecast.ts';
import { arima } from './arima/arima.ts';
import { ets } from './ets/ets.ts';
import { linear } from './linear.ts';
import { logMstlEts, mstlEts } from './mstl-ets.ts';
import { seasonalDrift, seasonalNaive } from './naive.ts';
import { restoredForShortToo } from './short-histories.ts';
import { theta } from './theta.ts';

export const deliveredMethods = (library: ModelHost['library']): Method[] => [
  seasonalNaive,
  theta,
  ...[
    ...[seasonalDrift, linear, mstlEts(library), logMstlEts(library), arima, ets],
    ...['mixer', 'mixer-tuned'].map(mixerMethod),
    ...(['hub-network', 'hub-network-tuned'] as const).map(networkMethod),
  ].map(restoredForShortToo),
];
