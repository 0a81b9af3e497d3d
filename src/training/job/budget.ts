/**
 * The time budget of a Run: who has to decide how much to do asks it what is left. Three ends, one after the other: of what
 * is tried beyond the core, of the core (which is made smaller to fit), and of the Run.
 */

import type { ClassificationRecipe } from '../../../knowledge/recipes/schema.ts';
import { timeLimit } from '../../time-limit.ts';

export interface Budget {
  /** Seconds since the Run began. */
  elapsed(): number;
  /** Seconds left for trying things; what the final fit, the test and the export need is kept back. */
  left(): number;
  /** Seconds that what is done in any case may still take, its last fit included: it is made smaller where it needs more. */
  coreLeft(): number;
  /** Seconds until the Run must be over. */
  lastLeft(): number;
  /** Aborts when nothing is left, or when the Run is cancelled. */
  signal: AbortSignal;
  /** True when little is left: what has to be done anyway is then done with smaller grids. */
  isShort(): boolean;
  /** True once the time, not a person, ended the tries. */
  ranOut(): boolean;
}

/** Share of the usable budget below which it counts as short. */
const SHORT_SHARE = 0.2;
/** A Run ends within 1.5 times its budget and 10 s; of these, 3 s are for starting and ending its process. */
const END = { times: 1.5, more: 7 };
/** The core ends sooner: charts, insight and the files come after it. */
const CORE = { times: 1.1, more: 4 };
/** A Run that is late before its core begins still gets this much for it: there must be something to deliver. */
const LEAST = { times: 0.1, more: 1 };

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
  const of = ({ times, more }: typeof END) => seconds * times + more;
  return {
    elapsed,
    left,
    coreLeft: () => Math.max(of(LEAST), of(CORE) - elapsed()),
    lastLeft: () => Math.max(0, of(END) - elapsed()),
    isShort: () => left() < SHORT_SHARE * usable,
    signal,
    ranOut: () => signal.aborted && !cancelled.aborted,
  };
}
