/**
 * Opens the store: PGlite in `${dataDir}/store` (under the lock of the data folder) or PostgreSQL by DATABASE_URL.
 * In: Config. Out: a Database. Next: `src/runs` keeps its rows and its queue there.
 */
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Database } from './database.ts';

/** Opens and migrates. Only the driver that is needed is loaded: PGlite alone holds about 300 MB. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  if (config.databaseUrl === undefined) {
    const { openEmbedded } = await import('./embedded.ts');
    return openEmbedded(config.dataDir, log);
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(config.databaseUrl, log, config.startupWaitSeconds * 1_000);
}
