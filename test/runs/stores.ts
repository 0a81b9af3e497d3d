/** The stores that the tests of `src/runs` run on: an embedded one, and a fresh PostgreSQL database where there is one. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type Config, readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { openRuns } from '../../src/runs/runs.ts';

export interface TestStore {
  name: 'embedded' | 'postgres';
  config: Config;
  remove(): Promise<void>;
}

const SERVER =
  process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Null, with a line that says so, where no PostgreSQL answers. */
export async function postgresServer(): Promise<string | null> {
  const client = new Client({ connectionString: SERVER, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return SERVER;
  } catch {
    console.warn('PostgreSQL does not answer: its tests are skipped. Set TEST_DATABASE_URL to run them.');
    return null;
  }
}

/** A data folder with an empty, migrated store. Creating one takes seconds, so one is kept and copied. */
export async function makeDataDir(): Promise<string> {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  const pglite = await readFile(join(modules, '@electric-sql/pglite/package.json'), 'utf8');
  const { version } = JSON.parse(pglite) as { version: string };
  const kept = join(modules, '.cache', `tunesmith-test-store-${version}`);
  if (!existsSync(kept)) {
    const draft = await mkdtemp(join(tmpdir(), 'tunesmith-store-'));
    const runs = await openRuns({
      config: readConfig({ DATA_DIR: draft }),
      log: createLogger('silent'),
      role: 'bot',
    });
    await runs.close();
    await mkdir(join(kept, '..'), { recursive: true });
    // Another test file may have been first.
    const copy = `${kept}-${randomBytes(4).toString('hex')}`;
    await cp(draft, copy, { recursive: true });
    await rename(copy, kept).catch(() => rm(copy, { recursive: true, force: true }));
    await rm(draft, { recursive: true, force: true });
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'tunesmith-data-'));
  await cp(join(kept, 'store'), join(dataDir, 'store'), { recursive: true });
  return dataDir;
}

export async function makeStore(
  name: TestStore['name'],
  environment: NodeJS.ProcessEnv = {},
): Promise<TestStore> {
  if (name === 'embedded') {
    const dataDir = await makeDataDir();
    const config = readConfig({ DATA_DIR: dataDir, ...environment });
    return { name, config, remove: () => rm(dataDir, { recursive: true, force: true }) };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'tunesmith-data-'));
  const database = `tunesmith_test_${randomBytes(5).toString('hex')}`;
  await onServer(`create database ${database}`);
  const url = new URL(SERVER);
  url.pathname = `/${database}`;
  return {
    name,
    config: readConfig({ DATA_DIR: dataDir, DATABASE_URL: url.href, ...environment }),
    remove: async () => {
      await onServer(`drop database if exists ${database} with (force)`);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function onServer(statement: string, url = SERVER): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
