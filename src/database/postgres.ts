/**
 * The shared store: PostgreSQL, any number of processes. In: DATABASE_URL. Out: a Database. Migrations run under
 * an advisory lock; LISTEN has a connection of its own that comes back after a loss.
 */
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, escapeIdentifier, Pool } from 'pg';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Database } from './database.ts';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';

/** Any fixed number: the key of the advisory lock around migrations ("tune" in ASCII). */
const MIGRATION_LOCK = 0x74_75_6e_65;
const POOL_SIZE = 8;
const RECONNECT_MS = 1_000;

export async function openPostgres(url: string, log: Logger): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: POOL_SIZE, keepAlive: true });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  try {
    await migrateLocked(pool);
  } catch (error) {
    await pool.end();
    throw explain(error, url);
  }
  const listeners = new Set<() => Promise<void>>();
  return {
    kind: 'postgres',
    rows: drizzle(pool),
    queueConnection: { connectionString: url, max: 3 },
    listen: async (channel, onMessage, onReconnect) => {
      const stop = await keepListening(url, channel, onMessage, onReconnect, log);
      listeners.add(stop);
      return async () => {
        listeners.delete(stop);
        await stop();
      };
    },
    lock: null,
    close: async () => {
      await Promise.all([...listeners].map((stop) => stop()));
      await pool.end();
    },
  };
}

/** Drizzle's migrator takes no lock: two workers that start together would both create the tables. */
async function migrateLocked(pool: Pool): Promise<void> {
  const connection = await pool.connect();
  try {
    await connection.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(connection), { migrationsFolder: MIGRATIONS_FOLDER });
    await connection.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    connection.release();
  } catch (error) {
    connection.release(true);
    throw error;
  }
}

async function keepListening(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
  onReconnect: () => void,
  log: Logger,
): Promise<() => Promise<void>> {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const connect = async (): Promise<void> => {
    const next = new Client({ connectionString: url, keepAlive: true });
    next.on('notification', (message) => onMessage(message.payload ?? ''));
    next.on('error', (error) => {
      log.warn({ err: error, channel }, 'the listening connection was lost');
      if (client === next) retry();
      next.end().catch(() => {});
    });
    await next.connect();
    await next.query(`listen ${escapeIdentifier(channel)}`);
    client = next;
    if (stopped) await next.end();
  };
  const retry = (): void => {
    client = null;
    if (stopped) return;
    timer = setTimeout(() => connect().then(onReconnect, retry), RECONNECT_MS);
  };

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end();
  };
}

function explain(error: unknown, url: string): Error {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const place = URL.canParse(url) ? new URL(url).host : 'its host';
  return new UserError(
    'database-unreachable',
    `PostgreSQL at ${place} cannot be used: ${reason}. Check DATABASE_URL (postgres://user:password@host:port/name) ` +
      'and that the server runs, or unset it to use the embedded store.',
    { context: { host: place }, cause: error },
  );
}
