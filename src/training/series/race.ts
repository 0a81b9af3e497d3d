/**
 * Series → every method tried on the validation windows, the best one (or the mean of the best) chosen, tested once,
 * and prepared again on all the data. Nothing is delivered that validation puts behind the best baseline.
 */
import { UserError } from '../../errors.ts';
import { type Backtest, type BacktestData, backtest, meanScore, scoreForecasts } from './backtest.ts';
import type { Forecast, ForecastContext, Forecaster, PreparedForecaster } from './forecaster.ts';
import type { RollingOrigins, Window } from './windows.ts';

export interface RaceEntry {
  id: string;
  name: string;
  role: 'baseline' | 'transfer';
  /** Forecasters whose mean it is; one for a single method. */
  members: Forecaster[];
  validation: Backtest;
  validationMase: number;
  seconds: number;
}

export interface RaceOptions {
  data: BacktestData;
  origins: RollingOrigins;
  context: ForecastContext;
  forecasters: readonly Forecaster[];
  onProgress?: (name: string, done: number, total: number) => void;
  signal?: AbortSignal;
  /** True when no further method may start; the first always runs. */
  outOfTime?: () => boolean;
}

const MAX_MEMBERS = 4;
/** A member of the ensemble may be this much worse than the best. */
const MEMBER_TOLERANCE = 1.25;

/** Element-wise mean of several forecasts of the same windows. */
export const meanForecast = (forecasts: readonly Float64Array[][]): Float64Array[] =>
  forecasts[0]!.map((first, window) =>
    first.map((_, step) => forecasts.reduce((sum, one) => sum + one[window]![step]!, 0) / forecasts.length),
  );

/** Means of the best two, three, … methods on validation. */
function ensembles(
  data: BacktestData,
  windows: readonly Window[],
  ranked: readonly RaceEntry[],
): RaceEntry[] {
  const best = ranked[0]!.validationMase;
  const able = ranked
    .filter(({ validationMase }) => validationMase <= best * MEMBER_TOLERANCE)
    .slice(0, MAX_MEMBERS);
  return able.slice(1).map((_, index) => {
    const members = able.slice(0, index + 2);
    const forecasts = meanForecast(members.map(({ validation }) => validation.forecasts));
    const validation = scoreForecasts(data, windows, forecasts);
    return {
      id: `mean-${members.length}`,
      name: `Mean of ${members.map(({ name }) => name).join(', ')}`,
      role: members.some(({ role }) => role === 'transfer') ? ('transfer' as const) : ('baseline' as const),
      members: members.flatMap((entry) => entry.members),
      validation,
      validationMase: meanScore(validation),
      seconds: 0,
    };
  });
}

/**
 * Scores every able forecaster on the validation windows.
 * @returns entries by validation MASE, best first; ensembles among them. Methods that gave NaN are left out.
 * @throws UserError `nothing-to-forecast` when no method has a score, as on series that never change
 */
export async function race(options: RaceOptions): Promise<RaceEntry[]> {
  const { data, origins, context, forecasters, onProgress, signal, outOfTime } = options;
  const training = data.filled.map((values, index) => values.subarray(0, origins.trainingEnd[index]));
  const windows = origins.validation;
  const shortest = Math.min(...windows.map(({ origin }) => origin));
  const able = forecasters.filter((forecaster) => forecaster.minimumHistory(context) <= shortest);
  const entries: RaceEntry[] = [];
  for (const [index, forecaster] of able.entries()) {
    signal?.throwIfAborted();
    if (entries.length > 0 && outOfTime?.()) break;
    onProgress?.(forecaster.name, index, able.length);
    const start = performance.now();
    const { forecast } = await forecaster.prepare(training, context);
    const validation = await backtest(data, windows, forecast);
    const validationMase = meanScore(validation);
    const seconds = (performance.now() - start) / 1_000;
    const { id, name, role } = forecaster;
    if (!Number.isNaN(validationMase)) {
      entries.push({ id, name, role, members: [forecaster], validation, validationMase, seconds });
    }
  }
  if (entries.length === 0) throw nothingToJudgeBy(able.length);
  const byScore = (a: RaceEntry, b: RaceEntry) => a.validationMase - b.validationMase;
  const ranked = entries.sort(byScore);
  return ranked.length < 2 ? ranked : [...ranked, ...ensembles(data, windows, ranked)].sort(byScore);
}

const nothingToJudgeBy = (methods: number): UserError =>
  new UserError(
    'nothing-to-forecast',
    `None of the ${methods} methods has a score: before its last steps every series stays at one value, or it has no values there, so no error can be put in relation. Send series that change, or a longer history.`,
  );

export interface PreparedMember extends PreparedForecaster {
  id: string;
}

/** Members prepared on the given series; their mean forecast and the states that restore them. */
export async function prepareEntry(
  entry: Pick<RaceEntry, 'members'>,
  training: readonly Float64Array[],
  context: ForecastContext,
): Promise<{ forecast: Forecast; members: PreparedMember[] }> {
  const prepared: PreparedMember[] = [];
  for (const member of entry.members)
    prepared.push({ id: member.id, ...(await member.prepare(training, context)) });
  const forecast: Forecast = async (histories) => {
    const forecasts = [];
    for (const one of prepared) forecasts.push(await one.forecast(histories));
    return meanForecast(forecasts);
  };
  return { forecast, members: prepared };
}
