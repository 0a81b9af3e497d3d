/** What a forecasting method is, in training and delivered. */
import type { GraphSession } from '../../engines/graph-session.ts';

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

/** What a delivered forecaster needs of each of its methods. Pure, and so shared with the page of a Run. */
export interface Method {
  id: string;
  /** Shortest history it can use. */
  minimumHistory(context: ForecastContext): number;
  /**
   * The same method again, in another process.
   * @param network of methods that deliver one.
   * @throws ZodError when `state` is not its own
   */
  restore(state: unknown, context: ForecastContext, network?: GraphSession): Promise<Forecast>;
}

/** Whence a network's weights come; as a Report says it. */
export interface Pretrained {
  id: string;
  name: string;
  licence: string;
  source: string;
  frozen: 'every layer fine-tuned' | 'decoder and output layers fine-tuned' | 'used as it is (zero-shot)';
}

export interface Forecaster extends Method {
  name: string;
  role: 'baseline' | 'transfer';
  pretrained?: Pretrained;
  prepare(training: readonly Float64Array[], context: ForecastContext): Promise<PreparedForecaster>;
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
