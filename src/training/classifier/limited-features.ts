/**
 * A Backbone goes in, its features for all samples come out, whatever the time budget says, unless they would take far
 * too long: that is known from the first batches, and then said at once. Next: the probe.
 */
import type { Backbone } from '../../backbones/backbone.ts';
import { note } from '../../text/notes.ts';
import { type Embedded, embedAll } from './classifier-features.ts';
import type { Stage } from './stage.ts';

/** An estimate rests on at least this much work. */
const LEAST_SECONDS = 4;
const LEAST_SHARE = 0.03;

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
  const { budgetSeconds } = job.task.spec;
  const stop = new AbortController();
  const limit = limitOf(stage);
  const estimate = startEstimate();
  try {
    return await embedAll(backbone, {
      samples: stage.options.samples,
      cacheDir: job.task.folders.cacheDir,
      signal: AbortSignal.any([job.signal, stop.signal]),
      onProgress: (share) => {
        job.progress.advance(share);
        const { remaining, total } = estimate(share);
        // Without an estimate nothing is claimed: a Run that was late before it began here still tries what is short.
        if (total > 0 && job.budget.elapsed() + remaining > limit) stop.abort(new TooSlow(total));
      },
    });
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    const seconds = Math.round(error.seconds);
    warnings.push(
      note('features-too-slow', { model: { phrase: backbone.name }, seconds, budget: budgetSeconds }),
    );
    return null;
  }
}

/** Seconds since the Run began that what must be tried may take at most. */
export function limitOf({ job, options }: Pick<Stage, 'job' | 'options'>): number {
  const { budgetSeconds } = job.task.spec;
  const { times, share, more } = options.recipe.featuresLimit;
  return Math.min(budgetSeconds * times, budgetSeconds * share + more);
}

/** Told the share that is done (what was cached is done at once), gives the seconds still and in all needed. */
function startEstimate(): (share: number) => { remaining: number; total: number } {
  const start = performance.now();
  let cached: number | null = null;
  return (share) => {
    cached ??= share;
    const seconds = (performance.now() - start) / 1_000;
    const fresh = share - cached;
    if (seconds < LEAST_SECONDS || fresh < LEAST_SHARE) return { remaining: 0, total: 0 };
    const remaining = (seconds / fresh) * (1 - share);
    return { remaining, total: seconds + remaining };
  };
}
