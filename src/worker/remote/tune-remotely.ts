/**
 * A Run whose work a service does: files there → one job → its events as progress → the tuned model's answers → a Report. What was
 * done is stored with the Run before the next step, so that another attempt goes on: files are not sent twice, and a job is
 * never made twice, even where the answer to its creation was lost. Called by `work.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChildEvent } from '../../child/events.ts';
import { runChild } from '../../child/run-child.ts';
import type { ServiceJob } from '../../child/run-spec.ts';
import type { Config } from '../../config.ts';
import { isUserError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { mayRun, NO_JOB, type RemoteState } from '../../remote/job-state.ts';
import { money, withinAgreed } from '../../remote/plan.ts';
import type { JobRequest, RemoteJob, TuningService } from '../../remote/service.ts';
import { openService } from '../../remote/services.ts';
import type { Run } from '../../runs/run.ts';
import { askModel } from './ask-model.ts';

interface RemoteWork {
  run: Run;
  job: ServiceJob;
  config: Config;
  files: { dataset: { path: string; name: string }; test: { path: string; name: string } | null };
  folders: { workDir: string; cacheDir: string };
  artifactDir: string;
  trainer?: URL | undefined;
  signal: AbortSignal;
  /** Of a person. */
  cancelled: AbortSignal;
  log: Logger;
  onEvent: (event: ChildEvent) => void;
  /** False when the attempt is no longer the current one. */
  keep: (state: RemoteState) => Promise<boolean>;
}

const PREPARE_MS = 600_000;
const CANCEL_MS = 60_000;
/** Between looks at a job: from this, half as much again each time, up to that. */
const POLL = { firstMs: 2_000, growth: 1.5, mostMs: 60_000 };

/** @throws UserErrors `service-…` */
export async function tuneRemotely(work: RemoteWork): Promise<void> {
  const { config, job, cancelled, run } = work;
  const service = openService(config.tuning, job.id, run.remote ? run.createdAt : new Date());
  let state = run.remote ?? NO_JOB;
  const keep = async (next: RemoteState) => {
    if (!(await work.keep(next))) throw new Error('the attempt is no longer the current one');
    state = next;
  };
  try {
    work.signal.throwIfAborted();
    const outDir = await prepare(work);
    const jobId = await startJob(work, { service, outDir, state: () => state, keep });
    const done = await follow(work, service, jobId);
    await report(work, { service, outDir, done });
  } catch (error) {
    if (cancelled.aborted && mayRun(state)) await cancelThere(work, service, state);
    throw error;
  }
}

const dataOf = ({ run: { spec }, files }: RemoteWork) => ({
  dataset: files.dataset,
  test: files.test,
  target: spec.target,
  ...(spec.mergeSpellings === undefined ? {} : { mergeSpellings: spec.mergeSpellings }),
  seed: spec.seed,
});

const childOf = ({ config, signal, log, trainer }: RemoteWork) => ({
  memoryMiB: config.trainerMemoryMiB,
  deadlineMs: PREPARE_MS,
  signal,
  log,
  ...(trainer ? { entry: trainer } : {}),
});

/** The same files each time: their order and split follow from data and seed. */
async function prepare(work: RemoteWork): Promise<string> {
  const outDir = join(work.folders.workDir, 'service');
  say(work, 'Preparing the examples', 0.02);
  await runChild({ kind: 'service-prepare', ...dataOf(work), folders: work.folders, outDir }, childOf(work));
  return outDir;
}

interface Starting {
  service: TuningService;
  outDir: string;
  state: () => RemoteState;
  keep: (state: RemoteState) => Promise<void>;
}

async function startJob(work: RemoteWork, { service, outDir, state, keep }: Starting): Promise<string> {
  const { signal, job, run } = work;
  for (const [part, file] of [
    ['train', 'trainingFile'],
    ['validation', 'validationFile'],
  ] as const) {
    if (state()[file] !== null) continue;
    say(work, `Sending the examples to ${service.name}`, 0.04);
    const id = await service.upload(
      `${run.id}-${part}.jsonl`,
      await readFile(join(outDir, `${part}.jsonl`)),
      signal,
    );
    await keep({ ...state(), [file]: id });
  }
  const { trainingFile, validationFile, jobId, creating } = state();
  if (jobId !== null) return jobId;
  const request: JobRequest = {
    model: job.model,
    trainingFile: trainingFile!,
    validationFile: validationFile!,
    epochs: job.epochs,
    seed: run.spec.seed,
    suffix: `tunesmith-${run.id.toLowerCase()}`,
  };
  const made = creating ? await service.findJob(request.trainingFile, signal) : null;
  const id = made ?? (await createJob(work, { service, request, state, keep }));
  await keep({ ...state(), creating: false, jobId: id });
  return id;
}

