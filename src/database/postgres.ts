/**
 * The shared store: PostgreSQL, any number of processes. In: DATABASE_URL. Out: a Database. Migrations run under
 * an advisory lock; LISTEN has a connection of its own that comes back after a loss.
 */
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, escapeIdentifier, Pool } from 'pg';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isNetworkError, Outage } from '../outage/outage.ts';
import { waitOut } from '../outage/wait-out.ts';
import { claimName } from './claim.ts';
import type { Database } from './database.ts';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';

/** Any fixed number: the key of the advisory lock around migrations ("tune" in ASCII). */
const MIGRATION_LOCK = 0x74_75_6e_65;
const POOL_SIZE = 8;
const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** A connection that is half open would keep its query for a quarter of an hour. */
const QUERY_TIMEOUT_MS = 60_000;
/** The listening connection is asked this often whether it still is one, and has so long to answer. */
const HEARTBEAT_MS = 10_000;
const HEARTBEAT_TIMEOUT_MS = 5_000;

/** @param waitMs how long to wait for a server that does not answer yet; what else is wrong is refused at once */
export async function openPostgres(url: string, log: Logger, waitMs: number): Promise<Database> {
  const pool = openPool(url, log);
  try {
    await waitOut(() => migrateLocked(pool).catch(nameOutage), {
      signal: new AbortController().signal,
      log,
      limitMs: waitMs,
    });
  } catch (error) {
    await pool.end();
    throw explain(error, url);
  }
  const listeners = new Set<() => Promise<void>>();
  return {
    kind: 'postgres',
    rows: drizzle(pool),
    queueConnection: { connectionString: withTimeout(url), max: 3 },
    listen: async (channel, onMessage, onReconnect) => {
      const stop = await keepListening({ url, channel, onMessage, onReconnect, log });
      listeners.add(stop);
      return async () => {
        listeners.delete(stop);
        await stop();
      };
    },
    claim: (name, options) => claimName({ url, name, log }, options),
    lock: null,
    close: async () => {
      await Promise.all([...listeners].map((stop) => stop()));
      await pool.end();
    },
  };
}

/** The queue opens its own pool from the address alone. */
function withTimeout(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (!parsed.searchParams.has('query_timeout'))
    parsed.searchParams.set('query_timeout', String(QUERY_TIMEOUT_MS));
  return parsed.href;
}

function openPool(url: string, log: Logger): Pool {
  const pool = new Pool({
    connectionString: url,
    max: POOL_SIZE,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  // The pool listens to idle connections only: one that is lost amid a transaction would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost at work'));
  });
  return pool;
}

function nameOutage(error: unknown): never {
  if (!isNetworkError(error)) throw error;
  throw new Outage('database-away', error instanceof Error ? error.message : String(error), error);
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

interface Listening {
  url: string;
  channel: string;
  onMessage: (payload: string) => void;
  onReconnect: () => void;
  log: Logger;
}

async function keepListening(listening: Listening): Promise<() => Promise<void>> {
  const { onReconnect, log, channel } = listening;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const lost = (one: Client, error: unknown): void => {
    if (client !== one) return;
    log.warn({ err: error, channel }, 'the listening connection was lost');
    client = null;
    discard(one);
    retry();
  };
  const connect = async (): Promise<void> => {
    const next = await openListener(listening, lost);
    if (stopped) return discard(next);
    client = next;
  };
  const retry = (): void => {
    if (!stopped) timer = setTimeout(() => connect().then(onReconnect, retry), RECONNECT_MS);
  };
  const heartbeat = setInterval(() => {
    const asked = client;
    asked?.query('select 1').catch((error: unknown) => lost(asked, error));
  }, HEARTBEAT_MS).unref();

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(heartbeat);
    await client?.end();
  };
}

async function openListener(
  { url, channel, onMessage, log }: Listening,
  onLost: (client: Client, error: unknown) => void,
): Promise<Client> {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: HEARTBEAT_TIMEOUT_MS,
  });
  client.on('notification', ({ payload }) => {
    try {
      onMessage(payload ?? '');
    } catch (error) {
      log.error({ err: error, channel }, 'a notice could not be read');
    }
  });
  client.on('error', (error) => onLost(client, error));
  client.on('end', () => onLost(client, new Error('the server closed the connection')));
  try {
    await client.connect();
    await client.query(`listen ${escapeIdentifier(channel)}`);
    return client;
  } catch (error) {
    discard(client);
    throw error;
  }
}

/** The other side may be gone: `end` would wait for its answer. */
function discard(client: Client): void {
  client.end().catch(() => undefined);
}

function explain(error: unknown, url: string): Error {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const place = URL.canParse(url) ? new URL(url).host : 'its host';
  return new UserError('database-unreachable', { host: place, reason }, { cause: error });
}
