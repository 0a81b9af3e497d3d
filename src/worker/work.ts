/**
 * The worker: takes Runs from the queue and trains them. In: Runs, ObjectStore, Config. Out: a handle that stops it.
 * A Run's way: begin → files from the store into its work folder, its model from the
 * Hub into the cache → trainer child, its events relayed → artifact into
 * the store → succeeded. A job can be delivered twice and a process can end at any moment: every step can be
 * repeated, and the child resumes from the checkpoint in the work folder, which stays until the Run is final.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheLimit, keepCacheWithin } from '../cache/limit-cache.ts';
import type { ChildEvent } from '../child/events.ts';
import { ChildCrash, runChild } from '../child/run-child.ts';
import type { Config } from '../config.ts';

import { isUserError, type UserError } from '../errors.ts';
import type { Failure } from '../failure.ts';

import type { Logger } from '../log.ts';
import { findOutage, type OutageKind } from '../outage/outage.ts';
import { waitOut } from '../outage/wait-out.ts';
import { reportSchema } from '../report/report.ts';
import { type Headline, headlineOf } from '../report/short/headline.ts';
import type { Attempt, Ending } from '../runs/lifecycle.ts';
import type { QueueJob } from '../runs/queue.ts';
import type { Runs } from '../runs/runs.ts';
import { runPrefix, storeArtifact } from '../storage/artifact.ts';
import { requireSpace } from '../storage/free-space.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { type AttemptFolder, openAttempt } from './attempt-folder.ts';
import { dropObjects, keepCheckpoints } from './checkpoints.ts';
import { measureCandidates } from './measure-candidates.ts';
import { prefetchAuto } from './prefetch-candidates.ts';
import { prefetchModel } from './prefetch-model.ts';
import { relayEvents } from './relay.ts';
import { tuneRemotely } from './remote/tune-remotely.ts';
import { dropOldFeatures, fetchFiles, sweepWorkFolders } from './work-folder.ts';

interface WorkerOptions {
  runs: Runs;
  objects: ObjectStore;
  config: Config;
  log: Logger;
  /** Hears how each attempt ended here. */
  onEnded?: (ending: Ending['type']) => void;
  /** The trainer's module; tests give their own. */
  trainer?: URL;
}

export interface Worker {
  /** Takes no more Runs, stores the checkpoints of those at work, and resolves when they are over. */
  drain(): Promise<void>;
  /** Puts the Runs at work back into the queue and resolves when their children have ended. */
  stop(): Promise<void>;
}

/** A Run may take its budget this many times over, plus what data, export and upload need, before it is stopped. */
const DEADLINE_FACTOR = 2;
const ALLOWANCE_MS = 10 * 60_000;
/** Below the queue's own expiry of 24 hours. */
const MAX_DEADLINE_MS = 23.5 * 3_600_000;
const SWEEP_MS = 10 * 60_000;
/** A finished artifact, or a Run's end, is not given up sooner because storage or database are away. */
const LONGEST_OUTAGE_MS = 24 * 3_600_000;

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { runs, config, log } = options;
  const stopping = new AbortController();
  const draining = new AbortController();
  const sweep = async () => {
    await sweepWorkFolders(config.dataDir, () => runs.active());
    await dropOldFeatures(config.dataDir, config.keepDays.uploads);
  };
  await sweep();
  const cache = keepCacheWithin(cacheLimit(config), log);
  // Runs may be over on another machine, or deleted.
  const sweeping = setInterval(() => {
    sweep().catch((error: unknown) => log.warn({ err: error }, 'old work folders were not removed'));
  }, SWEEP_MS).unref();
  const stopTaking = await runs.work(config.workerConcurrency, (job) =>
    takeJob(job, options, { stopping: stopping.signal, draining: draining.signal }).finally(cache.look),
  );
  const measuring = { objects: options.objects, config, log, trainer: options.trainer };
  const stopMeasuring = await runs.measures.work((job) =>
    measureCandidates({ ...job, signal: AbortSignal.any([job.signal, stopping.signal]) }, measuring).finally(
      cache.look,
    ),
  );
  log.info({ concurrency: config.workerConcurrency }, 'worker started');
  return {
    drain: async () => {
      draining.abort();
      await Promise.all([stopTaking(), stopMeasuring()]);
    },
    stop: async () => {
      clearInterval(sweeping);
      stopping.abort();
      await Promise.all([stopTaking(), stopMeasuring()]);
      await cache.stop();
    },
  };
}

