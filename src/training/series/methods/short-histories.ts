/** A Forecaster → the same, which leaves histories that are too short for it to Theta, so that one of them excludes no method. */
import type { Forecast, ForecastContext, Forecaster, Method } from '../forecaster.ts';
import { theta } from './theta.ts';

async function guarded(forecast: Forecast, least: number, context: ForecastContext): Promise<Forecast> {
  const short = await theta.restore(null, context);
  return async (histories) => {
    const isLong = (history: Float64Array) => history.length >= least;
    const long = (await forecast(histories.filter(isLong))).values();
    const rest = (await short(histories.filter((history) => !isLong(history)))).values();
    return histories.map((history) => (isLong(history) ? long : rest).next().value!);
  };
}

/** For a delivered method. */
export const restoredForShortToo = (method: Method): Method => ({
  ...method,
  restore: async (state, context, network) =>
    guarded(await method.restore(state, context, network), method.minimumHistory(context), context),
});

export const forShortHistoriesToo = (forecaster: Forecaster): Forecaster => ({
  ...forecaster,
  ...restoredForShortToo(forecaster),
  prepare: async (training, context) => {
    const prepared = await forecaster.prepare(training, context);
    const least = forecaster.minimumHistory(context);
    return { ...prepared, forecast: await guarded(prepared.forecast, least, context) };
  },
});
