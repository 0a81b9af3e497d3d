/** Seasonal naive and drift: what any other method has to beat. */
import { localForecaster } from '../forecaster.ts';

/** Repeats the last season (the last value where there is none). */
export const seasonalNaive = localForecaster(
  { id: 'seasonal-naive', name: 'Seasonal naive', minimumHistory: () => 1 },
  (history, { period, horizon }) =>
    Float64Array.from(
      { length: horizon },
      (_, step) => history[history.length - period + (step % period)] ?? history.at(-1)!,
    ),
);

/** Seasonal naive moved along the mean yearly (seasonal) change of the history. */
export const seasonalDrift = localForecaster(
  { id: 'drift', name: 'Seasonal naive with drift', minimumHistory: ({ period }) => 2 * period + 1 },
  (history, { period, horizon }) => {
    const slope =
      (history.at(-1)! - history[history.length - 1 - period * Math.floor((history.length - 1) / period)]!) /
      (period * Math.floor((history.length - 1) / period));
    return Float64Array.from({ length: horizon }, (_, step) => {
      const seasons = Math.floor(step / period) + 1;
      return history[history.length - period + (step % period)]! + slope * seasons * period;
    });
  },
);
