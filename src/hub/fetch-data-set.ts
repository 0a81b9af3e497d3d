/**
 * A data set of the Hub → one file in the work folder: its only data file, or all of them in a zip with their paths,
 * which the reader understands (`train`, `validation` and `test` in folders and file names become parts). Above the size
 * limit only the train part is taken, or as many of its files as fit, and the data set's profile says so. Runs in the
 * bot, which has the token; the child that opens the file needs neither token nor network. A cut download goes on in
 * the next try.
 */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { holdCache, markUsed } from '../cache/in-use.ts';
import { type SourceCut, writeSourceCut } from '../datasets/source-cut.ts';
import { isUserError, UserError } from '../errors.ts';
import { timeLimit } from '../time-limit.ts';
import { chooseDataFiles, fitToLimit } from './choose-data-files.ts';
import { describeRepository } from './describe-repository.ts';
import { downloadFile } from './download-file.ts';
import { type HubAccess, hubFetch } from './hub-errors.ts';
import { type HubRef, parseHubId } from './hub-id.ts';

interface DataSetRef extends HubRef {
  /** A folder or file of the repository; null for all of it. */
  within: string | null;
}

/** `owner/name[@revision][:folder]`, with or without `datasets/` or the Hub's address before it; null otherwise. */
export function parseDataSetRef(text: string, endpoint: string): DataSetRef | null {
  const path = text.startsWith(`${endpoint}/datasets/`) ? text.slice(endpoint.length + 1) : text;
  const [id = '', ...within] = path.replace(/^datasets\//, '').split(':');
  const ref = parseHubId(id.replace(/\/+$/, ''));
  const inside = within.join(':').replace(/^\/+|\/+$/g, '');
  return ref && { ...ref, within: inside === '' ? null : inside };
}

interface FetchDataSetOptions {
  /** Interrupted downloads wait here. */
  cacheDir: string;
  hub: HubAccess;
  /** Where the file goes. */
  folder: string;
  /** All files together; what is above it is left out by `fitToLimit`'s rule. */
  limitBytes: number;
  /** For all of it; what has arrived by then waits for the next try. */
  totalMs?: number;
  retryMs?: number;
}

/** As for a URL: `fetch/download-url.ts`. */
const TOTAL_MS = 600_000;

/** Folder of the cache for what has not arrived whole. */
const WAITING = 'hub-data';

/** Two commands that want the same data set do not write the same files at once. */
const underWay = new Map<string, Promise<unknown>>();

/** @throws UserError `hub-data-…`, `hub-checksum`, `hub-wrong-size`, `hub-revision-not-found`, `hub-error` */
export async function fetchHubDataSet(
  ref: DataSetRef,
  options: FetchDataSetOptions,
): Promise<{ path: string; name: string }> {
  const key = `${options.cacheDir} ${ref.name}`;
  for (let other = underWay.get(key); other; other = underWay.get(key)) await other.catch(() => undefined);
  const fetching = fetchHeld(ref, options).finally(() => underWay.delete(key));
  underWay.set(key, fetching);
  try {
    return await fetching;
  } catch (error) {
    throw inWordsOfData(error, ref, options.hub);
  }
}

/** What waits in the cache stays there meanwhile. */
async function fetchHeld(ref: DataSetRef, options: FetchDataSetOptions) {
  const release = await holdCache(options.cacheDir);
  try {
    await markUsed(options.cacheDir, join(options.cacheDir, WAITING, ref.name.replace('/', '--')));
    return await fetchInTime(ref, options);
  } finally {
    await release();
  }
}

/** @throws UserError `source-unreachable` when it takes too long */
async function fetchInTime(ref: DataSetRef, options: FetchDataSetOptions) {
  const signal = timeLimit(options.totalMs ?? TOTAL_MS);
  try {
    return await fetchNow(ref, options, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const { host } = new URL(options.hub.endpoint);
    throw new UserError('source-unreachable', { host, reason: 'it took too long' }, { cause: error });
  }
}

async function fetchNow(
  ref: DataSetRef,
  { cacheDir, hub, folder, limitBytes, retryMs }: FetchDataSetOptions,
  signal: AbortSignal,
) {
  const fetch = hubFetch(ref.name, hub, { signal });
  const { commit, listed } = await describeRepository({ type: 'dataset', ...ref }, hub.endpoint, fetch);
  const { files, left } = fitToLimit(ref.name, chooseDataFiles(ref.name, listed, ref.within), limitBytes);
  const waiting = join(cacheDir, WAITING, ref.name.replace('/', '--'), commit);
  const paths = new Map<string, string>();
  for (const file of files) {
    const path = join(waiting, ...file.path.split('/'));
    const url = `${hub.endpoint}/datasets/${ref.name}/resolve/${commit}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
    await downloadFile({ url, file, path, fetch, signal, ...(retryMs !== undefined && { retryMs }) });
    paths.set(file.path, path);
  }
  const result = await packTogether(paths, { folder, title: titleOf(ref, commit), left });
  await rm(waiting, { recursive: true, force: true });
  return result;
}

const titleOf = ({ name, within }: DataSetRef, commit: string): string =>
  `${name.replace('/', '--')}${within === null ? '' : `-${within.replaceAll('/', '-')}`}@${commit.slice(0, 8)}`;

/**
 * One file stays itself; several go into one zip, whose comment tells what was left out. Order and times are fixed, so
 * that equal data have equal bytes.
 */
async function packTogether(
  files: ReadonlyMap<string, string>,
  { folder, title, left }: { folder: string; title: string; left: SourceCut | null },
): Promise<{ path: string; name: string }> {
  if (files.size === 1 && left === null) {
    const [[inside, from] = ['', '']] = files;
    const extension = /(\.tar)?\.\w+$/.exec(inside)?.[0] ?? '';
    const path = join(folder, `data-set${extension}`);
    await rename(from, path);
    return { path, name: `${title}${extension}` };
  }
  const path = join(folder, 'data-set.zip');
  const zip = new yazl.ZipFile();
  const mtime = new Date(Date.UTC(2000, 0, 1));
  for (const [inside, from] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    zip.addFile(from, inside, { mtime, mode: 0o100644, compress: false });
  zip.end({ forceZip64Format: false, comment: left ? writeSourceCut(left) : '' });
  await pipeline(zip.outputStream, createWriteStream(path));
  return { path, name: `${title}.zip` };
}

/** What the Hub's answers mean for a data set; everything else stays as it is. */
function inWordsOfData(error: unknown, { name }: HubRef, { endpoint }: HubAccess): unknown {
  if (!isUserError(error)) return error;
  const options = { cause: error };
  switch (error.code) {
    case 'hub-unreachable':
      return new UserError('hub-data-unreachable', { name, endpoint }, options);
    case 'hub-not-found':
      return new UserError('hub-data-not-found', { name }, options);
    case 'hub-gated':
    case 'hub-gated-no-token':
      return new UserError('hub-data-gated', { name }, options);
    default:
      return error;
  }
}
