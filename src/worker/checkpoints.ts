/**
 * Checkpoints of a Run in object storage, `runs/<id>/checkpoints/`, so that a Run that is stopped here goes on on another
 * machine. In: the folder in which the child leaves them, as files that appear whole. Out: stored once a minute where they
 * changed, and at the end; fetched by the next attempt. They are worth little: what cannot be stored is only logged.
 */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../log.ts';
import { runPrefix } from '../storage/artifact.ts';
import type { ObjectStore } from '../storage/objects.ts';

const INTERVAL_MS = 60_000;
const FOLDER = 'checkpoints/';
const prefixOf = (runId: string) => `${runPrefix(runId)}${FOLDER}`;

interface CheckpointsOptions {
  folder: string;
  runId: string;
  objects: ObjectStore;
  log: Logger;
  intervalMs?: number;
  /** Aborted when they are to be stored at once: the process will end, whether its Run is over by then or not. */
  now?: AbortSignal;
}

export function keepCheckpoints({
  folder,
  runId,
  objects,
  log,
  intervalMs = INTERVAL_MS,
  now,
}: CheckpointsOptions) {
  const stored = new Map<string, number>();
  const store = async (): Promise<void> => {
    for (const name of await readdir(folder).catch(() => [])) {
      if (name.endsWith('.part')) continue;
      const { mtimeMs } = await stat(join(folder, name));
      if (stored.get(name) === mtimeMs) continue;
      await objects.putFile(prefixOf(runId) + name, join(folder, name));
      stored.set(name, mtimeMs);
    }
  };
  const tell = (error: unknown) => log.warn({ err: error }, 'checkpoints were not stored');
  let last = Promise.resolve();
  const storeNow = (): Promise<void> => {
    last = last.then(store).catch(tell);
    return last;
  };
  const timer = setInterval(storeNow, intervalMs).unref();
  now?.addEventListener('abort', storeNow, { once: true });
  return {
    /** Stores what is left. */
    finish: (): Promise<void> => {
      clearInterval(timer);
      now?.removeEventListener('abort', storeNow);
      return storeNow();
    },
  };
}

/** Those that another machine stored, beside those that are here. */
export async function fetchCheckpoints(objects: ObjectStore, runId: string, folder: string): Promise<void> {
  const prefix = prefixOf(runId);
  await mkdir(folder, { recursive: true });
  const here = await readdir(folder);
  for (const key of await objects.list(prefix)) {
    const name = key.slice(prefix.length);
    if (!here.includes(name)) await objects.getToFile(key, join(folder, name));
  }
}

/** Everything stored of a Run but the artifact that it has. */
export async function dropObjects(
  objects: ObjectStore,
  runId: string,
  artifactKey: string | null,
): Promise<void> {
  const prefix = runPrefix(runId);
  const keys = await objects.list(prefix);
  const folders = new Set(keys.map((key) => `${prefix}${key.slice(prefix.length).split('/')[0]}/`));
  for (const folder of folders) if (folder !== artifactKey) await objects.deletePrefix(folder);
}
