/** Steps of a Run go in, throttled `progress` events with a fraction and an ETA come out. */
import type { ChildEvent } from '../../child/events.ts';

/** No event sooner than this after the one before, unless the step changes. */
const THROTTLE_MS = 500;
/** Below this fraction an estimate would be a guess. */
const LEAST_FOR_ETA = 0.05;

export interface Progress {
  /** Begins a step that ends at `until`, a fraction of the whole Run. */
  begin(step: string, until: number): void;
  /** Share of the present step that is done, 0–1. */
  advance(share: number): void;
}

/** @param lastLeft seconds until all must be over; without a limit: none */
export function startProgress(
  emit: (event: ChildEvent) => void,
  lastLeft: () => number = () => Number.POSITIVE_INFINITY,
): Progress {
  const start = performance.now();
  let step = '';
  let [from, until] = [0, 0];
  let last = Number.NEGATIVE_INFINITY;
  let shown = Number.POSITIVE_INFINITY;
  const report = (fraction: number, force: boolean) => {
    const now = performance.now();
    if (!force && now - last < THROTTLE_MS) return;
    last = now;
    const elapsed = (now - start) / 1_000;
    // What is left does not climb, whatever share of the work a step turns out to be.
    if (fraction >= LEAST_FOR_ETA) shown = Math.min(shown, lastLeft(), (elapsed * (1 - fraction)) / fraction);
    const etaSeconds = Number.isFinite(shown) ? shown : null;
    emit({ type: 'progress', step, fraction: Math.min(1, fraction), etaSeconds });
  };
  return {
    begin(name, end) {
      [from, until] = [until, Math.max(until, end)];
      step = name;
      report(from, true);
    },
    advance: (share) => report(from + (until - from) * Math.min(1, share), false),
  };
}
