/**
 * Series → every method tried on the validation windows, the best one (or a weighted mean of the good ones) chosen,
 * tested once, and prepared again on all the data. Nothing is delivered that validation puts behind the best baseline.
 */
import { UserError } from '../../errors.ts';
import {
  type Backtest,
  type BacktestData,
  backtest,
  meanScore,
  scoreForecasts,
} from './backtest/backtest.ts';
import type { RollingOrigins, Window } from './backtest/windows.ts';
import { type CombinationWeights, combinationWeights, combineForecasts } from './combine.ts';
import type { ForecastContext, Forecaster, ForecastSeries, PreparedForecaster } from './forecaster.ts';

export interface RaceEntry {
  id: string;
  name: string;
  role: 'baseline' | 'transfer';
  /** Forecasters whose mean it is; one for a single method. */
  members: Forecaster[];
  /** Of the members. */
  weights: CombinationWeights;
  validation: Backtest;
  validationMase: number;
  seconds: number;
}

interface RaceOptions {
  data: BacktestData;
  origins: RollingOrigins;
  context: ForecastContext;
  forecasters: readonly Forecaster[];
  onProgress?: (name: string, done: number, total: number) => void;
  signal?: AbortSignal;
  /** True when no further method may start; the first always runs. */
  outOfTime?: () => boolean;
  /** Seconds that the race, the test and the last forecasts may still take. */
  secondsLeft?: () => number;
  /** Told of a method that there is no time for. */
  onLeftOut?: (name: string) => void;
}

/** Members of the weighted mean, at most; one may be so much worse than the best. */
const MAX_MEMBERS = 5;
const MEMBER_TOLERANCE = 1.5;

/** The weighted mean of the good methods; none when only one is good. */
function weightedMean(
  data: BacktestData,
  windows: readonly Window[],
  ranked: readonly RaceEntry[],
): RaceEntry[] {
  const best = ranked[0]!.validationMase;
  const members = ranked
    .filter(({ validationMase }) => validationMase <= best * MEMBER_TOLERANCE)
    .slice(0, MAX_MEMBERS);
  if (members.length < 2) return [];
  const weights = combinationWeights(
    members.map(({ validation }) => validation.scores),
    windows.map(({ series }) => series),
    data.filled.length,
  );
  const forecasts = combineForecasts(
    members.map(({ validation }) => validation.forecasts),
    (window) => weights.series[windows[window]!.series]!,
  );
  const validation = scoreForecasts(data, windows, forecasts);
  return [
    {
      id: 'weighted-mean',
      name: `Weighted mean of ${members.map(({ name }) => name).join(', ')}`,
      role: members.some(({ role }) => role === 'transfer') ? 'transfer' : 'baseline',
      members: members.flatMap((entry) => entry.members),
      weights,
      validation,
      validationMase: meanScore(validation),
      seconds: 0,
    },
  ];
}

/** The test windows are forecast by each method alone and, as a part of it, by the weighted mean. */
const AFTER_RACE = 2;
/** Windows of the two pieces that tell what a method takes for one more. */
const PIECES = [4, 12] as const;

/** Of the longest histories: what they take is no less than the mean. */
async function secondsOfWindow(
  data: BacktestData,
  windows: readonly Window[],
  forecast: ForecastSeries,
): Promise<number> {
  const longest = windows.toSorted((a, b) => b.origin - a.origin);
  const [few, more] = PIECES;
  if (windows.length <= 2 * more) return 0;
  const seconds = async (count: number) => {
    const start = performance.now();
    await backtest(data, longest.slice(0, count), forecast);
    return (performance.now() - start) / 1_000;
  };
  // The first run warms up: networks are opened, code is compiled.
  await seconds(1);
  const start = await seconds(few);
  return Math.max(0, (await seconds(more)) - start) / (more - few);
}

/** The lower middle of the values. */
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;

/**
 * Scores every forecaster on the validation windows that at least half of their histories are long enough for.
 * @returns entries by validation MASE, best first; their weighted mean among them. Methods that gave NaN are left out.
 * @throws UserError `nothing-to-forecast` when no method has a score, as on series that never change
 */
export async function race(options: RaceOptions): Promise<RaceEntry[]> {
  const { data, origins, context, forecasters, onProgress, signal, outOfTime } = options;
  const { secondsLeft, onLeftOut } = options;
  const training = data.filled.map((values, index) => values.subarray(0, origins.trainingEnd[index]));
  const windows = origins.validation;
  const usual = median(windows.map(({ origin }) => origin));
  const able = forecasters.filter((forecaster) => forecaster.minimumHistory(context) <= usual);
  const entries: RaceEntry[] = [];
  /** What the methods so far will take after the race. */
  let later = 0;
  let full = false;
  for (const [index, forecaster] of able.entries()) {
    signal?.throwIfAborted();
    if (entries.length > 0 && outOfTime?.()) break;
    onProgress?.(forecaster.name, index, able.length);
    // In the order of what they cost: after one that does not fit, none is prepared in vain.
    if (full) {
      onLeftOut?.(forecaster.name);
      continue;
    }
    const start = performance.now();
    const { forecast } = await forecaster.prepare(training, context);
    const one = await secondsOfWindow(data, windows, forecast);
    const after = one * (AFTER_RACE * origins.test.length + data.filled.length);
    if (entries.length > 0 && secondsLeft && one * windows.length + after + later > secondsLeft()) {
      full = true;
      onLeftOut?.(forecaster.name);
      continue;
    }
    later += after;
    const validation = await backtest(data, windows, forecast);
    const validationMase = meanScore(validation);
    const seconds = (performance.now() - start) / 1_000;
    const { id, name, role } = forecaster;
    if (!Number.isNaN(validationMase)) {
      const weights = { overall: [1], series: data.filled.map(() => [1]) };
      entries.push({ id, name, role, members: [forecaster], weights, validation, validationMase, seconds });
    }
  }
  if (entries.length === 0) throw nothingToJudgeBy(able.length);
  const byScore = (a: RaceEntry, b: RaceEntry) => a.validationMase - b.validationMase;
  const ranked = entries.sort(byScore);
  return ranked.length < 2 ? ranked : [...ranked, ...weightedMean(data, windows, ranked)].sort(byScore);
}

const nothingToJudgeBy = (methods: number): UserError => new UserError('nothing-to-forecast', { methods });

export interface PreparedMember extends PreparedForecaster {
  id: string;
}

/** Members prepared on the given series; their weighted mean and the states that restore them. */
export async function prepareEntry(
  { members, weights }: Pick<RaceEntry, 'members' | 'weights'>,
  training: readonly Float64Array[],
  context: ForecastContext,
): Promise<{ forecast: ForecastSeries; members: PreparedMember[] }> {
  const prepared: PreparedMember[] = [];
  for (const member of members)
    prepared.push({ id: member.id, ...(await member.prepare(training, context)) });
  const forecast: ForecastSeries = async (histories, series) => {
    const forecasts = [];
    for (const one of prepared) forecasts.push(await one.forecast(histories));
    return combineForecasts(forecasts, (window) => weights.series[series[window]!]!);
  };
  return { forecast, members: prepared };
}
