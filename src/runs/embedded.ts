/**
 * The embedded store: PGlite on a folder, one process at a time. In: the data folder. Out: a Database. The first
 * opening creates the store, which takes seconds and is said in the log.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fromPglite } from 'pg-boss';
import type { Logger } from '../log.ts';
import { lockDataFolder } from './data-lock.ts';
import { type Database, MIGRATIONS_FOLDER, type Rows } from './database.ts';

export async function openEmbedded(dataDir: string, log: Logger): Promise<Database> {
  const lock = lockDataFolder(dataDir);
  try {
    const pglite = await openFolder(join(dataDir, 'store'), log);
    const rows = drizzle(pglite);
    await migrate(rows, { migrationsFolder: MIGRATIONS_FOLDER });
    return {
      kind: 'embedded',
      // Raw results of the two drivers differ in their metadata; `.rows`, all that is read, is in both.
      rows: rows as unknown as Rows,
      queueConnection: { db: fromPglite(pglite), backend: 'pglite' },
      listen: (channel, onMessage) => pglite.listen(channel, onMessage),
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

async function openFolder(folder: string, log: Logger): Promise<PGlite> {
  const isNew = !existsSync(join(folder, 'PG_VERSION'));
  const startedAt = performance.now();
  if (isNew)
    log.info({ folder }, 'creating the embedded store; this happens once and takes up to 20 seconds');
  const pglite = await PGlite.create({ dataDir: folder });
  log.info({ isNew, milliseconds: Math.round(performance.now() - startedAt) }, 'embedded store open');
  return pglite;
}