/** What the process was told: to give its Runs back, or to finish them and take no more. */
interface Orders {
  stopping: AbortSignal;
  draining: AbortSignal;
}

/** Resolves when the Run is over or back in the queue. */
async function takeJob(job: QueueJob, options: WorkerOptions, { stopping, draining }: Orders): Promise<void> {
  const { runs } = options;
  const log = options.log.child({ runId: job.runId });
  const attempt = await runs.lifecycle.begin(job);
  if (attempt === null) return;
  log.info({ attempt: attempt.number }, 'Run started');

  const stale = new AbortController();
  const signal = AbortSignal.any([job.signal, stopping, attempt.cancelled, stale.signal]);
  let ending: Ending;
  try {
    const stored = await train(attempt, options, { signal, draining, log, onStale: () => stale.abort() });
    ending = { type: 'succeeded', ...stored };
  } catch (error) {
    ending = judge(error, { cancelled: attempt.cancelled, stopping, lost: signal, log });
  }
  const held = await waitOut(() => runs.lifecycle.end(attempt, ending), {
    signal: stopping,
    log,
    limitMs: LONGEST_OUTAGE_MS,
  });
  log.info({ ending: ending.type, held }, 'Run ended');
  options.onEnded?.(ending.type);
  if (held && ending.type !== 'retried') await clearUp(attempt, ending, options, log);
}

/** What only an unfinished Run needs: its work folder, its checkpoints, what other attempts left in storage. */
async function clearUp(
  { run, number }: Attempt,
  ending: Ending,
  { config, objects }: WorkerOptions,
  log: Logger,
): Promise<void> {
  await rm(workDirOf(config, run.id), { recursive: true, force: true });
  const kept = ending.type === 'succeeded' ? `${runPrefix(run.id)}${number}/` : null;
  await dropObjects(objects, run.id, kept).catch((error: unknown) =>
    log.warn({ err: error }, 'objects of earlier attempts were not removed'),
  );
}

interface Circumstances {
  cancelled: AbortSignal;
  stopping: AbortSignal;
  /** Of all that ends an attempt. */
  lost: AbortSignal;
  log: Logger;
}

/** What an error of an attempt means for the Run. Only the trainer's own crashes are held against it. */
function judge(error: unknown, { cancelled, stopping, lost, log }: Circumstances): Ending {
  if (cancelled.aborted) return { type: 'cancelled' };
  if (stopping.aborted) return { type: 'retried', reason: 'The process is being restarted.', cause: 'stop' };
  if (lost.aborted) return { type: 'retried', reason: 'Its worker lost the Run.', cause: 'stop' };
  const outage = findOutage(error);
  if (outage) {
    log.warn({ outage: outage.kind, reason: outage.message }, 'an outage stopped the Run; it is tried again');
    return { type: 'retried', reason: WAITING[outage.kind], cause: outage.kind };
  }
  if (isUserError(error)) return { type: 'failed', failure: toFailure(error) };
  if (error instanceof ChildCrash) {
    log.error({ err: error }, 'the trainer crashed');
    return { type: 'retried', reason: 'The trainer crashed.', cause: 'crash' };
  }
  log.error({ err: error }, 'the trainer was ended from outside, or the worker failed');
  return { type: 'retried', reason: 'The process that trained it ended.', cause: 'killed' };
}

/** What the progress message says meanwhile. */
const WAITING: Record<OutageKind, string> = {
  'storage-unreachable': 'Waiting for the file storage, which cannot be reached',
  'disk-full': 'Waiting for space on a full disk',
  'database-away': 'Waiting for the database, which cannot be reached',
};