/** @throws UserErrors `service-dearer`, `service-job-unsure` */
async function createJob(
  { signal, job, log }: RemoteWork,
  { service, request, state, keep }: Omit<Starting, 'outDir'> & { request: JobRequest },
): Promise<string> {
  const asked = await service.estimate(request, signal);
  if (asked !== null && !withinAgreed(asked, job.dollars))
    throw new UserError('service-dearer', {
      name: service.name,
      asked: money(asked),
      agreed: money(job.dollars),
    });
  await keep({ ...state(), creating: true });
  try {
    return await service.create(request, signal);
  } catch (error) {
    if (!isUserError(error) || error.code !== 'service-unreachable') throw error;
    // Nobody knows whether it was made; one of two jobs would be paid for nothing.
    log.warn({ err: error }, 'the answer to the creation of a job was lost');
    const found = await service.findJob(request.trainingFile, signal);
    if (found !== null) return found;
    throw new UserError('service-job-unsure', { name: service.name }, { cause: error });
  }
}

/** @throws UserErrors `service-job-failed`, `service-job-cancelled` */
async function follow(work: RemoteWork, service: TuningService, jobId: string): Promise<RemoteJob> {
  const { signal, log } = work;
  let pause = POLL.firstMs;
  let told = '';
  for (;;) {
    const job = await look(service, jobId, { signal, log });
    if (job?.status === 'succeeded') return job;
    if (job?.status === 'failed')
      throw new UserError('service-job-failed', { name: service.name, reason: job.error ?? job.statusText });
    if (job?.status === 'cancelled') throw new UserError('service-job-cancelled', { name: service.name });
    const last = (await service.events(jobId, signal).catch(() => [])).at(-1)?.text ?? '';
    const text = last || (job?.statusText ?? 'no answer');
    if (text !== told) pause = POLL.firstMs;
    told = text;
    say(work, `${service.name}: ${text.slice(0, 200)}`, job?.status === 'running' ? 0.4 : 0.1);
    await wait(Math.min(pause, POLL.mostMs), null, { signal });
    pause *= POLL.growth;
  }
}

/** Null while the service does not answer: the job goes on there all the same. */
async function look(
  service: TuningService,
  jobId: string,
  { signal, log }: Pick<RemoteWork, 'signal' | 'log'>,
): Promise<RemoteJob | null> {
  try {
    return await service.job(jobId, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isUserError(error) || error.code !== 'service-unreachable') throw error;
    log.warn({ err: error }, 'the service does not answer; its job is looked for again');
    return null;
  }
}

async function report(
  work: RemoteWork,
  { service, outDir, done }: { service: TuningService; outDir: string; done: RemoteJob },
): Promise<void> {
  const { run, job, config, signal, folders, artifactDir } = work;
  const model = done.model ?? done.id;
  const losses = await service.losses(done.id, signal);
  const asked = await askModel(service, model, {
    questionsPath: join(outDir, 'questions.json'),
    signal,
    onProgress: (share) => say(work, 'Asking the tuned model', 0.7 + 0.2 * share),
  });
  const answersPath = join(outDir, 'answers.json');
  await writeFile(answersPath, JSON.stringify(asked.answers));
  const result = {
    name: service.name,
    url: config.tuning.services[job.id]!.url,
    baseModel: job.model,
    model,
    jobId: done.id,
    dollars: job.dollars,
    tokens: done.tokens,
    trainLoss: losses.train,
    validationLoss: losses.validation,
    notAsked: asked.reason,
  };
  await runChild(
    {
      ...{ kind: 'service-report', ...dataOf(work), folders, runId: run.id, answersPath, artifactDir },
      service: result,
      locale: run.place.locale,
    },
    { ...childOf(work), onEvent: work.onEvent },
  );
}

/** A person ended the Run: the job too, whatever step was under way. */
async function cancelThere({ log }: RemoteWork, service: TuningService, state: RemoteState): Promise<void> {
  const signal = AbortSignal.timeout(CANCEL_MS);
  try {
    const id = state.jobId ?? (await service.findJob(state.trainingFile ?? '', signal));
    if (id !== null) await service.cancel(id, signal);
    log.info({ jobId: id }, 'the job at the service was cancelled');
  } catch (error) {
    log.error({ err: error }, 'the job at the service could not be cancelled: it may go on and cost');
  }
}

const say = ({ onEvent }: RemoteWork, step: string, fraction: number): void =>
  onEvent({ type: 'progress', step, fraction, etaSeconds: null });
