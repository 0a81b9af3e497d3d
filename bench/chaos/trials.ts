/** The trials of the chaos bench: each a Stage, something done to it while Runs go through, and what is counted. */
import { seededRandom } from '../../src/statistics/random.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { type Counts, verify } from './verify.ts';
import type { Mode } from './wire.ts';

export interface Trial {
  name: string;
  aim: string;
  run(settings: Settings): Promise<Result>;
}
export interface Settings {
  dir: string;
  runs: number;
  seed: number;
}
export type Result = Counts & Record<string, unknown> & { settled: boolean };

const SETTLE_MS = 8 * 60_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function onStage(
  options: StageOptions,
  act: (stage: Stage) => Promise<Record<string, unknown>>,
): Promise<Result> {
  const stage = await openStage(options);
  try {
    const startedAt = Date.now();
    const more = await act(stage);
    const settled = await stage.settled(SETTLE_MS);
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    return { ...(await verify(stage, !options.real)), ...more, settled, seconds };
  } finally {
    await stage.close();
  }
}

/** Bot, workers, trainers and storage are killed at random, and at named points of their work. */
const kills: Trial = {
  name: 'kills',
  aim: '0 lost, 0 failed; reported twice in at most 1 %',
  run: ({ dir, runs, seed }) =>
    onStage(
      { dir, create: runs, points: 'store:0.03,commit:0.03,upload:0.005,state:0.02,post:0.05,mark:0.05' },
      async (stage) => {
        const random = seededRandom(seed);
        let killed = 0;
        while (stage.acknowledged.length < runs || stage.reports.size < runs * 0.95) {
          // A process takes seconds to start: one that is killed before it works shows nothing.
          await sleep(6_000 + 10_000 * random.next());
          killed += strike(stage, random.next(), random.next());
        }
        return { killedAtRandom: killed };
      },
    ),
};

function strike(stage: Stage, which: number, among: number): number {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(among * items.length)];
  if (which < 0.25) stage.bot.kill('SIGKILL');
  else if (which < 0.6) pick(stage.workers)?.kill('SIGKILL');
  else if (which < 0.75) stage.store.kill('SIGKILL');
  else {
    const child = pick(stage.workers.flatMap((worker) => worker.children()));
    if (child === undefined) return 0;
    try {
      process.kill(child, 'SIGKILL');
    } catch {
      return 0;
    }
  }
  return 1;
}

/** One server is away, or takes connections and says nothing, amid the Runs. */
const outage = (server: keyof Stage['wires'], mode: Exclude<Mode, 'pass'>, seconds: number): Trial => ({
  name: `${server} ${mode === 'hang' ? 'half open' : 'away'} ${seconds} s`,
  aim: '0 lost, 0 failed; all reported within 60 s after',
  run: ({ dir, runs }) =>
    onStage({ dir, create: runs, pauseMs: 50 }, async (stage) => {
      while (stage.acknowledged.length < runs || stage.reports.size < 2) await sleep(100);
      const over = stage.reports.size;
      stage.wires[server].set(mode);
      await sleep(seconds * 1_000);
      const during = stage.reports.size - over;
      stage.wires[server].set('pass');
      const backAt = Date.now();
      await stage.settled(SETTLE_MS);
      return { reportedDuring: during, secondsToLastReport: (Date.now() - backAt) / 1_000 };
    }),
});

/** A worker is stopped for a minute, its Runs go elsewhere, and it comes back amid its work. */
const stopped: Trial = {
  name: 'worker stopped 60 s and continued',
  aim: '0 mixed artifacts',
  run: ({ dir, runs }) =>
    onStage({ dir, create: runs, workers: 2 }, async (stage) => {
      let stops = 0;
      while (stage.reports.size < runs) {
        while (stage.reports.size < Math.min(runs, (stops * runs) / 4)) await sleep(200);
        const worker = stage.workers[stops % 2]!;
        const children = worker.children();
        worker.kill('SIGSTOP');
        stops += 1;
        await sleep(60_000);
        worker.kill('SIGCONT');
        if (stops >= 2 || children.length === 0) break;
      }
      return { stops };
    }),
};

/** Twenty people train on one file and delete their Runs. */
const shared: Trial = {
  name: 'one file, many people, trained on and deleted',
  aim: '0 truncated, 0 missing',
  run: ({ dir, runs }) => onStage({ dir, create: runs, shareFile: true }, async () => ({})),
};

const real: Trial = {
  name: 'kills with the real trainer',
  aim: '0 lost, 0 failed',
  run: ({ dir, seed }) =>
    onStage({ dir, create: 6, real: true, workers: 2, concurrency: 1 }, async (stage) => {
      const random = seededRandom(seed);
      let killed = 0;
      while (stage.reports.size < 4 && killed < 6) {
        await sleep(12_000 + 8_000 * random.next());
        killed += strike(stage, random.next(), random.next());
      }
      return { killedAtRandom: killed };
    }),
};

export const TRIALS: readonly Trial[] = [
  kills,
  outage('store', 'refuse', 5),
  outage('store', 'refuse', 60),
  outage('database', 'refuse', 60),
  outage('discord', 'refuse', 60),
  outage('store', 'hang', 60),
  outage('database', 'hang', 60),
  outage('discord', 'hang', 60),
  outage('store', 'refuse', 600),
  outage('database', 'refuse', 600),
  outage('discord', 'refuse', 600),
  stopped,
  shared,
  real,
];
