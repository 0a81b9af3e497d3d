/**
 * The mixer's network and histories → its forecasts: the median of its quantiles. Pure, and so shared with the page of a
 * Run. Next: `mixer-forecasters.ts` trains it, `methods/delivered.ts` restores it.
 */
import type { GraphSession } from '../../../engines/graph-session.ts';
import { QUANTILE_LEVELS } from '../backtest/metrics.ts';
import type { Forecast, ForecastContext, Method } from '../forecaster.ts';
import { mixerFeeds, mixerInputs } from './inputs.ts';
import { HORIZON } from './sizes.ts';

const MEDIAN = QUANTILE_LEVELS.indexOf(0.5);
const BATCH = 64;

/** Medians of one pass for a batch of histories, in the unit of each series. */
async function onePass(network: GraphSession, histories: Float64Array[], period: number) {
  const batch = mixerInputs(histories, period);
  const { quantiles } = await network.run(mixerFeeds(batch));
  return histories.map((_, row) =>
    Float64Array.from({ length: HORIZON }, (_unused, step) => {
      const index = (row * HORIZON + step) * QUANTILE_LEVELS.length + MEDIAN;
      return batch.centre[row]! + batch.scale[row]! * Number(quantiles!.data[index]);
    }),
  );
}

/** Horizons beyond 48 steps are rolled on with the median as history. */
export function mixerForecast(network: GraphSession, { period, horizon }: ForecastContext): Forecast {
  return async (histories) => {
    const forecasts: Float64Array[] = [];
    for (let from = 0; from < histories.length; from += BATCH) {
      const group = histories.slice(from, from + BATCH);
      let grown = group.map((history) => Float64Array.from(history));
      while (grown[0]!.length < group[0]!.length + horizon) {
        const next = await onePass(network, grown, period);
        grown = grown.map((history, index) => Float64Array.of(...history, ...next[index]!));
      }
      forecasts.push(
        ...grown.map((history, index) => history.slice(group[index]!.length, group[index]!.length + horizon)),
      );
    }
    return forecasts;
  };
}

/** As it is delivered, fine-tuned or not. */
export const mixerMethod = (id: string): Method => ({
  id,
  minimumHistory: () => 8,
  restore: async (_state, context, network) => {
    if (!network) throw new Error('The mixer cannot be restored without its ONNX file.');
    return mixerForecast(network, context);
  },
});
