/**
 * What nobody needs any more goes, once a day: Runs that ended longer ago than the operator keeps them, and attached files
 * that no Run uses, or only such as ended longer ago than files are kept. In: the open parts. Out: what ends it. Started by `app.ts`; a file is removed under the lock under which
 * Runs are made, so that none is made on a file that goes.
 */
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { deleteRun } from './delete-run.ts';
import type { Runs } from './runs.ts';

const DAY_MS = 86_400_000;

interface SweepOptions {
  runs: Runs;
  objects: ObjectStore;
  /** Of a Run after its end, 0: for ever; of its attached files, 0: as long as the Run. */
  keepDays: { runs: number; uploads: number };
  config: Pick<Config, 'tuning'>;
  log: Logger;
}

export function sweepDaily(options: SweepOptions): () => Promise<void> {
  const { log } = options;
  const go = () =>
    sweep(options).catch((error: unknown) => log.warn({ err: error }, 'the daily sweep failed'));
  let last = go();
  const timer = setInterval(() => {
    last = go();
  }, DAY_MS).unref();
  return () => {
    clearInterval(timer);
    return last;
  };
}

export async function sweep({ runs, objects, keepDays, config, log }: SweepOptions): Promise<void> {
  if (keepDays.runs > 0) {
    const expired = await runs.expired(daysAgo(keepDays.runs));
    for (const run of expired) await deleteRun(run, { runs, objects, config });
    if (expired.length > 0) log.info({ runs: expired.length }, 'Runs past their days were deleted');
  }
  const hashes = new Set((await objects.list('uploads')).map((key) => key.split('/')[1] ?? ''));
  const dropped = await runs.dropUnused(
    [...hashes],
    (sha256) => objects.deletePrefix(`uploads/${sha256}/`),
    keepDays.uploads > 0 ? daysAgo(keepDays.uploads) : undefined,
  );
  if (dropped > 0) log.info({ files: dropped }, 'attached files that no Run needs were deleted');
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
