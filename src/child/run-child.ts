/**
 * One task in one child process. In: a ChildTask and its limits. Out: the task's result, or: the child's UserError;
 * UserErrors `out-of-memory`, `deadline-exceeded`, `cancelled`; a ChildCrash with the child's stack for a bug; an Outage
 * for a full disk; any other Error when the child was killed or could not be started. The child
 * (`child.ts`) starts with `child-guard.ts`, so that it is measured and cannot outlive its parent.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { holdCache } from '../cache/in-use.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { Outage } from '../outage/outage.ts';
import type { ChildEvent } from './events.ts';

import { isolated } from './isolation.ts';
import {
  type ChildMessage,
  type ChildResult,
  type ChildResultOf,
  type ChildTask,
  childMessageSchema,
} from './messages.ts';

export interface RunChildOptions {
  /** Limit of the child's resident memory. */
  memoryMiB: number;
  deadlineMs: number;
  /** How long a stopped child may write its checkpoint before it is killed. */
  graceMs?: number;
  signal?: AbortSignal;
  onEvent?: (event: ChildEvent) => void;
  log: Logger;
  /** Who asked for it; children without one count as one person's. */
  owner?: string;
  /** Where it was asked for: a server, or a person's direct messages. */
  chat?: string;
  /** The child's module; tests give their own. */
  entry?: URL;
}

const RESULT_KINDS = {
  inspect: 'inspected',
  'check-model': 'checked',
  train: 'trained',
  'service-prepare': 'service-prepared',
  'service-report': 'trained',
  predict: 'predicted',
  export: 'exported',
  evaluate: 'evaluated',
  measure: 'measured',
} as const satisfies Record<ChildTask['kind'], ChildResult['kind']>;
type ResultOfTask<T extends ChildTask> = ChildResultOf<(typeof RESULT_KINDS)[T['kind']]>;

/** What the child may see of the environment: where things are, never a token and no database. */
const ENVIRONMENT = [
  ...['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'TZ'],
  ...['SystemRoot', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
  ...['HF_ENDPOINT', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL'],
  // What to compute with, and where its drivers are.
  ...['ENGINE', 'ACCELERATOR', 'VK_ICD_FILENAMES', 'VK_DRIVER_FILES'],
  ...['LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'OMP_NUM_THREADS', 'TF_CPP_MIN_LOG_LEVEL'],
];

/**
 * Bytes from which glibc gives memory its own pages, which return to the system when it is freed. Left alone, the limit
 * grows to 32 MiB, and a closed session of BERT-base leaves 330 MiB of holes behind.
 */
const ALLOCATION = { MALLOC_MMAP_THRESHOLD_: String(2 ** 20) };

/** Priority of the child (0 normal, 19 lowest): people wait for an answer of the bot, then for predictions, then for Runs. */
const NICE = {
  'check-model': 5,
  inspect: 5,
  predict: 5,
  export: 5,
  evaluate: 10,
  measure: 10,
  train: 15,
  'service-prepare': 5,
  'service-report': 15,
} as const satisfies Record<ChildTask['kind'], number>;

/** Between SIGTERM (or the answer) and SIGKILL, unless told otherwise. */
const GRACE_MS = 5_000;
/** Of the limit, for V8's old space; the rest is native memory: tensors, pixels, models. */
const HEAP_SHARE = 0.75;
/** V8's words, when its own limit was hit first. */
const HEAP_EXHAUSTED = /heap out of memory|allocation failed|invalid size error/i;
const STDERR_BYTES = 16_384;
/** Signals from outside: an operator, or a system without memory. */
const KILLED = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

const EXTENSION = extname(import.meta.url);
const MODULES = {
  entry: new URL(`../training/child${EXTENSION}`, import.meta.url),
  guard: new URL(`./child-guard${EXTENSION}`, import.meta.url),
};

/** A fault of the child's code: it would happen again. */
export class ChildCrash extends Error {
  override readonly name = 'ChildCrash';
}

export async function runChild<T extends ChildTask>(
  task: T,
  options: RunChildOptions,
): Promise<ResultOfTask<T>> {
  if (options.signal?.aborted) throw cancelled();
  const release = await holdCache(task.folders.cacheDir);
  try {
    return await runHeld(task, options);
  } finally {
    await release();
  }
}

async function runHeld<T extends ChildTask>(task: T, options: RunChildOptions): Promise<ResultOfTask<T>> {
  const child = start(task, options);
  const stderr = keepTail(child.stderr, options.log);
  const outcome = await supervise(child, task, options);
  const result = settle(outcome, stderr(), options);
  if (!isResultOf(task, result)) throw new Error(`The child answered ${task.kind} with ${result.kind}.`);
  return result;
}

function start(task: ChildTask, options: RunChildOptions): ChildProcess {
  const heapMiB = Math.floor(options.memoryMiB * HEAP_SHARE);
  const flags = [`--max-old-space-size=${heapMiB}`, ...typescript(), '--import', MODULES.guard.href];
  return fork(options.entry ?? MODULES.entry, {
    ...isolated(flags, task, options.log),
    env: {
      ...Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]])),
      ...ALLOCATION,
      TUNESMITH_NICE: String(NICE[task.kind]),
    },
    // The last pipe carries the guard's measurements.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    // Structured clone: unlike JSON it keeps NaN and typed arrays.
    serialization: 'advanced',
  });
}

