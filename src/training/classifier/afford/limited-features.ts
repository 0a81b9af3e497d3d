/**
 * A Backbone goes in, its features for all samples come out, unless they would take longer than the core of the race has
 * left: that is known from the first batches, and then said at once. Next: the probe.
 */
import type { Backbone } from '../../../backbones/backbone.ts';
import { type Embedded, embedAll } from '../classifier-features.ts';
import type { Stage } from '../stage.ts';
import { tooSlowNote } from './thin-samples.ts';

/** An estimate rests on at least this much work. */
const LEAST_SECONDS = 4;
const LEAST_SHARE = 0.03;
/** With little time: on this share of it. */
const SHORTEST_SHARE = 0.15;
/** After so many times the least work an estimate is made of whatever is done. */
const PATIENCE = 1.5;
/** Of what the core has left: the head needs the rest. */
const FEATURES_SHARE = 0.75;

/** The features would take `seconds` in all. */
class TooSlow extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super('the features would take too long');
    this.seconds = seconds;
  }
}

/** @returns null, after a warning, when the features would keep the Run far beyond its budget */
export async function embedWithinLimit(stage: Stage, backbone: Backbone): Promise<Embedded | null> {
  const { job, warnings } = stage;
  const stop = new AbortController();
  const limit = FEATURES_SHARE * job.budget.coreLeft();
  const begun = performance.now();
  const estimate = startEstimate(Math.min(LEAST_SECONDS, SHORTEST_SHARE * limit));
  try {
    return await embedAll(backbone, {
      samples: stage.options.samples,
      cacheDir: job.task.folders.cacheDir,
      signal: AbortSignal.any([job.signal, stop.signal]),
      onProgress: (share) => {
        job.progress.advance(share);
        const { remaining, total } = estimate(share);
        const spent = (performance.now() - begun) / 1_000;
        // Without an estimate nothing is claimed: a Run that was late before it began here still tries what is short.
        if (total > 0 && spent + remaining > limit) stop.abort(new TooSlow(total));
      },
    });
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    warnings.push(tooSlowNote(backbone.name, error.seconds, job.task.spec.budgetSeconds));
    return null;
  }
}

/**
 * Told the share that is done (what was cached is done at once, and the first batch waits for the network to be opened),
 * gives the seconds still and in all needed.
 */
function startEstimate(least: number): (share: number) => { remaining: number; total: number } {
  let cached: number | null = null;
  let first: { share: number; at: number } | null = null;
  return (share) => {
    cached ??= share;
    if (share > cached) first ??= { share, at: performance.now() };
    const seconds = first ? (performance.now() - first.at) / 1_000 : 0;
    const fresh = first ? share - first.share : 0;
    if (seconds < least || fresh <= 0 || (fresh < LEAST_SHARE && seconds < PATIENCE * least))
      return { remaining: 0, total: 0 };
    const remaining = (seconds / fresh) * (1 - share);
    return { remaining, total: seconds + remaining };
  };
}
