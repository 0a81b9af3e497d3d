/** A PostgreSQL server → its version and limits, by one short connection; nothing is changed. For `npm run doctor`. */
import { Client } from 'pg';
import { z } from 'zod';

const CONNECT_TIMEOUT_MS = 8_000;

const settingsSchema = z.object({ version: z.string(), connections: z.coerce.number() });

/** @throws the driver's error as it comes */
export async function examinePostgres(url: string): Promise<{ version: string; maxConnections: number }> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_setting('server_version') as version, current_setting('max_connections') as connections`,
    );
    const { version, connections } = settingsSchema.parse(rows[0]);
    return { version, maxConnections: connections };
  } finally {
    await client.end();
  }
}
