/** A Run as scripts see it; used by whatever names one in its answer. */
import type { Run } from '../../src/runs/run.ts';

/** What a script sees of a Run. */
export const runData = (run: Run) => ({
  runId: run.id,
  state: run.state,
  kind: run.spec.kind,
  dataset: run.spec.dataset.name,
  target: run.spec.target,
  headline: run.state === 'succeeded' ? run.headline : null,
  model: run.spec.model,
  userId: run.place.userId,
  createdAt: run.createdAt.toISOString(),
  ...(isUnposted(run) ? { unposted: true } : {}),
  ...(run.place.consent ? { consent: run.place.consent } : {}),
  ...(run.state === 'failed' ? { error: { code: run.failure.code, message: run.failure.message } } : {}),
});

/** The announcer needs a moment; what is not posted by then was refused, or Discord is away. */
const POSTED_WITHIN_MS = 30_000;
export const isUnposted = (run: Run): boolean =>
  'finishedAt' in run && !run.announced && Date.now() - run.finishedAt.getTime() > POSTED_WITHIN_MS;
