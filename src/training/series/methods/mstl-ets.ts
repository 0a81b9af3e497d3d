/**
 * Seasonal decomposition by MSTL (Bandara, Hyndman & Bergmeir 2021) with ETS of the trend (Hyndman et al. 2002) from
 * `@bsull/augurs`; ETS alone for series without season. Loaded on first use: it is WebAssembly.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Forecaster, localForecaster } from '../forecaster.ts';

const require = createRequire(import.meta.url);

async function load() {
  const [mstl, ets] = await Promise.all([import('@bsull/augurs/mstl'), import('@bsull/augurs/ets')]);
  const bytes = (name: string) => readFile(require.resolve('@bsull/augurs').replace(/core\.js$/, name));
  mstl.initSync({ module: await bytes('mstl_bg.wasm') });
  ets.initSync({ module: await bytes('ets_bg.wasm') });
  return { MSTL: mstl.MSTL, AutoETS: ets.AutoETS };
}
let loaded: ReturnType<typeof load> | undefined;

/** ETS chooses among models with at most 5 parameters; below ten values it often finds none. */
const MINIMUM = 10;

async function forecastOne(history: Float64Array, period: number, horizon: number): Promise<Float64Array> {
  loaded ??= load();
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

/** With `logarithm`, positive series are forecast as logarithms: multiplicative seasons and growth become additive. */
const variant = (id: string, name: string, logarithm: boolean): Forecaster =>
  localForecaster(
    { id, name, minimumHistory: ({ period }) => Math.max(MINIMUM, period > 1 ? 2 * period + 1 : 0) },
    async (history, { period, horizon }) => {
      const useLog = logarithm && history.every((value) => value > 0);
      const values = useLog ? history.map(Math.log) : history;
      // ETS finds no model for some constant series: their forecast is the constant.
      const point = await forecastOne(values, period, horizon).catch(() =>
        new Float64Array(horizon).fill(values.at(-1)!),
      );
      return useLog ? point.map(Math.exp) : point;
    },
  );

export const mstlEts = variant('mstl-ets', 'MSTL + ETS', false);
export const logMstlEts = variant('log-mstl-ets', 'MSTL + ETS of logarithms', true);
