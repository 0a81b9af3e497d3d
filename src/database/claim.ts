/**
 * One holder of a name among all processes on one PostgreSQL: an advisory lock on a connection of its own, which ends with
 * the process, whatever ends that. In: the address and the name. Out: a Claim, once nobody else has the name. Used by
 * `app.ts`, so that of two bots one answers and announces, and the other stands by.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from '../log.ts';
import type { Claim, ClaimOptions } from './database.ts';

const ASK_AGAIN_MS = 3_000;
const HEARTBEAT_MS = 5_000;
const TIMEOUT_MS = 5_000;

interface Claimed {
  url: string;
  name: string;
  log: Logger;
}

export async function claimName(claimed: Claimed, { signal, onWait }: ClaimOptions): Promise<Claim> {
  let holding = await acquire(claimed, null, signal, onWait);
  const lost = new AbortController();
  const ended = new AbortController();
  let renewing = false;

  /** The connection is gone: whoever is first has the name now. */
  const renew = async (): Promise<void> => {
    if (renewing || ended.signal.aborted || lost.signal.aborted) return;
    renewing = true;
    claimed.log.warn({ name: claimed.name }, 'the connection that holds the name was lost');
    discard(holding.client);
    const taken = () => lost.abort();
    try {
      holding = await acquire(claimed, holding.pid, AbortSignal.any([ended.signal, lost.signal]), taken);
      holding.client.once('end', renew);
    } catch (error) {
      if (!ended.signal.aborted && !lost.signal.aborted)
        claimed.log.error({ err: error }, 'the name was lost');
    }
    renewing = false;
  };
  holding.client.once('end', renew);
  const heartbeat = setInterval(() => {
    if (!renewing) holding.client.query('select 1').catch(renew);
  }, HEARTBEAT_MS).unref();
  return {
    lost: lost.signal,
    release: async () => {
      ended.abort();
      clearInterval(heartbeat);
      await holding.client.end().catch(() => undefined);
    },
  };
}

interface Holding {
  client: Client;
  /** Of the server's process behind the connection. */
  pid: number;
}

/** @param former the server's process of our own lost connection: it may still hold the lock, and is ended */
async function acquire(
  claimed: Claimed,
  former: number | null,
  signal: AbortSignal,
  onWait?: () => void,
): Promise<Holding> {
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask(claimed, former).catch((error: unknown) => {
      if (former === null) throw error;
      claimed.log.warn({ err: error }, 'the name could not be asked for; it is tried again');
      return null;
    });
    if (answer?.holding) return answer.holding;
    if (answer !== null && !told) {
      told = true;
      onWait?.();
    }
    await wait(ASK_AGAIN_MS, undefined, { signal });
  }
}

async function ask({ url, name }: Claimed, former: number | null): Promise<{ holding: Holding | null }> {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    application_name: `tunesmith ${name}`.slice(0, 63),
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => discard(client));
  try {
    await client.connect();
    // A holder whose machine is gone: its server must notice within half a minute, not two hours.
    await client.query(
      'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
    );
    if (former !== null)
      await client.query(
        'select pg_terminate_backend(pid, 3000) from pg_stat_activity where pid = $1 and application_name = $2',
        [former, `tunesmith ${name}`.slice(0, 63)],
      );
    const { rows } = await client.query<{ held: boolean; pid: number }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held, pg_backend_pid() as pid',
      [name],
    );
    const [row] = rows;
    if (row?.held) return { holding: { client, pid: row.pid } };
  } catch (error) {
    discard(client);
    throw error;
  }
  discard(client);
  return { holding: null };
}

function discard(client: Client): void {
  client.end().catch(() => undefined);
}
