/** The time budget of a Run: who has to decide how much to try asks it what is left. */

import type { ClassificationRecipe } from '../../../knowledge/recipes/schema.ts';
import { timeLimit } from '../../time-limit.ts';

export interface Budget {
  /** Seconds since the Run began. */
  elapsed(): number;
  /** Seconds left for trying things; what the final fit, the test and the export need is kept back. */
  left(): number;
  /** Aborts when nothing is left, or when the Run is cancelled. */
  signal: AbortSignal;
  /** True when little is left: what has to be done anyway is then done with smaller grids. */
  isShort(): boolean;
  /** True once the time, not a person, ended the tries. */
  ranOut(): boolean;
}

/** Share of the usable budget below which it counts as short. */
const SHORT_SHARE = 0.2;

export function startBudget(
  seconds: number,
  reserve: ClassificationRecipe['reserve'],
  cancelled: AbortSignal,
): Budget {
  const start = performance.now();
  const kept = Math.min(reserve.most, Math.max(reserve.least, seconds * reserve.share));
  const usable = Math.max(1, seconds - kept);
  const signal = timeLimit(usable * 1_000, cancelled);
  const elapsed = () => (performance.now() - start) / 1_000;
  const left = () => Math.max(0, usable - elapsed());
  return {
    elapsed,
    left,
    isShort: () => left() < SHORT_SHARE * usable,
    signal,
    ranOut: () => signal.aborted && !cancelled.aborted,
  };
}
