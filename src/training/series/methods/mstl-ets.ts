/**
 * Seasonal decomposition by MSTL (Bandara, Hyndman & Bergmeir 2021) with ETS of the trend (Hyndman et al. 2002) from
 * `@bsull/augurs`; ETS alone for series without season. Loaded on first use: it is WebAssembly.
 */
import type { ModelHost } from '../../../delivered/model-host.ts';
import { type Forecaster, localForecaster } from '../forecaster.ts';

type Library = ModelHost['library'];

async function load(library: Library) {
  const [mstl, ets] = await Promise.all([import('@bsull/augurs/mstl'), import('@bsull/augurs/ets')]);
  mstl.initSync({ module: new Uint8Array(await library('mstl')) });
  ets.initSync({ module: new Uint8Array(await library('ets')) });
  return { MSTL: mstl.MSTL, AutoETS: ets.AutoETS };
}
let loaded: ReturnType<typeof load> | undefined;

/** ETS chooses among models with at most 5 parameters; below ten values it often finds none. */
const MINIMUM = 10;

interface Task {
  history: Float64Array;
  period: number;
  horizon: number;
}

async function forecastOne({ history, period, horizon }: Task, library: Library): Promise<Float64Array> {
  loaded ??= load(library);
  const { MSTL, AutoETS } = await loaded;
  const seasonal = period > 1 && history.length >= 2 * period + 1;
  const model = seasonal ? MSTL.ets([period]) : new AutoETS(1, 'ZZN');
  try {
    model.fit(history);
    return Float64Array.from(model.predict(horizon).point);
  } finally {
    model.free();
  }
}

interface Variant {
  id: string;
  title: string;
  /** Positive series are forecast as logarithms: multiplicative seasons and growth become additive. */
  logarithm: boolean;
}

const variant = ({ id, title, logarithm }: Variant, library: Library): Forecaster =>
  localForecaster(
    { id, name: title, minimumHistory: ({ period }) => Math.max(MINIMUM, period > 1 ? 2 * period + 1 : 0) },
    async (history, { period, horizon }) => {
      const useLog = logarithm && history.every((value) => value > 0);
      const values = useLog ? history.map(Math.log) : history;
      // ETS finds no model for some constant series: their forecast is the constant.
      const point = await forecastOne({ history: values, period, horizon }, library).catch(() =>
        new Float64Array(horizon).fill(values.at(-1)!),
      );
      return useLog ? point.map(Math.exp) : point;
    },
  );

export const mstlEts = (library: Library): Forecaster =>
  variant({ id: 'mstl-ets', title: 'MSTL + ETS', logarithm: false }, library);
export const logMstlEts = (library: Library): Forecaster =>
  variant({ id: 'log-mstl-ets', title: 'MSTL + ETS of logarithms', logarithm: true }, library);
