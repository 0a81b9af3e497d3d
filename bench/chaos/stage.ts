/**
 * Everything that the chaos bench runs on: a playground as a faithful Discord, a fresh PostgreSQL database, an S3 server,
 * a bot and three workers as processes of their own, and a wire to each server that can be cut. In: what a test asks for.
 * Out: a Stage; `verify.ts` counts afterwards what became of the Runs.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { type Exchange, startPlayground } from '../../src/playground/server.ts';
import { openRuns, type Runs } from '../../src/runs/runs.ts';
import { type ObjectStore, openObjects } from '../../src/storage/objects.ts';
import { type Kept, keepProcess } from './processes.ts';
import { startWire, type Wire } from './wire.ts';

const SERVER = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const GUILDS = 30;

export interface StageOptions {
  dir: string;
  create: number;
  pauseMs?: number;
  /** See `die-at.ts`. */
  points?: string;
  shareFile?: boolean;
  real?: boolean;
  workers?: number;
  concurrency?: number;
}

export interface Stage {
  acknowledged: string[];
  removed: Set<string>;
  /** Run → ids of the messages that report its end. */
  reports: Map<string, Set<string>>;
  bot: Kept;
  workers: Kept[];
  store: Kept;
  wires: { database: Wire; store: Wire; discord: Wire };
  runs: Runs;
  objects: ObjectStore;
  deaths(): string[];
  /** Resolves when every Run asked for was acknowledged, is over and is reported. */
  settled(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { dir, create } = options;
  mkdirSync(join(dir, 'data'), { recursive: true });
  const log = createLogger('fatal');
  const database = `chaos_${randomBytes(5).toString('hex')}`;
  await onServer(`create database ${database}`);
  const reports = new Map<string, Set<string>>();
  const playground = await startPlayground({
    port: 0,
    log,
    guilds: Array.from({ length: GUILDS }, (_, i) => `Server ${i + 1}`),
    filesFolder: join(dir, 'playground'),
    limits: { messagesKept: 5_000 },
    onRequest: (exchange) => noteReport(exchange, reports),
  });
  const server = new URL(SERVER);
  const storePort = await freePort();
  const wires = {
    database: await startWire(Number(server.port || 5432)),
    store: await startWire(storePort),
    discord: await startWire(Number(new URL(playground.url).port), true),
  };
  const urlOf = (port: string | number) =>
    Object.assign(new URL(SERVER), { pathname: `/${database}`, port: String(port) }).href;

  const deathLog = join(dir, 'deaths');
  const acknowledged: string[] = [];
  const removed = new Set<string>();
  const common = {
    DATABASE_URL: urlOf(wires.database.port),
    STORAGE_URL: `s3://S3RVER:S3RVER@127.0.0.1:${wires.store.port}/tunes?ssl=false`,
    CHAOS_LOG: deathLog,
    CHAOS_POINTS: options.points ?? '',
    CHAOS_REAL: options.real ? '1' : '0',
    LOG_LEVEL: 'fatal',
    DISCORD_TOKEN: '',
  };
  const store = keepProcess({
    name: 'store',
    script: './store.ts',
    environment: () => ({ CHAOS_PORT: String(storePort), CHAOS_DIR: join(dir, 's3') }),
  });
  const workers = Array.from({ length: options.workers ?? 3 }, (_, i) =>
    keepProcess({
      name: `worker ${i + 1}`,
      script: './worker.ts',
      environment: () => ({
        ...common,
        DATA_DIR: join(dir, `worker-${i + 1}`),
        WORKER_CONCURRENCY: String(options.concurrency ?? 2),
      }),
    }),
  );
  const bot = keepProcess({
    name: 'bot',
    script: './bot.ts',
    environment: () => ({
      ...common,
      DATA_DIR: join(dir, 'data'),
      CHAT_TOKEN: playground.token,
      CHAT_URL: `http://127.0.0.1:${wires.discord.port}/api`,
      CHAOS_CREATE: String(Math.max(0, create - acknowledged.length)),
      CHAOS_PAUSE_MS: String(options.pauseMs ?? 100),
      CHAOS_SHARE: options.shareFile ? '1' : '0',
    }),
    onLine: (line) => {
      const [word, id = ''] = line.split(' ');
      if (word === 'acknowledged') acknowledged.push(id);
      if (word === 'removed') removed.add(id);
    },
  });

  // The bench itself looks past the wires.
  const config = readConfig({
    DATABASE_URL: urlOf(server.port || 5432),
    DATA_DIR: join(dir, 'bench'),
    STORAGE_URL: `s3://S3RVER:S3RVER@127.0.0.1:${storePort}/tunes?ssl=false`,
  });
  const runs = await openRuns({ config, log, role: 'worker' });
  const isOver = (id: string) => removed.has(id) || reports.has(id);
  return {
    acknowledged,
    removed,
    reports,
    bot,
    workers,
    store,
    wires,
    runs,
    objects: openObjects(config),
    deaths: () => readLines(deathLog),
    settled: async (timeoutMs) => {
      const end = Date.now() + timeoutMs;
      while (Date.now() < end) {
        if (acknowledged.length >= create && acknowledged.every(isOver)) return true;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      return false;
    },
    close: async () => {
      for (const kept of [bot, ...workers, store]) await kept.stop();
      await runs.close();
      for (const wire of Object.values(wires)) await wire.close();
      await playground.close();
      await onServer(`drop database if exists ${database} with (force)`);
    },
  };
}

/** A message that was made for the end of a Run, as its nonce says (an answer with the id of an earlier one is that one). */
function noteReport(
  { method, path, body, response, status }: Exchange,
  reports: Map<string, Set<string>>,
): void {
  if (method !== 'POST' || status >= 300 || !/^\/channels\/\d+\/messages$/.test(path)) return;
  const id = /"nonce":"[fg]-(\w{8})"/.exec(JSON.stringify(body))?.[1];
  if (id === undefined) return;
  const messageId = String(Reflect.get(Object(response), 'id'));
  reports.set(id, (reports.get(id) ?? new Set()).add(messageId));
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: SERVER });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
