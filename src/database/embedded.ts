/**
 * The embedded store: PGlite on a folder, one process at a time. In: the data folder. Out: a Database. The first
 * opening creates the store, which takes seconds and is said in the log.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fromPglite } from 'pg-boss';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { lockDataFolder } from './data-lock.ts';
import type { Database, Rows } from './database.ts';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';

const DRAFT = 'store-draft-';
const EXTENSION = extname(import.meta.url);

/** Throws UserErrors `data-folder-in-use`, `store-unusable`. */
export async function openEmbedded(dataDir: string, log: Logger): Promise<Database> {
  const lock = lockDataFolder(dataDir);
  try {
    const pglite = await openFolder(dataDir, log);
    const rows = drizzle(pglite);
    await migrate(rows, { migrationsFolder: MIGRATIONS_FOLDER });
    return {
      kind: 'embedded',
      // Raw results of the two drivers differ in their metadata; `.rows`, all that is read, is in both.
      rows: rows as unknown as Rows,
      queueConnection: { db: fromPglite(pglite), backend: 'pglite' },
      listen: (channel, onMessage) => pglite.listen(channel, onMessage),
      // The lock of the data folder says it already.
      claim: async () => ({ lost: new AbortController().signal, release: async () => {} }),
      lock,
      close: async () => {
        await pglite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openFolder(dataDir: string, log: Logger): Promise<PGlite> {
  const folder = join(dataDir, 'store');
  await removeDrafts(dataDir);
  if (!existsSync(folder)) {
    log.info({ folder }, 'creating the embedded store; this happens once and takes up to 15 seconds');
    const startedAt = performance.now();
    // Under another name until it is whole: a process that is killed here leaves no half store.
    const draft = join(dataDir, `${DRAFT}${randomUUID()}`);
    await createStore(draft);
    await rename(draft, folder);
    log.info({ milliseconds: Math.round(performance.now() - startedAt) }, 'embedded store created');
  }
  // PostgreSQL as WebAssembly, compiled once and plainly: measured 86 MiB less than with the optimising compiler, for
  // statements that take a few milliseconds either way.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--liftoff-only');
  try {
    return await PGlite.create({ dataDir: folder });
  } catch (error) {
    throw unusable(folder, error);
  }
}

async function createStore(draft: string): Promise<void> {
  // Without the optimising compiler creation takes half the processor time: its code runs once.
  const execArgv = ['--liftoff-only'];
  if (EXTENSION === '.ts') {
    execArgv.push('--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href);
  }
  const child = fork(new URL(`./create-store${EXTENSION}`, import.meta.url), [draft], {
    execArgv,
    // No token and no address: this process needs only its folder.
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw unusable(draft, new Error(stderr || `exit code ${code}`));
}

async function removeDrafts(dataDir: string): Promise<void> {
  const drafts = (await readdir(dataDir)).filter((name) => name.startsWith(DRAFT));
  for (const name of drafts) await rm(join(dataDir, name), { recursive: true, force: true });
}

function unusable(folder: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError('store-unusable', { folder, reason: reason.slice(0, 500) }, { cause });
}
