/**
 * Errors of backtests → quantile forecasts, for any point method: errors over the series' scale are pooled per step (with
 * neighbouring steps, so that few windows suffice), the newest counting most, and their quantiles are added to the point
 * forecast. Split-conformal in spirit (Vovk et al. 2005): coverage holds as far as the future errs like the past. So that
 * it holds after a change too, the last horizons' coverage is tracked and half of what it lacked is made up for (after
 * adaptive conformal inference, Gibbs & Candès 2021).
 */
import type { Backtest, BacktestData } from './backtest.ts';
import { QUANTILE_LEVELS } from './metrics.ts';
import { effectiveWindows, newestAge, type ScaledErrors, scaledErrors } from './scaled-errors.ts';

/** Point forecast and one array a quantile level, all of length `horizon`. */
export interface QuantileForecast {
  point: Float64Array;
  quantiles: Float64Array[];
}

/** spread[level][step], in units of the series' scale. */
export type Spread = Float64Array[];

const MINIMUM_POOL = 40;
/** Fewer independent windows do not show where a tenth of the errors begins. */
const LEAST_INDEPENDENT = 8;
/** Weight of an error that is one horizon older. */
const FADING = 0.8;
/** Quantiles of the standard normal for QUANTILE_LEVELS. */
const NORMAL = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816];
/** Share, in logarithms, of a lack of coverage that is made up for: it was measured on few windows. */
const TRUST = 0.5;
const WIDTHS = { least: 0.7, most: 4, step: 0.05 };
const NOMINAL = QUANTILE_LEVELS.at(-1)! - QUANTILE_LEVELS[0];

interface Weighted {
  value: number;
  weight: number;
}

/** Weighted quantiles with the finite-sample correction (n + 1)·level of conformal sets; n is Kish's effective count. */
function quantiles(pool: readonly Weighted[]): number[] {
  const sorted = pool.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const n = total ** 2 / sorted.reduce((sum, { weight }) => sum + weight ** 2, 0);
  let before = 0;
  const places = sorted.map(({ weight }) => {
    before += weight;
    return ((before - weight / 2) / total) * n - 0.5;
  });
  return QUANTILE_LEVELS.map((level) => {
    const at = level * (n + 1) - 1;
    const high = places.findIndex((place) => place >= at);
    if (high <= 0) return sorted.at(high)!.value;
    const [from, to] = [places[high - 1]!, places[high]!];
    const low = sorted[high - 1]!.value;
    return low + ((at - from) / (to - from)) * (sorted[high]!.value - low);
  });
}

/** Errors of the step and of as many neighbours as make a pool of `MINIMUM_POOL`. */
function pool(rows: readonly ScaledErrors[], step: number, horizon: number): Weighted[] {
  const newest = newestAge(rows);
  let pooled: Weighted[] = [];
  for (let reach = 0; pooled.length < MINIMUM_POOL && reach <= horizon; reach += 1)
    pooled = rows.flatMap(({ age, errors }) =>
      Array.from(errors.subarray(Math.max(0, step - reach), step + reach + 1), (value) => ({
        value,
        weight: FADING ** (age - newest),
      })).filter(({ value }) => !Number.isNaN(value)),
    );
  return pooled;
}

/** Student's quantile over the normal one (Fisher's expansion): few independent windows know the spread badly. */
function studentOverNormal(normal: number, freedom: number): number {
  const z = normal ** 2;
  return 1 + (z + 1) / (4 * freedom) + (5 * z ** 2 + 16 * z + 3) / (96 * freedom ** 2);
}

function spreadOf(rows: readonly ScaledErrors[], horizon: number): Spread {
  const independent = effectiveWindows(rows);
  const freedom = Math.max(2, independent - 1);
  const spread: Spread = QUANTILE_LEVELS.map(() => new Float64Array(horizon));
  for (let step = 0; step < horizon; step += 1) {
    const pooled = pool(rows, step, horizon);
    const weight = pooled.reduce((sum, one) => sum + one.weight, 0);
    const rms = Math.sqrt(pooled.reduce((sum, one) => sum + one.weight * one.value ** 2, 0) / weight) || 1;
    const enough = pooled.length >= MINIMUM_POOL && independent >= LEAST_INDEPENDENT;
    const levels = enough ? quantiles(pooled) : NORMAL.map((normal) => normal * rms);
    levels.forEach((value, level) => {
      spread[level]![step] = value * studentOverNormal(NORMAL[level]!, freedom);
    });
  }
  return spread;
}

/** Of the errors that are known, the share within the outer levels made `width` times as wide. */
function coveredBy(spread: Spread, rows: readonly ScaledErrors[], width: number): number {
  const [low, high] = [spread[0]!, spread.at(-1)!];
  let [inside, known] = [0, 0];
  for (const { errors } of rows)
    errors.forEach((value, step) => {
      if (Number.isNaN(value)) return;
      known += 1;
      inside += Number(value >= width * low[step]! && value <= width * high[step]!);
    });
  return inside / known;
}

/** How many times as wide the spread had to be to hold its share of the later errors. */
function widthNeeded(spread: Spread, later: readonly ScaledErrors[]): number {
  let width = WIDTHS.least;
  while (width < WIDTHS.most && coveredBy(spread, later, width) < NOMINAL) width += WIDTHS.step;
  return width;
}

/** Spread at every level and step; normal quantiles of the root mean square where few windows are independent. */
export const fitSpread = (data: BacktestData, validation: Backtest): Spread =>
  spreadOf(scaledErrors(data, validation), data.horizon);

/** What is delivered: the later errors of the test are learnt from too, and so is how well `before` held them. */
export function refitSpread(
  data: BacktestData,
  before: Spread,
  { validation, test }: { validation: Backtest; test: Backtest },
): Spread {
  const later = scaledErrors(data, test);
  const spread = spreadOf([...scaledErrors(data, validation), ...later], data.horizon);
  if (later.every(({ errors }) => errors.every(Number.isNaN))) return spread;
  const width = widthNeeded(before, later) ** TRUST;
  return spread.map((level) => level.map((value) => width * value));
}

/** Point forecast ± spread → forecasts at every quantile level, in the unit of the series. */
export const applySpread = (point: Float64Array, spread: Spread, scale: number): Float64Array[] =>
  spread.map((level) => point.map((value, step) => value + level[step]! * (Number.isNaN(scale) ? 0 : scale)));
