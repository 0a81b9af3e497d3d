/**
 * The worker: takes Runs from the queue and trains them. In: Runs, ObjectStore, Config. Out: a handle that stops it.
 * A Run's way: begin → files from the store into its work folder, its model from the
 * Hub into the cache → trainer child, its events relayed → artifact into
 * the store → succeeded. A job can be delivered twice and a process can end at any moment: every step can be
 * repeated, and the child resumes from the checkpoint in the work folder, which stays until the Run is final.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../child/run-child.ts';
import type { Config } from '../config.ts';
import { isUserError, UserError } from '../errors.ts';
import type { Failure } from '../failure.ts';
import type { Logger } from '../log.ts';
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
/** A trainer that crashes this often is given up: it would crash again. */
const MAX_CRASHES = 3;

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

/** Resolves when the Run is final; throws to have the queue deliver it again. */
async function takeJob(job: QueueJob, options: WorkerOptions, stopping: AbortSignal): Promise<void> {
  const { runs } = options;
  const log = options.log.child({ runId: job.runId });
  const attempt = await runs.lifecycle.begin(job.runId);
  if (attempt === null) return;
  log.info({ attempt: attempt.number }, 'Run started');

  const stale = new AbortController();
  const signal = AbortSignal.any([job.signal, stopping, attempt.cancelled, stale.signal]);
  let ending: Ending;
  try {
    const artifactKey = await train(attempt, options, { signal, log, onStale: () => stale.abort() });
    ending = { type: 'succeeded', artifactKey };
  } catch (error) {
    ending = await judge(error, attempt, { runs, log, stopping });
  }
  const held = await runs.lifecycle.end(attempt, ending);
  log.info({ ending: ending.type, held }, 'Run ended');
  if (!held) return;
  if (ending.type === 'retried') throw new Error(ending.reason);
  await rm(workDirOf(options.config, job.runId), { recursive: true, force: true });
}

/** What an error of an attempt means for the Run. */
async function judge(
  error: unknown,
  attempt: Attempt,
  { runs, log, stopping }: { runs: Runs; log: Logger; stopping: AbortSignal },
): Promise<Ending> {
  if (attempt.cancelled.aborted) return { type: 'cancelled' };
  if (stopping.aborted) return { type: 'retried', reason: 'The process is being restarted.', crash: false };
  if (isUserError(error)) {
    if (error.code === 'cancelled')
      return { type: 'retried', reason: 'Its worker lost the Run.', crash: false };
    return { type: 'failed', failure: toFailure(error) };
  }
  const crashes = (await runs.lifecycle.crashes(attempt.run.id)) + 1;
  log.error({ err: error, crashes }, 'the trainer crashed');
  if (crashes >= MAX_CRASHES)
    return { type: 'failed', failure: toFailure(crashedTooOften(attempt, crashes)) };
  return { type: 'retried', reason: `The trainer crashed (${crashes} of ${MAX_CRASHES}).`, crash: true };
}

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
  return storeArtifact(objects, id, artifactDir);
}

const workDirOf = (config: Config, runId: string): string => join(config.dataDir, 'work', runId);

const toFailure = ({ code, message, context }: UserError): Failure => ({ code, message, context });

const crashedTooOften = (attempt: Attempt, crashes: number) =>
  new UserError(
    'trainer-crashed',
    `The trainer crashed ${crashes} times on this Run, so it was given up. This is a fault of the bot, not of your ` +
      `data; its operator finds the reason in the log under the Run ${attempt.run.id}.`,
    { context: { crashes } },
  );
