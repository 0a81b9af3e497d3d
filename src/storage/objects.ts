/**
 * Objects: attachments and artifacts as files under keys, in a folder or in an S3-compatible store. In: Config. Out:
 * ObjectStore. Keys are relative paths with forward slashes: `uploads/<sha256>/<name>`, `runs/<id>/report.json`.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Disk } from 'flydrive';
import type { Config } from '../config.ts';
import { isUserError, UserError } from '../errors.ts';
import { findOutage, Outage } from '../outage/outage.ts';
import { putWhole } from './put-whole.ts';
import { parseStorageUrl, type S3Location } from './storage-url.ts';

export interface ObjectStore {
  putFile(key: string, path: string): Promise<void>;
  putBytes(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * Complete or absent: the file appears under its name when all of it is there, with this SHA-256 where one is given.
   * Throws UserErrors `object-missing`, `object-damaged`.
   */
  getToFile(key: string, path: string, sha256?: string): Promise<void>;
  /** Throws UserError `object-missing`. */
  getBytes(key: string): Promise<Uint8Array>;
  exists(key: string): Promise<boolean>;
  /** In bytes. Throws UserError `object-missing`. */
  size(key: string): Promise<number>;
  /** Where the file of an object lies on this machine; null in a store elsewhere. */
  localPath(key: string): string | null;
  /** An address that gives the object to whoever has it, for so long; null where the store has no such. */
  signedUrl(key: string, seconds: number): Promise<string | null>;
  /** Keys below the prefix (a folder: `runs/abc` does not match `runs/abcd/…`), sorted. */
  list(prefix: string): Promise<string[]>;
  /** Deletes what `list` names; nothing there is no error. */
  deletePrefix(prefix: string): Promise<void>;
}

/** Throws UserError `bad-storage-url`. The S3 library is loaded at the first use, not here. */
export const openObjects = (config: Pick<Config, 'dataDir' | 'storageUrl'>): ObjectStore =>
  nameOutages(connect(config));

function connect(config: Pick<Config, 'dataDir' | 'storageUrl'>): ObjectStore {
  const location = config.storageUrl === undefined ? null : parseStorageUrl(config.storageUrl);
  let opened: Promise<Disk> | undefined;
  const open = () => {
    opened ??= location === null ? openFolder(join(config.dataDir, 'objects')) : openS3(location);
    return opened;
  };
  const existing = async (key: string): Promise<Disk> => {
    const disk = await open();
    if (!(await disk.exists(key))) throw missing(key);
    return disk;
  };
  const folder = join(config.dataDir, 'objects');
  const putInFolder = async (disk: Disk, key: string, source: string | Uint8Array) => {
    // Asked only for its refusal of keys that lead out of the folder.
    await disk.exists(key);
    await putWhole(folder, key, source);
  };
  return {
    putFile: async (key, path) => {
      const disk = await open();
      if (location === null) return putInFolder(disk, key, path);
      const { size } = await stat(path);
      await disk.putStream(key, createReadStream(path), { contentLength: size });
    },
    putBytes: async (key, bytes) => {
      const disk = await open();
      await (location === null ? putInFolder(disk, key, bytes) : disk.put(key, bytes));
    },
    getToFile: async (key, path, sha256) => {
      const disk = await existing(key);
      await mkdir(dirname(path), { recursive: true });
      for (let attempt = 1; ; attempt += 1) {
        if ((await receive(disk, key, path, sha256)) || sha256 === undefined) return;
        if (attempt === READ_ATTEMPTS) throw damaged(key);
      }
    },
    getBytes: async (key) => (await existing(key)).getBytes(key),
    exists: async (key) => (await open()).exists(key),
    size: async (key) => (await (await existing(key)).getMetaData(key)).contentLength,
    localPath: (key) => (location === null ? join(config.dataDir, 'objects', ...key.split('/')) : null),
    signedUrl: async (key, seconds) =>
      location === null ? null : (await open()).getSignedUrl(key, { expiresIn: seconds * 1_000 }),
    list: async (prefix) => listKeys(await open(), asFolder(prefix)),
    deletePrefix: async (prefix) => {
      // Key by key: flydrive drops the closing slash, so that on S3 its `deleteAll` would take neighbours along.
      const disk = await open();
      for (const key of await listKeys(disk, asFolder(prefix))) await disk.delete(key);
    },
  };
}

