/**
 * A model of the Hub → its files in the shared cache. In: a HubRef and access to the Hub. Out: a Snapshot, pinned to a
 * commit. Runs where the token lives (the worker), before the trainer starts; next the trainer's `load-backbone.ts`
 * reads the cache.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdCache, markUsed } from '../cache/in-use.ts';
import { knownArchitecture, requireArchitecture } from '../catalogue/known-architecture.ts';
import type { DataKind } from '../datasets/dataset.ts';
import { isUserError, UserError } from '../errors.ts';
import { chooseFiles, type HubFile } from './choose-files.ts';
import { describeRepository } from './describe-repository.ts';
import { downloadFile } from './download-file.ts';
import { readSnapshot, type Snapshot, snapshotDir, writeSnapshot } from './hub-cache.ts';
import { type HubAccess, hubFetch } from './hub-errors.ts';
import type { HubRef } from './hub-id.ts';

interface FetchModelOptions {
  cacheDir: string;
  hub: HubAccess;
  kind: DataKind;
  /** All files together. */
  limitBytes: number;
  onProgress?: (text: string) => void;
  signal?: AbortSignal | undefined;
  retryMs?: number;
}

/** Two Runs of this process that want the same model do not write the same files at once. */
const underWay = new Map<string, Promise<Snapshot>>();

/**
 * Where the Hub cannot be reached, the snapshot fetched last is used.
 * @throws UserError `hub-…` that says what is missing and how to get it
 */
export async function fetchHubModel(ref: HubRef, options: FetchModelOptions): Promise<Snapshot> {
  const key = JSON.stringify([ref.name, ref.revision, options.kind, options.cacheDir]);
  // The other Run may be cancelled; what it left on disk is used then.
  for (let other = underWay.get(key); other; other = underWay.get(key)) await other.catch(() => undefined);
  const fetching = fetchHeld(ref, options).finally(() => underWay.delete(key));
  underWay.set(key, fetching);
  return fetching;
}

/** What is fetched, or was before, stays in the cache meanwhile. */
async function fetchHeld(ref: HubRef, options: FetchModelOptions): Promise<Snapshot> {
  const release = await holdCache(options.cacheDir);
  try {
    return await fetchOrReuse(ref, options);
  } finally {
    await release();
  }
}

async function fetchOrReuse(ref: HubRef, options: FetchModelOptions): Promise<Snapshot> {
  const { cacheDir, kind } = options;
  const known = await readSnapshot(cacheDir, ref, kind);
  // A commit never changes: nothing to ask for.
  if (known?.commit === ref.revision) return known;
  try {
    return await fetchNow(ref, options);
  } catch (error) {
    if (known && isUserError(error) && error.code === 'hub-unreachable') return known;
    throw error;
  }
}

async function fetchNow(ref: HubRef, options: FetchModelOptions): Promise<Snapshot> {
  const { cacheDir, hub, kind, limitBytes } = options;
  const subject = ref.revision === 'main' ? ref.name : `${ref.name}@${ref.revision}`;
  const fetch = hubFetch(subject, hub, { signal: options.signal });
  options.onProgress?.(`Asking the Hub for ${subject}`);
  const { commit, licence, listed } = await describeRepository(
    { type: 'model', ...ref },
    hub.endpoint,
    fetch,
  );
  const folder = snapshotDir(cacheDir, { name: ref.name, commit });
  await markUsed(cacheDir, folder);
  const download = (file: HubFile, onBytes?: (bytes: number) => void) => {
    const path = file.path.split('/').map(encodeURIComponent).join('/');
    return downloadFile({
      url: `${hub.endpoint}/${ref.name}/resolve/${commit}/${path}`,
      file,
      path: join(folder, ...file.path.split('/')),
      fetch,
      signal: options.signal,
      ...(onBytes && { onBytes }),
      ...(options.retryMs !== undefined && { retryMs: options.retryMs }),
    });
  };
  const config = listed.find(({ path, size }) => path === 'config.json' && size <= limitBytes);
  if (config) await download(config);
  const told = config ? await readConfig(folder) : {};
  const { weightsFirst = false } = knownArchitecture(told, kind) ?? {};
  const { model, files } = chooseFiles(ref.name, listed, { kind, weightsFirst });
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > limitBytes) throw tooLarge(subject, total, limitBytes);
  // An architecture is refused before gigabytes are fetched.
  if (!model.endsWith('.onnx')) requireArchitecture(told, kind);
  let before = 0;
  for (const file of files) {
    await download(file, (bytes) =>
      options.onProgress?.(`Downloading ${subject}: ${mib(before + bytes)} of ${mib(total)} MiB`),
    );
    before += file.size;
  }
  const snapshot = { name: ref.name, commit, licence, model, files: files.map(({ path }) => path) };
  await writeSnapshot(cacheDir, ref, { kind, snapshot });
  return snapshot;
}

/** @throws UserError `bad-model-config` */
async function readConfig(folder: string): Promise<unknown> {
  const name = 'config.json';
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'));
  } catch (cause) {
    throw new UserError('bad-model-config', { name, reason: 'it is no JSON' }, { cause });
  }
}

const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);

const tooLarge = (subject: string, size: number, limit: number) =>
  new UserError('hub-too-large', { model: subject, size: mib(size), limit: mib(limit) });
