/**
 * Errors of forecasters on the same windows → whether transfer learning won: the best forecaster that uses the pretrained
 * network against the best without it, window by window. Next: the Report.
 */
import { type Paired, type TransferOutcome, transferOutcome } from '../../../report/outcome.ts';
import { bootstrapInterval } from '../../../statistics/intervals.ts';
import type { RaceEntry } from '../race.ts';
import type { Backtest } from './backtest.ts';

/** Resampling fewer windows than this gives intervals that are too narrow; their range is taken instead. */
const ENOUGH_WINDOWS = 8;
/** Fewer windows than this show nothing: four equal signs come by chance once in eight times. */
const FEWEST_WINDOWS = 5;

interface JudgedSeries {
  winner: RaceEntry;
  /** Best first. */
  entries: readonly RaceEntry[];
  tests: ReadonlyMap<string, Backtest>;
  seed: number;
}

/** Null where one side is empty. Differences are of MASE, without − with transfer. */
export function judgeTransfer({ winner, entries, tests, seed }: JudgedSeries): TransferOutcome | null {
  const sideOf = (role: RaceEntry['role']) =>
    winner.role === role ? winner : entries.find((entry) => entry.role === role);
  const [transfer, baseline] = [sideOf('transfer'), sideOf('baseline')];
  if (!transfer || !baseline) return null;
  const validation = gainOf(transfer.validation, baseline.validation, seed);
  const [first, second] = [tests.get(transfer.id), tests.get(baseline.id)];
  const test = first && second ? gainOf(first, second, seed) : null;
  return {
    outcome: transferOutcome(validation, test),
    transfer: transfer.id,
    baseline: baseline.id,
    validation,
    test,
  };
}

function gainOf(transfer: Backtest, baseline: Backtest, seed: number): Paired {
  const gains = baseline.scores
    .map((score, window) => score - transfer.scores[window]!)
    .filter((gain) => Number.isFinite(gain));
  const n = gains.length;
  if (n === 0) return { mean: 0, interval: [0, 0] };
  const meanOf = (rows: Int32Array) => rows.reduce((sum, row) => sum + gains[row]!, 0) / n;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / n;
  if (n >= ENOUGH_WINDOWS) return { mean, interval: bootstrapInterval(n, meanOf, { seed }) };
  const unsure = n < FEWEST_WINDOWS ? [0] : [];
  return { mean, interval: [Math.min(...gains, ...unsure), Math.max(...gains, ...unsure)] };
}