/** A transfer may break; what is stored may be broken. */
const READ_ATTEMPTS = 3;

/** Under its name only when whole; false, with nothing there, when its SHA-256 is another. */
async function receive(disk: Disk, key: string, path: string, sha256?: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.part`;
  const hash = createHash('sha256');
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await disk.getStream(key), meter, createWriteStream(draft));
    if (sha256 !== undefined && hash.digest('hex') !== sha256) return false;
    await rename(draft, path);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whatever a store says that is no answer about an object is an outage, or a full disk. */
function nameOutages(store: ObjectStore): ObjectStore {
  const named =
    <A extends unknown[], R>(act: (...values: A) => Promise<R>) =>
    (...values: A): Promise<R> =>
      act(...values).catch((error: unknown) => {
        throw toOutage(error);
      });
  return {
    putFile: named(store.putFile),
    putBytes: named(store.putBytes),
    getToFile: named(store.getToFile),
    getBytes: named(store.getBytes),
    exists: named(store.exists),
    size: named(store.size),
    localPath: store.localPath,
    signedUrl: named(store.signedUrl),
    list: named(store.list),
    deletePrefix: named(store.deletePrefix),
  };
}

/** Of keys that the driver refuses: a fault of ours. */
const BAD_KEY = ['E_INVALID_KEY', 'E_PATH_TRAVERSAL_DETECTED', 'E_UNALLOWED_CHARACTERS'];

function toOutage(error: unknown): unknown {
  if (isUserError(error) || !(error instanceof Error)) return error;
  if ('code' in error && BAD_KEY.includes(String(error.code))) return error;
  const found = findOutage(error);
  if (found?.kind === 'disk-full') return found;
  const { cause } = error;
  const reason = cause instanceof Error ? `${error.message}: ${cause.name} ${cause.message}` : error.message;
  return new Outage('storage-unreachable', reason, error);
}

const asFolder = (prefix: string): string => (prefix.endsWith('/') ? prefix : `${prefix}/`);

async function openFolder(folder: string): Promise<Disk> {
  const [{ Disk }, { FSDriver }] = await Promise.all([import('flydrive'), import('flydrive/drivers/fs')]);
  await mkdir(folder, { recursive: true });
  return new Disk(new FSDriver({ location: folder, visibility: 'private' }));
}

async function openS3(location: S3Location): Promise<Disk> {
  const [{ Disk }, { S3Driver }] = await Promise.all([import('flydrive'), import('flydrive/drivers/s3')]);
  return new Disk(
    new S3Driver({
      bucket: location.bucket,
      endpoint: location.endpoint,
      region: location.region,
      credentials: location.credentials,
      forcePathStyle: true,
      visibility: 'private',
      supportsACL: false,
      // A connection that is half open must not hold a Run for ever.
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
      // With the SDK's default, streams get checksum trailers that some S3-compatible servers store as content.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );
}

async function listKeys(disk: Disk, folder: string): Promise<string[]> {
  const keys: string[] = [];
  let paginationToken: string | undefined;
  do {
    const page = await listPage(disk, folder, paginationToken);
    for (const object of page.objects) if (object.isFile) keys.push(object.key.replaceAll('\\', '/'));
    paginationToken = page.paginationToken;
  } while (paginationToken !== undefined);
  return keys.filter((key) => key.startsWith(folder)).sort();
}

/** The folder driver refuses a folder that is not there; S3 knows no folders and gives an empty page. */
async function listPage(
  disk: Disk,
  folder: string,
  paginationToken: string | undefined,
): ReturnType<Disk['listAll']> {
  try {
    return await disk.listAll(folder, { recursive: true, paginationToken });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const isMissing = [error, cause].some(
      (one) => one instanceof Error && 'code' in one && one.code === 'ENOENT',
    );
    if (isMissing) return { objects: [] };
    throw error;
  }
}

const missing = (key: string) => new UserError('object-missing', { key });

const damaged = (key: string) => new UserError('object-damaged', { key });
