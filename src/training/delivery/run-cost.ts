/**
 * What a model costs to run: entry of a process that does nothing else, so that its memory is the model's. In: the
 * paths of its ONNX files and the feeds of one sample, as one message. Out: one message with its Cost. Forked by `measure-cost.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Feeds, openGraph } from '../../engines/graph-session.ts';
import type { Cost } from '../../report/delivery.ts';

export interface CostTask {
  /** Run one after the other for a sample. */
  graphs: readonly { path: string; feeds: Feeds }[];
  /** Runs are timed for at most so long; a default applies beyond it. */
  limitMs?: number;
}

/** Runs that are timed, at most, and for at most so long. */
const RUNS = 15;
const LIMIT_MS = 2_000;

const MIB = 2 ** 20;

/** Highest resident memory so far, in MiB. */
const peak = () => process.resourceUsage().maxRSS / 1_024;

/** Linux forgets the peak of the start-up, which the TypeScript loader makes high. */
function forgetPeak(): number {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1_024;
  } catch {
    return process.memoryUsage.rss() / MIB;
  }
}

async function timed(
  { graphs, limitMs = LIMIT_MS }: CostTask,
  threads: number,
): Promise<{ ms: number; loadMs: number }> {
  const start = performance.now();
  const opened = await Promise.all(
    graphs.map(async ({ path, feeds }) => ({ session: await openGraph(path, { threads }), feeds })),
  );
  const loadMs = performance.now() - start;
  const runAll = async () => {
    for (const { session, feeds } of opened) await session.run(feeds);
  };
  await runAll();
  const times: number[] = [];
  const begun = performance.now();
  while (
    times.length < RUNS &&
    (times.length === 0 || performance.now() - begun < Math.min(LIMIT_MS, limitMs))
  ) {
    const before = performance.now();
    await runAll();
    times.push(performance.now() - before);
  }
  for (const { session } of opened) await session.close();
  return { ms: times.sort((a, b) => a - b)[times.length >> 1]!, loadMs };
}

async function measure(task: CostTask): Promise<Cost> {
  // The library itself is in memory before the model is.
  await import('onnxruntime-node');
  const before = forgetPeak();
  const threads = availableParallelism();
  const all = await timed(task, threads);
  const peakMiB = Math.max(0, peak() - before);
  const one = await timed(task, 1);
  return { msOneThread: one.ms, msAllThreads: all.ms, threads, loadMs: all.loadMs, peakMiB };
}

process.once('message', (task: CostTask) => {
  measure(task)
    .then((cost) => process.send?.(cost, () => process.exit(0)))
    .catch(() => process.exit(1));
});
process.once('disconnect', () => process.exit(1));
