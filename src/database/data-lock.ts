/**
 * The exclusive lock of the data folder. Two processes on one embedded store lose rows silently, so the lock is
 * taken before the store is opened. In: the folder. Out: a DataLock held until `release`; or a UserError
 * `data-folder-in-use` that names the process. `database.ts` opens the store next; `say` reads the address of a
 * running bot with `readLock`.
 */

import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { term } from '../text/term.ts';

const holderSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** Start time of the process where the system tells it (Linux: clock ticks since boot), against reused pids. */
  started: z.string().nullable(),
  since: z.string(),
  token: z.string(),
  /** Address of the holder's playground page, once it runs. */
  url: z.string().nullable(),
});
type LockHolder = z.infer<typeof holderSchema>;

/** The holder touches its lock this often; a holder on another machine is believed dead after `SILENT_MS`. */
const TOUCH_MS = 5_000;
const SILENT_MS = 30_000;

export interface DataLock {
  /** Publishes where this process can be reached. */
  update(values: { url: string | null }): void;
  release(): void;
}

export const lockPath = (dataDir: string): string => join(dataDir, 'lock.json');

/** The living holder of the folder, or null when nobody holds it. */
export function readLock(dataDir: string): LockHolder | null {
  return readLiving(lockPath(dataDir));
}

/** Takes the lock, taking over that of a dead process. Throws UserError `data-folder-in-use`. */
export function lockDataFolder(dataDir: string): DataLock {
  // People's data: of this system's other users nobody may look.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const token = randomUUID();
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    started: startTime(process.pid),
    since: new Date().toISOString(),
    token,
    url: null,
  };
  acquire(dataDir, holder);
  const isMine = () => parseFile(lockPath(dataDir))?.token === token;
  const touching = setInterval(() => {
    if (!isMine()) return lostLock();
    utimesSync(lockPath(dataDir), new Date(), new Date());
  }, TOUCH_MS).unref();
  /** Another process writes to the store now: this one must not. Its entry point logs it and leaves. */
  const lostLock = (): never => {
    clearInterval(touching);
    throw new Error(
      `The lock ${lockPath(dataDir)} is gone or another's: two processes would lose each other's rows.`,
    );
  };
  return {
    update: ({ url }) => {
      if (!isMine()) return;
      holder.url = url;
      const next = `${lockPath(dataDir)}.${token}`;
      writeFileSync(next, JSON.stringify(holder));
      renameSync(next, lockPath(dataDir));
    },
    release: () => {
      clearInterval(touching);
      if (isMine()) rmSync(lockPath(dataDir), { force: true });
    },
  };
}

/** `link` fails when the name exists and shows the file only when it is complete, unlike open + write. */
function acquire(dataDir: string, holder: LockHolder): void {
  const path = lockPath(dataDir);
  const draft = `${path}.${holder.token}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (tryLink(draft, path)) return;
      const living = readLock(dataDir);
      if (living !== null) throw inUse(dataDir, living);
      removeStale(path, `${path}.stale.${holder.token}`);
    }
    throw new Error(`The lock ${path} could not be taken in 20 attempts.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Moves a dead process's lock aside. Of two that try, one may move a fresh lock of the other: it looks at what it
 * moved and puts a living one back.
 */
function removeStale(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readLiving(aside) !== null) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function inUse(dataDir: string, holder: LockHolder): UserError {
  const reach = holder.url === null ? '' : term('word.page-at', { url: holder.url });
  return new UserError('data-folder-in-use', {
    dataDir,
    pid: holder.pid,
    host: holder.host,
    since: holder.since,
    reach,
  });
}

function readLiving(path: string): LockHolder | null {
  const holder = parseFile(path);
  return holder !== null && isAlive(holder, path) ? holder : null;
}

function isAlive(holder: LockHolder, path: string): boolean {
  // A process on another machine (or in a container that is gone) cannot be seen, only its touches.
  if (holder.host !== hostname()) return Date.now() - touchedAt(path) < SILENT_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false;
  }
  const started = startTime(holder.pid);
  return holder.started === null || started === null || started === holder.started;
}

/** Field 22 of /proc/PID/stat, after the command name in brackets; null where there is no /proc. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return 'ended';
    return fields[19] ?? null;
  } catch {
    return null;
  }
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function parseFile(path: string): LockHolder | null {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