/** Running from source, the child needs the same loader; its path, since the child may have another folder. */
const typescript = (): string[] =>
  EXTENSION === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];

type Stop = 'cancelled' | 'deadline' | 'memory' | 'protocol';
interface Outcome {
  answer: Exclude<ChildMessage, { type: 'event' }> | null;
  /** Why the parent ended the child, or null. */
  stop: Stop | null;
  /** Why the answer could not be read, for `protocol`. */
  problem: unknown;
  peakMiB: number;
  exit: string;
  /** Whether its end is its own doing: not when somebody killed it, nor when it could not be started. */
  ownEnd: boolean;
}

/** Sends the task, relays events, enforces the limits; resolves when the child has exited, whatever happened. */
function supervise(child: ChildProcess, task: ChildTask, options: RunChildOptions): Promise<Outcome> {
  const outcome: Outcome = { answer: null, stop: null, problem: null, peakMiB: 0, exit: '', ownEnd: true };
  let killTimer: NodeJS.Timeout | undefined;
  const killSoon = () => {
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), options.graceMs ?? GRACE_MS);
  };
  const stop = (reason: Stop, signal: NodeJS.Signals) => {
    if (outcome.stop !== null || outcome.answer !== null) return;
    outcome.stop = reason;
    child.kill(signal);
    killSoon();
  };
  const deadline = setTimeout(() => stop('deadline', 'SIGTERM'), options.deadlineMs);
  const onAbort = () => stop('cancelled', 'SIGTERM');
  options.signal?.addEventListener('abort', onAbort, { once: true });

  onMeasurement(child, (rssMiB) => {
    outcome.peakMiB = Math.max(outcome.peakMiB, rssMiB);
    if (rssMiB > options.memoryMiB) stop('memory', 'SIGKILL');
  });
  child.on('message', (raw) => {
    const message = childMessageSchema.safeParse(raw);
    if (!message.success) {
      outcome.problem = message.error;
      stop('protocol', 'SIGKILL');
    } else if (message.data.type === 'event') {
      options.onEvent?.(message.data.event);
    } else {
      outcome.answer ??= message.data;
      killSoon();
    }
  });

  return new Promise((resolve) => {
    const finish = (exit: string, ownEnd: boolean) => {
      clearTimeout(deadline);
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', onAbort);
      resolve({ ...outcome, exit, ownEnd });
    };
    child.once('error', (error) => finish(error.message, false));
    // `close`, not `exit`: by then the last messages and lines have been read.
    child.once('close', (code, signal) =>
      finish(signal === null ? `exit code ${code}` : `signal ${signal}`, !KILLED.includes(signal ?? '')),
    );
    // A child that is gone before it read its task is reported by `close`.
    child.send(task, () => {});
  });
}

function settle(outcome: Outcome, stderr: string, options: RunChildOptions): ChildResult {
  const { answer, stop, peakMiB } = outcome;
  switch (answer?.type) {
    case 'result':
      return answer.result;
    case 'refused': {
      throw UserError.restore(answer.failure) ?? new Error(answer.failure.message);
    }
    case 'outage':
      throw new Outage(answer.kind, answer.reason);
    case 'crashed':
      throw new ChildCrash(`The child crashed: ${answer.stack}`);
  }
  if (stop === 'cancelled') throw cancelled();
  if (stop === 'deadline') throw deadlineExceeded(options.deadlineMs);
  if (stop === 'memory' || HEAP_EXHAUSTED.test(stderr)) throw outOfMemory(peakMiB, options.memoryMiB);
  if (stop === 'protocol')
    throw new ChildCrash('The child sent a message of no known form.', { cause: outcome.problem });
  const words = `The child ended without an answer (${outcome.exit}). ${stderr}`;
  throw outcome.ownEnd ? new ChildCrash(words) : new Error(words);
}

const isResultOf = <T extends ChildTask>(task: T, result: ChildResult): result is ResultOfTask<T> =>
  result.kind === RESULT_KINDS[task.kind];

/** Calls back with the resident memory in MiB that the guard reports several times a second. */
function onMeasurement(child: ChildProcess, callback: (rssMiB: number) => void): void {
  const pipe = child.stdio[4] as Readable;
  pipe.setEncoding('utf8');
  pipe.on('data', (text: string) => {
    for (const line of text.split('\n')) if (line !== '') callback(Number(line) / 2 ** 20);
  });
  pipe.on('error', () => {});
}

/** Logs what the child writes to stderr and returns a function that gives its end. */
function keepTail(stream: Readable | null, log: Logger): () => string {
  let tail = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    tail = (tail + chunk).slice(-STDERR_BYTES);
    log.debug({ stderr: chunk.trimEnd() }, 'the child wrote to stderr');
  });
  return () => tail;
}

const cancelled = () => new UserError('cancelled');

const deadlineExceeded = (deadlineMs: number) =>
  new UserError('deadline-exceeded', { seconds: Math.round(deadlineMs / 1000) });

const outOfMemory = (peakMiB: number, limitMiB: number) =>
  new UserError('out-of-memory', { usedMiB: Math.ceil(peakMiB), limitMiB });
