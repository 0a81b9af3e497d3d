/**
 * Damaged and hostile files of every format, seeded: `npx tsx bench/fuzz/run.ts [--files 10000] [--seed 1] [--children 50]
 * [--keep FOLDER]`. Most are read by long-lived readers, one after the other; `--children` of them go the bot's whole way, a
 * child each. Printed: how they ended, by format; what no reader may do: crash with a bug, die, take over a minute; and the
 * longest standstill of this process, which does what the bot does. Files of bugs stay in `--keep`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ChildTask } from '../../src/child/messages.ts';
import { runChild } from '../../src/child/run-child.ts';
import { isUserError } from '../../src/errors.ts';
import { createLogger } from '../../src/log.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { mutate } from './mutate.ts';
import { makeSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    children: { type: 'string', default: '50' },
    keep: { type: 'string', default: join(tmpdir(), 'tunesmith-fuzz-bugs') },
  },
});
const [files, seed, children] = [Number(values.files), Number(values.seed), Number(values.children)];
const READERS = 2;
const DEADLINE_MS = 60_000;
/** Of a reader's heap; more than a child's for data. */
const HEAP_MIB = 1_536;

const answerSchema = z.object({ end: z.string(), detail: z.string(), ms: z.number() });
type Answer = z.infer<typeof answerSchema>;

const dir = mkdtempSync(join(tmpdir(), 'tunesmith-fuzz-'));
mkdirSync(values.keep, { recursive: true });
const seeds = await makeSeeds();
const random = seededRandom(seed);
const ends: Record<string, Record<string, number>> = {};
const bugs = new Map<string, { count: number; file: string }>();
const slowest = { name: '', ms: 0 };
let made = 0;

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const startedAt = performance.now();
await Promise.all([...Array.from({ length: READERS }, readMany), throughChildren()]);
const stallMs = Math.round(delay.max / 1e6);
rmSync(dir, { recursive: true, force: true });

process.stdout.write(
  `${JSON.stringify({
    files: made,
    seed,
    throughChildren: children,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    longestStandstillMs: stallMs,
    slowestFile: { name: slowest.name, ms: Math.round(slowest.ms) },
    ends,
    bugs: [...bugs].map(([words, { count, file }]) => ({ words, count, file })),
    machine: `${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(0)}, Node ${process.version}`,
  })}\n`,
);
process.exit(0);

interface Made {
  id: number;
  name: string;
  task: ChildTask;
}

/** The next file, on disk. */
async function makeFile(): Promise<Made> {
  const id = made;
  made += 1;
  if (made % 500 === 0) process.stderr.write(`${made} of ${files}\n`);
  const { name, bytes, isModel } = seeds[Math.floor(random.next() * seeds.length)]!;
  const damaged = mutate(bytes, random);
  const folder = join(dir, String(id));
  mkdirSync(folder);
  const path = join(folder, name);
  await writeFile(path, damaged);
  const file = { path, name };
  const folders = { workDir: join(folder, 'work'), cacheDir: join(dir, 'cache') };
  mkdirSync(folders.workDir);
  return {
    id,
    name,
    task: isModel
      ? { kind: 'check-model', folders, file }
      : { kind: 'inspect', folders, file, target: null, task: null },
  };
}

function note({ id, name, task }: Made, { end, detail, ms }: Answer): void {
  const counts = ends[name] ?? {};
  ends[name] = counts;
  counts[end] = (counts[end] ?? 0) + 1;
  if (ms > slowest.ms) Object.assign(slowest, { name, ms });
  if (end !== 'read' && end !== 'refused') {
    // One a place in the code.
    const words = `${name}: ${end} ${detail.split('\n').slice(0, 3).join(' ').slice(0, 300)}`;
    const file = join(values.keep, `${id}-${name}`);
    const known = bugs.get(words);
    if (known) known.count += 1;
    else {
      bugs.set(words, { count: 1, file });
      if ('file' in task && task.file) copyFileSync(task.file.path, file);
    }
  }
  rmSync(join(dir, String(id)), { recursive: true, force: true });
}

async function readMany(): Promise<void> {
  let reader = await startReader();
  while (made < files) {
    const file = await makeFile();
    const answer = await ask(reader, file.task);
    note(file, answer);
    if (answer.end === 'died' || answer.end === 'late') {
      reader.kill('SIGKILL');
      reader = await startReader();
    }
  }
  reader.kill('SIGKILL');
}

async function startReader(): Promise<ChildProcess> {
  const reader = fork(fileURLToPath(new URL('./reader.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', `--max-old-space-size=${HEAP_MIB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(reader, 'message');
  return reader;
}

function ask(reader: ChildProcess, task: ChildTask): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (answer: Answer) => {
      clearTimeout(timer);
      reader.off('message', onMessage);
      reader.off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (raw: unknown) => finish(answerSchema.parse(raw));
    const onExit = (code: number | null, signal: string | null) =>
      finish({ end: 'died', detail: String(signal ?? code), ms: 0 });
    const timer = setTimeout(() => finish({ end: 'late', detail: '', ms: DEADLINE_MS }), DEADLINE_MS);
    reader.on('message', onMessage);
    reader.on('exit', onExit);
    reader.send(task);
  });
}

async function throughChildren(): Promise<void> {
  for (let i = 0; i < children && made < files; i += 1) {
    const file = await makeFile();
    const begun = performance.now();
    const answer = await runChild(file.task, {
      memoryMiB: HEAP_MIB,
      deadlineMs: DEADLINE_MS,
      log: createLogger('silent'),
    }).then(
      () => ({ end: 'read', detail: '' }),
      (error: unknown) =>
        isUserError(error)
          ? { end: 'refused', detail: error.code }
          : { end: 'crashed', detail: error instanceof Error ? error.message : String(error) },
    );
    note(file, { ...answer, ms: performance.now() - begun });
  }
}
