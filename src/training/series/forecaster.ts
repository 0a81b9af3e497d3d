/**
 * What every forecasting method is: prepared once on training series (local methods ignore them), then asked for
 * `horizon` steps after any history. Histories hold no NaN.
 */
export interface ForecastContext {
  /** Steps of one season; 1 for none. */
  period: number;
  horizon: number;
  seed: number;
}

/** Histories → point forecasts, each of length `horizon`. */
export type Forecast = (histories: readonly Float64Array[]) => Promise<Float64Array[]>;

/** The same for methods that treat some series differently: `series` are their indices in the data. */
export type ForecastSeries = (
  histories: readonly Float64Array[],
  series: readonly number[],
) => Promise<Float64Array[]>;

export interface PreparedForecaster {
  forecast: Forecast;
  /** What `restore` needs beside the context, JSON-serialisable; null for local methods. */
  state: unknown;
  /** The network, where it has one. */
  onnx?: Uint8Array;
}

export interface Forecaster {
  id: string;
  name: string;
  role: 'baseline' | 'transfer';
  /** Shortest history it can use. */
  minimumHistory(context: ForecastContext): number;
  prepare(training: readonly Float64Array[], context: ForecastContext): Promise<PreparedForecaster>;
  /** The same forecaster again, in another process. Throws a ZodError when `state` is not its own. */
  restore(state: unknown, context: ForecastContext, onnx?: Uint8Array): Promise<Forecast>;
}

/** A Forecaster that looks at nothing but the history itself. */
export function localForecaster(
  description: Pick<Forecaster, 'id' | 'name' | 'minimumHistory'>,
  forecastOne: (history: Float64Array, context: ForecastContext) => Float64Array | Promise<Float64Array>,
): Forecaster {
  const restore = async (_state: unknown, context: ForecastContext): Promise<Forecast> => {
    return async (histories) => {
      const forecasts: Float64Array[] = [];
      for (const history of histories) forecasts.push(await forecastOne(history, context));
      return forecasts;
    };
  };
  return {
    ...description,
    role: 'baseline',
    restore,
    prepare: async (_training, context) => ({ forecast: await restore(null, context), state: null }),
  };
}
