/**
 * The open parts of a process → its figures, and the server that tells them where HEALTH_PORT is set. Called by `app.ts` and by
 * the worker's entry.
 */
import type { Config } from '../../config.ts';
import type { Logger } from '../../log.ts';
import type { Runs } from '../../runs/runs.ts';
import { requireSpace } from '../../storage/free-space.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import { startHealthServer } from './health-server.ts';
import { createMetrics, type Gateway, type Metrics } from './metrics.ts';

interface HealthParts {
  config: Config;
  runs: Runs;
  objects: ObjectStore;
  /** Null in a worker of its own. */
  gateway: Gateway | null;
  log: Logger;
}

/** @returns the figures, to be told what happens, and what ends the server */
export async function openHealth(
  parts: HealthParts,
): Promise<{ metrics: Metrics; close: () => Promise<void>; port: number | null }> {
  const { config, runs, objects, gateway, log } = parts;
  const metrics = createMetrics(runs, config.dataDir, gateway);
  if (config.healthPort === undefined) return { metrics, close: async () => {}, port: null };
  const { port, close } = await startHealthServer({
    host: config.healthHost,
    port: config.healthPort,
    registry: metrics.registry,
    log,
    checks: {
      database: () => runs.countByState(),
      storage: () => objects.exists('probe/health'),
      disk: () => requireSpace(config.dataDir, config.minFreeBytes),
      ...(gateway ? { discord: async () => requireReady(gateway) } : {}),
    },
  });
  return { metrics, close, port };
}

function requireReady(gateway: Gateway): void {
  if (!gateway.isReady()) throw new Error('The gateway is not connected.');
}
