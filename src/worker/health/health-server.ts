/**
 * `GET /healthz` (the process answers), `/readyz` (database, storage, disk and gateway do too; 503 and which of them does not),
 * `/metrics` (Prometheus). On the loopback interface unless HEALTH_HOST says otherwise; nothing of people stands in any of them.
 * Started by `app.ts` and by the worker where HEALTH_PORT is set.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Logger } from '../../log.ts';
import { timeLimit } from '../../time-limit.ts';

/** A check resolves, or throws what is wrong. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

interface HealthOptions {
  host: string;
  port: number;
  checks: Checks;
  registry: Registry;
  log: Logger;
}

interface HealthServer {
  port: number;
  close(): Promise<void>;
}

const CHECK_MS = 3_000;
/** However often they are asked for. */
const CHECKED_AGAIN_MS = 2_000;

export async function startHealthServer(options: HealthOptions): Promise<HealthServer> {
  const { host, port, log } = options;
  const routes = makeRoutes(options);
  const server = createServer((request, response) => {
    const route = request.method === 'GET' ? routes[request.url?.split('?')[0] ?? ''] : undefined;
    if (!route) return end(response, 404, 'text/plain', 'Not found\n');
    route(response).catch((error: unknown) => {
      log.warn({ err: error }, 'a health endpoint failed');
      end(response, 500, 'text/plain', 'Failed; the log says why\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address ? address.port : port;
  log.info({ host, port: listening }, 'health and metrics are served');
  return {
    port: listening,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Route = (response: ServerResponse) => Promise<void>;

function makeRoutes({ checks, registry, log }: HealthOptions): Readonly<Record<string, Route>> {
  let last: { at: number; answer: Promise<Record<string, string>> } | null = null;
  const check = () => {
    if (last === null || Date.now() - last.at > CHECKED_AGAIN_MS)
      last = { at: Date.now(), answer: runChecks(checks, log) };
    return last.answer;
  };
  return {
    '/healthz': async (response) => end(response, 200, 'text/plain', 'ok\n'),
    '/readyz': async (response) => {
      const found = await check();
      const ready = Object.values(found).every((state) => state === 'ok');
      end(response, ready ? 200 : 503, 'application/json', `${JSON.stringify({ ready, checks: found })}\n`);
    },
    '/metrics': async (response) => end(response, 200, registry.contentType, await registry.metrics()),
  };
}

/** The reasons go to the log: they may hold names of hosts and buckets. */
async function runChecks(checks: Checks, log: Logger): Promise<Record<string, string>> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await Promise.race([check(), late()]);
        return [name, 'ok'];
      } catch (error) {
        log.warn({ err: error, check: name }, 'not ready');
        return [name, 'failed'];
      }
    }),
  );
  return Object.fromEntries(states);
}

/** Rejects when a check takes too long. */
const late = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    const limit = timeLimit(CHECK_MS);
    limit.addEventListener('abort', () => reject(limit.reason), { once: true });
  });

function end(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
