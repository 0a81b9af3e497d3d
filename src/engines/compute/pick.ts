/**
 * Ways to open the same work on the processor and on an accelerator go in, the one to use comes out: an accelerator that was
 * asked for wherever it works, one that was found only where a measured run of it is faster. What does not work falls
 * back to the processor, and the Report says why. Runs on the accelerator are one at a time.
 */
import { onnxRuntimeVersion } from '../onnxruntime.ts';
import { type Accelerator, findAccelerator, type Provider } from './accelerator.ts';
import { noteFallback, noteUse, type Part } from './choice.ts';

interface Closable {
  close(): Promise<void>;
}

/** Runs that are timed, after one that warms up; the quicker counts. */
const TIMED = 2;

/**
 * @param options.cpu open already
 * @param options.run does the work once and leaves it as it was; its figures must be the same wherever it runs
 */
export async function pick<T extends Closable>(options: {
  part: Part;
  cpu: T;
  open: (provider: Provider) => Promise<T>;
  run: (opened: T) => Promise<ArrayLike<number>>;
  /** Null: none. Default: what this machine has and ACCELERATOR allows. */
  accelerator?: Accelerator | null;
}): Promise<T> {
  const { part, cpu, open, run, accelerator = findAccelerator() } = options;
  const chosen = accelerator && (await tried(accelerator, { cpu, open, run }));
  noteUse(part, chosen ? `${onnxRuntimeVersion()} (${accelerator.name})` : onnxRuntimeVersion());
  if (!chosen) return cpu;
  await cpu.close();
  return chosen;
}

/** Null where the processor stays. */
async function tried<T extends Closable>(
  accelerator: Accelerator,
  {
    cpu,
    open,
    run,
  }: {
    cpu: T;
    open: (provider: Provider) => Promise<T>;
    run: (opened: T) => Promise<ArrayLike<number>>;
  },
): Promise<T | null> {
  let opened: T | undefined;
  try {
    opened = await open(accelerator.provider);
    const own = await timed(opened, run);
    const processor = await timed(cpu, run);
    const apart = distance(own.figures, processor.figures);
    if (!(apart <= TOLERANCE))
      throw new Error(`its figures differ from the processor's by ${apart.toPrecision(2)}`);
    if (accelerator.asked || own.seconds < processor.seconds) return opened;
    await opened.close();
    return null;
  } catch (error) {
    await opened?.close().catch(() => undefined);
    noteFallback(accelerator.name, firstLine(error));
    return null;
  }
}

async function timed<T>(opened: T, run: (opened: T) => Promise<ArrayLike<number>>) {
  const figures = await run(opened);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TIMED; i++) {
    const start = performance.now();
    await run(opened);
    best = Math.min(best, performance.now() - start);
  }
  return { figures, seconds: best / 1_000 };
}

/** Single precision, summed in another order, stays below this by far. */
const TOLERANCE = 1e-3;

/** ‖a − b‖ / ‖b‖. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let apart = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    apart += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(apart / Math.max(size, 1e-30));
}

const MOST_CHARACTERS = 240;

const firstLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.slice(0, MOST_CHARACTERS);
};

interface Runnable<F, R> extends Closable {
  run(feeds: F): Promise<R>;
}

/** Work without a state: the first feeds decide. */
export async function openPicked<F, R, More = unknown>(
  part: Part,
  open: (provider: Provider) => Promise<Runnable<F, R> & More>,
  figures: (result: R) => ArrayLike<number>,
): Promise<Runnable<F, R> & { first: More }> {
  const first = await open('cpu');
  let picked: Runnable<F, R> | undefined;
  return {
    first,
    run: async (feeds) => {
      picked ??= await pick<Runnable<F, R>>({
        part,
        cpu: first,
        open,
        run: async (one) => figures(await one.run(feeds)),
      });
      return picked.run(feeds);
    },
    close: () => (picked ?? first).close(),
  };
}
