/**
 * Figures of a process for Prometheus: its own (memory, event loop), and what the bot and the worker tell. In: counts, as they
 * happen or when they are asked for. Out: a registry, served by `health-server.ts`. Labels are names of ours, never of people,
 * servers or Runs.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Runs } from '../../runs/runs.ts';
import { freeBytes } from '../../storage/free-space.ts';

export interface Metrics {
  registry: Registry;
  /** A command, button or form was answered, refused (the person's to mend) or failed (a bug). */
  answered(command: string, outcome: 'answered' | 'refused' | 'failed', seconds: number): void;
  /** An attempt of a Run ended on this worker. */
  ended(ending: string): void;
}

export interface Gateway {
  /** Of the last heartbeat; negative before the first. */
  pingMs(): number;
  guilds(): number;
  isReady(): boolean;
}

/** First responses are due within 3 s. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60];

/** @param gateway null in a worker of its own */
export function createMetrics(runs: Runs, dataDir: string, gateway: Gateway | null): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const interactions = new Histogram({
    name: 'tunesmith_interaction_seconds',
    help: 'Time from an interaction to the end of its command, by command and outcome.',
    labelNames: ['command', 'outcome'] as const,
    buckets: SECONDS,
    registers,
  });
  const endings = new Counter({
    name: 'tunesmith_attempts_total',
    help: 'Attempts of Runs that ended on this worker, by ending.',
    labelNames: ['ending'] as const,
    registers,
  });
  new Gauge({
    name: 'tunesmith_runs',
    help: 'Runs in the store, by state.',
    labelNames: ['state'] as const,
    registers,
    async collect() {
      this.reset();
      // Without a database the other figures are still told.
      const counts = await runs.countByState().catch(() => []);
      for (const [state, count] of counts) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'tunesmith_disk_free_bytes',
    help: 'Free bytes on the disk of DATA_DIR.',
    registers,
    async collect() {
      this.set(await freeBytes(dataDir));
    },
  });
  if (gateway) addGateway(gateway, registry);
  return {
    registry,
    answered: (command, outcome, seconds) => interactions.observe({ command, outcome }, seconds),
    ended: (ending) => endings.inc({ ending }),
  };
}

function addGateway(gateway: Gateway, registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('tunesmith_gateway_up', '1 while the gateway of Discord is connected.', () =>
    gateway.isReady() ? 1 : 0,
  );
  gauge('tunesmith_gateway_ping_ms', 'Round trip of the last heartbeat.', () =>
    Math.max(0, gateway.pingMs()),
  );
  gauge('tunesmith_guilds', 'Servers that the bot is in.', () => gateway.guilds());
}