interface Working {
  signal: AbortSignal;
  draining: AbortSignal;
  log: Logger;
  onStale: () => void;
}

/** Returns where the artifact is stored. */
async function train(
  attempt: Attempt,
  options: WorkerOptions,
  { signal, draining, log, onStale }: Working,
): Promise<Omit<Extract<Ending, { type: 'succeeded' }>, 'type'>> {
  const { runs, objects, config } = options;
  const { id } = attempt.run;
  const folder = await openAttempt({
    runDir: workDirOf(config, id),
    number: attempt.number,
    runId: id,
    objects,
  });
  const relay = relayEvents(async (event) => {
    if (!(await runs.lifecycle.report(attempt, event))) onStale();
  }, log);
  try {
    if (!folder.isTrained)
      await makeArtifact(attempt, options, { folder, signal, draining, log, onEvent: relay.push });
    // Hours of training lie there: an outage of the store waits here, with the files at hand.
    const stored = await waitOut(
      () => storeArtifact(objects, `${runPrefix(id)}${attempt.number}/`, folder.artifactDir),
      {
        signal,
        log,
        limitMs: LONGEST_OUTAGE_MS,
        onOutage: (kind) =>
          relay.push({ type: 'progress', step: WAITING[kind], fraction: 1, etaSeconds: null }),
      },
    );
    return { ...stored, headline: await readHeadline(folder.artifactDir) };
  } finally {
    await relay.finish();
  }
}

const figuresSchema = reportSchema.pick({ classification: true, measures: true });

/** For lists, which cannot open every report. */
async function readHeadline(artifactDir: string): Promise<Headline | null> {
  const text = await readFile(join(artifactDir, 'report.json'), 'utf8');
  const { data } = figuresSchema.safeParse(JSON.parse(text));
  return data ? headlineOf(data) : null;
}

interface Making {
  folder: AttemptFolder;
  signal: AbortSignal;
  draining: AbortSignal;
  log: Logger;
  onEvent: (event: ChildEvent) => void;
}

/** Data and model to disk, then the child; its checkpoints are stored on the way and when it is stopped. */
async function makeArtifact(
  attempt: Attempt,
  { objects, config, trainer, runs }: WorkerOptions,
  { folder, signal, draining, log, onEvent }: Making,
): Promise<void> {
  const { run, cancelled } = attempt;
  const { id, spec: asked } = run;
  const { workDir, artifactDir } = folder;
  const cacheDir = join(config.dataDir, 'cache');
  await mkdir(cacheDir, { recursive: true });
  await requireSpace(cacheDir, config.minFreeBytes);
  const files = await fetchFiles(objects, asked, workDirOf(config, id));
  if (asked.service) {
    await tuneRemotely({
      ...{ run, config, files, artifactDir, trainer, signal, cancelled, log, onEvent },
      job: asked.service,
      folders: { workDir, cacheDir },
      keep: (state) => runs.lifecycle.keepRemote(attempt, state),
    });
    return folder.markTrained();
  }
  await prefetchModel(asked, { config, cacheDir, signal, onEvent });
  const spec = await prefetchAuto(asked, { config, cacheDir, signal, onEvent });
  const storing = keepCheckpoints({ folder: folder.checkpointDir, runId: id, objects, log, now: draining });
  try {
    await runChild(
      {
        kind: 'train',
        runId: id,
        spec,
        ...files,
        artifactDir,
        folders: { workDir, cacheDir },
        locale: run.place.locale,
      },
      {
        memoryMiB: config.trainerMemoryMiB,
        deadlineMs: Math.min(spec.budgetSeconds * 1000 * DEADLINE_FACTOR + ALLOWANCE_MS, MAX_DEADLINE_MS),
        signal,
        onEvent,
        log,
        entry: trainer,
      },
    );
    await folder.markTrained();
  } finally {
    await storing.finish();
  }
}

const workDirOf = (config: Config, runId: string): string => join(config.dataDir, 'work', runId);

const toFailure = ({ code, message, context }: UserError): Failure => ({ code, message, context });
