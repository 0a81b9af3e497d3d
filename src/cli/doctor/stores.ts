/** Database and storage as the Config names them → whether they can be used. Nothing is made that is not there yet. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { readLock } from '../../database/data-lock.ts';
import { examinePostgres } from '../../database/examine-postgres.ts';
import { openDatabase } from '../../database/open-database.ts';
import { createLogger } from '../../log.ts';
import { openObjects } from '../../storage/objects.ts';
import { probeStorage } from '../../storage/probe-storage.ts';
import { type Finding, failure, ok, reasonOf, warning } from './finding.ts';

const log = createLogger('silent');
const OLDEST_POSTGRES = 13;
/** A bot or worker holds up to so many. */
const CONNECTIONS = 15;

export async function checkDatabase(config: Config): Promise<Finding> {
  try {
    return await (config.databaseUrl === undefined
      ? checkEmbedded(config)
      : checkPostgres(config.databaseUrl));
  } catch (error) {
    const mend =
      config.databaseUrl === undefined
        ? 'Check the rights of DATA_DIR; docs/operations.md, “The data folder”, says what may be moved away.'
        : 'Check DATABASE_URL (postgres://user:password@host:port/name), and that the server runs and lets this user in.';
    return failure('database', reasonOf(error), mend);
  }
}

async function checkPostgres(url: string): Promise<Finding> {
  const { version, maxConnections } = await examinePostgres(url);
  const text = `PostgreSQL ${version} answers, ${maxConnections} connections at most`;
  if (Number.parseInt(version, 10) < OLDEST_POSTGRES)
    return failure('database', text, `Use PostgreSQL ${OLDEST_POSTGRES} or newer.`);
  if (maxConnections < 2 * CONNECTIONS)
    return warning(
      'database',
      text,
      `Raise max_connections: each bot and worker holds up to ${CONNECTIONS}.`,
    );
  return ok('database', text);
}

async function checkEmbedded(config: Config): Promise<Finding> {
  const holder = readLock(config.dataDir);
  if (holder) return ok('database', `the embedded store is in use by process ${holder.pid}, which runs`);
  if (!existsSync(join(config.dataDir, 'store')))
    return ok('database', `the embedded store will be created in ${config.dataDir}`);
  const database = await openDatabase(config, log);
  await database.close();
  return ok('database', `the embedded store in ${config.dataDir} opens`);
}

export async function checkStorage(config: Config): Promise<Finding> {
  const where = config.storageUrl === undefined ? join(config.dataDir, 'objects') : 'the object store';
  try {
    await probeStorage(openObjects(config), log, 0);
    return ok('storage', `${where}: an object was written, read and removed`);
  } catch (error) {
    return failure('storage', reasonOf(error), 'Correct STORAGE_URL, or the rights of DATA_DIR.');
  }
}
