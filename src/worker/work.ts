/**
 * The worker: takes Runs from the queue and trains them. In: Runs, ObjectStore, Config. Out: a handle that stops it.
 * A Run's way: begin → files from the store into its work folder, its model from the
 * Hub into the cache → trainer child, its events relayed → artifact into
 * the store → succeeded. A job can be delivered twice and a process can end at any moment: every step can be
 * repeated, and the child resumes from the checkpoint in the work folder, which stays until the Run is final.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChildCrash, runChild } from '../child/run-child.ts';
import type { Config } from '../config.ts';

import { isUserError, type UserError } from '../errors.ts';
import type { Failure } from '../failure.ts';

import type { Logger } from '../log.ts';
import { findOutage, type OutageKind } from '../outage/outage.ts';
import { waitOut } from '../outage/wait-out.ts';
import type { Attempt, Ending } from '../runs/lifecycle.ts';
import type { QueueJob } from '../runs/queue.ts';
import type { Runs } from '../runs/runs.ts';
import { storeArtifact } from '../storage/artifact.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { prefetchModel } from './prefetch-model.ts';
import { relayEvents } from './relay.ts';
import { fetchFiles, sweepWorkFolders } from './work-folder.ts';

export interface WorkerOptions {
  runs: Runs;
  objects: ObjectStore;
  config: Config;
  log: Logger;
  /** The trainer's module; tests give their own. */
  trainer?: URL;
}

export interface Worker {
  /** Puts the Runs at work back into the queue and resolves when their children have ended. */
  stop(): Promise<void>;
}

/** A Run may take its budget this many times over, plus what data, export and upload need, before it is stopped. */
const DEADLINE_FACTOR = 2;
const ALLOWANCE_MS = 10 * 60_000;
/** Below the queue's own expiry of 24 hours. */
const MAX_DEADLINE_MS = 23.5 * 3_600_000;
/** A finished artifact, or a Run's end, is not given up sooner because storage or database are away. */
const LONGEST_OUTAGE_MS = 24 * 3_600_000;

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { runs, config, log } = options;
  const stopping = new AbortController();
  await sweepWorkFolders(config.dataDir, () => runs.active());
  const stopTaking = await runs.work(config.workerConcurrency, (job) =>
    takeJob(job, options, stopping.signal),
  );
  log.info({ concurrency: config.workerConcurrency }, 'worker started');
  return {
    stop: async () => {
      stopping.abort();
      await stopTaking();
    },
  };
}

/** Resolves when the Run is over or back in the queue. */
async function takeJob(job: QueueJob, options: WorkerOptions, stopping: AbortSignal): Promise<void> {
  const { runs } = options;
  const log = options.log.child({ runId: job.runId });
  const attempt = await runs.lifecycle.begin(job);
  if (attempt === null) return;
  log.info({ attempt: attempt.number }, 'Run started');

  const stale = new AbortController();
  const signal = AbortSignal.any([job.signal, stopping, attempt.cancelled, stale.signal]);
  let ending: Ending;
  try {
    const artifactKey = await train(attempt, options, { signal, log, onStale: () => stale.abort() });
    ending = { type: 'succeeded', artifactKey };
  } catch (error) {
    ending = judge(error, { cancelled: attempt.cancelled, stopping, lost: signal, log });
  }
  const held = await waitOut(() => runs.lifecycle.end(attempt, ending), {
    signal: stopping,
    log,
    limitMs: LONGEST_OUTAGE_MS,
  });
  log.info({ ending: ending.type, held }, 'Run ended');
  if (held && ending.type !== 'retried')
    await rm(workDirOf(options.config, job.runId), { recursive: true, force: true });
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

/** Returns the key prefix of the artifact. */
async function train(
  attempt: Attempt,
  { runs, objects, config, trainer }: WorkerOptions,
  { signal, log, onStale }: { signal: AbortSignal; log: Logger; onStale: () => void },
): Promise<string> {
  const { id, spec } = attempt.run;
  const workDir = workDirOf(config, id);
  const artifactDir = join(workDir, 'artifact');
  const cacheDir = join(config.dataDir, 'cache');
  await Promise.all([mkdir(workDir, { recursive: true }), mkdir(cacheDir, { recursive: true })]);
  const files = await fetchFiles(objects, spec, workDir);
  const relay = relayEvents(async (event) => {
    if (!(await runs.lifecycle.report(attempt, event))) onStale();
  }, log);
  try {
    await prefetchModel(spec, { config, cacheDir, signal, onEvent: relay.push });
    await runChild(
      { kind: 'train', runId: id, spec, ...files, artifactDir, folders: { workDir, cacheDir } },
      {
        memoryMiB: config.trainerMemoryMiB,
        deadlineMs: Math.min(spec.budgetSeconds * 1000 * DEADLINE_FACTOR + ALLOWANCE_MS, MAX_DEADLINE_MS),
        signal,
        onEvent: relay.push,
        log,
        entry: trainer,
      },
    );
  } finally {
    await relay.finish();
  }
  // Hours of training lie there: an outage of the store waits here, with the files at hand.
  return waitOut(() => storeArtifact(objects, id, artifactDir), {
    signal,
    log,
    limitMs: LONGEST_OUTAGE_MS,
    onOutage: (kind) => relay.push({ type: 'progress', step: WAITING[kind], fraction: 1, etaSeconds: null }),
  });
}

const workDirOf = (config: Config, runId: string): string => join(config.dataDir, 'work', runId);

const toFailure = ({ code, message, context }: UserError): Failure => ({ code, message, context });
