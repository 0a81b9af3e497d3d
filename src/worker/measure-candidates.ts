/**
 * One measuring for `/recommend`, on a worker: candidates on a person's data, those that are here first, those of the Hub as
 * each arrives; after each, figures of all so far. In: a MeasureSpec. Out: its outcome. Called by `work.ts`. Each candidate
 * of the Hub is measured in a child of its own, so that one which takes too much memory costs no other; what was measured
 * stays in the work folder, features in the cache, from where the Run that may follow takes them.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasureNews, MeasureOutcome, MeasureSpec } from '../child/measure-spec.ts';
import type { ChildResultOf } from '../child/messages.ts';
import { ChildCrash, runChild } from '../child/run-child.ts';
import type { Config } from '../config.ts';
import { isUserError } from '../errors.ts';
import type { LocalFile } from '../files.ts';
import { findHubRef } from '../hub/hub-id.ts';
import type { Logger } from '../log.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { prefetchCandidates } from './prefetch-candidates.ts';

interface MeasuringOptions {
  objects: ObjectStore;
  config: Config;
  log: Logger;
  trainer?: URL | undefined;
}

interface MeasuringJob {
  id: string;
  spec: MeasureSpec;
  signal: AbortSignal;
  tell: (news: MeasureNews) => void;
}

type Measured = ChildResultOf<'measured'>;

/** A child that reads data and model needs so long beyond what it may measure. */
const ALLOWANCE_MS = 60_000;
const LEFTOVER_MS = 24 * 3_600_000;

export async function measureCandidates(
  { id, spec, signal, tell }: MeasuringJob,
  { objects, config, log, trainer }: MeasuringOptions,
): Promise<MeasureOutcome> {
  const root = join(config.dataDir, 'measuring');
  const folder = join(root, id);
  const cacheDir = join(config.dataDir, 'cache');
  await removeLeftovers(root);
  await mkdir(join(folder, 'work'), { recursive: true });
  try {
    const { dataset } = spec;
    const file: LocalFile = { path: join(folder, dataset.key.split('/').at(-1)!), name: dataset.name };
    await objects.getToFile(dataset.key, file.path, dataset.sha256);
    const run: MeasureChild = ({ candidates, seconds, onProgress }) =>
      runChild(
        {
          kind: 'measure',
          folders: { workDir: join(folder, 'work'), cacheDir },
          ...{ file, candidates, target: spec.target, task: spec.kind, seed: spec.seed },
          budgetSeconds: Math.max(1, seconds),
        },
        {
          ...{ memoryMiB: config.trainerMemoryMiB, signal, log, entry: trainer },
          deadlineMs: seconds * 2_000 + ALLOWANCE_MS,
          onEvent: (event) => {
            if (event.type === 'progress') onProgress(event.fraction);
          },
        },
      );
    const { profile, kind: _, ...figures } = await measureAll(spec, { run, config, cacheDir, signal, tell });
    return { figures, profile };
  } catch (error) {
    signal.throwIfAborted();
    if (!isUserError(error)) throw error;
    const { code, message, context } = error;
    return { failure: { code, message, context } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type MeasureChild = (asked: {
  candidates: string[];
  seconds: number;
  onProgress: (fraction: number) => void;
}) => Promise<Measured>;

interface Measuring {
  run: MeasureChild;
  config: Config;
  cacheDir: string;
  signal: AbortSignal;
  tell: (news: MeasureNews) => void;
}

/** Downloads go on while what is here is measured. */
async function measureAll(spec: MeasureSpec, { run, config, cacheDir, signal, tell }: Measuring) {
  const end = Date.now() + spec.budgetSeconds * 1_000;
  const secondsLeft = () => (end - Date.now()) / 1_000;
  const timeLimit = AbortSignal.any([signal, AbortSignal.timeout(spec.budgetSeconds * 1_000)]);
  const here = spec.candidates.filter((id) => findHubRef(id) === null);
  const hub = spec.candidates.filter((id) => findHubRef(id) !== null);
  let step: string | null = null;
  let fraction = 0;
  let shown: Measured | null = null;
  const news = (figures: Measured | null = null) =>
    tell({ step, fraction, figures: figures && withoutProfile(figures) });
  const arriving = prefetchCandidates(hub, {
    ...{ config, cacheDir, kind: spec.kind, signal: timeLimit },
    onProgress: (text) => {
      step = text;
      news();
    },
  });
  const share = 1 / (1 + hub.length);
  const measureNow = async (candidates: string[], from: number) => {
    const found = await run({
      candidates,
      seconds: secondsLeft(),
      onProgress: (part) => {
        fraction = from + part * share;
        news();
      },
    });
    step = null;
    news(found);
    return found;
  };
  const skipped: Measured['skipped'] = [];
  const measured = [...here];
  shown = await measureNow(measured, 0);
  for (const [place, next] of arriving.entries()) {
    const { id, reason } = await next;
    signal.throwIfAborted();
    const late = secondsLeft() < 1 ? 'the time budget had ended' : null;
    if (reason ?? late) {
      skipped.push({ id, reason: reason ?? late! });
      continue;
    }
    try {
      shown = await measureNow([...measured, id], (place + 1) * share);
      measured.push(id);
    } catch (error) {
      // One model that is too large, or that nobody foresaw, costs no other.
      if (signal.aborted || !(isUserError(error) || error instanceof ChildCrash)) throw error;
      skipped.push({ id, reason: isUserError(error) ? error.message : 'it could not be run' });
    }
  }
  return { ...shown, skipped: [...shown.skipped, ...skipped] };
}

const withoutProfile = ({ profile: _, kind: __, ...figures }: Measured) => figures;

/** Of processes that were killed. */
async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const path = join(root, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > LEFTOVER_MS) await rm(path, { recursive: true, force: true });
  }
}
