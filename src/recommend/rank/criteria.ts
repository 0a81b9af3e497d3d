/**
 * ModelEntry → the values that rules and score read: latency, size, quality for a task. Anchors are fixed
 * (`knowledge/scoring.json`), so adding a model never moves another.
 */
import type { ModelEntry, Scoring, TaskId } from '../../../knowledge/schema.ts';

const MIB = 2 ** 20;
const clip = (value: number) => Math.min(1, Math.max(0, value));

export interface Latency {
  ms: number;
  estimated: boolean;
  source: string;
}

/** Published single-input milliseconds, else the estimate from the transformer's size, else null. */
export function latencyOf(model: ModelEntry, scoring: Scoring): Latency | null {
  if (model.latency) return { ms: model.latency.ms, estimated: false, source: model.latency.source };
  if (!model.transformer) return null;
  const { layers, width, tokens, source } = model.transformer;
  // 12·layers·width² weights multiply each token; a multiplication and an addition each.
  const gigaOps = (2 * 12 * layers * width ** 2 * tokens) / 1e9;
  const ms = (gigaOps / scoring.estimate.gigaOpsPerSecond) * 1_000;
  return { ms: Number(ms.toPrecision(2)), estimated: true, source };
}

/** 7 of a laptop's milliseconds → about 40 of a phone's and of a Raspberry Pi's: two digits, as an estimate has. */
export function onSmallDevices(ms: number, { devices }: Scoring): { phoneMs: number; raspberryPiMs: number } {
  const times = (factor: number) => Number((ms * factor).toPrecision(2));
  return {
    phoneMs: times(devices.phone.timesSlower),
    raspberryPiMs: times(devices.raspberryPi.timesSlower),
  };
}

/** Published file size, else 4 bytes a parameter, MiB. */
export function sizeMiBOf(model: ModelEntry): number | null {
  if (model.weightsMiB) return model.weightsMiB.value;
  return model.params ? Number(((model.params.value * 4) / MIB).toPrecision(3)) : null;
}

/** 1 at `bestMs`, 0 at `worstMs`, linear in log ms. */
export function latencyValue(ms: number, { bestMs, worstMs }: Scoring['latency']): number {
  return clip(1 - Math.log(ms / bestMs) / Math.log(worstMs / bestMs));
}

interface Quality {
  value: number;
  fact: string;
  source: string;
}

/** The first published measure that has an anchor for the task, on that anchor's scale from chance to best. */
export function qualityOf(model: ModelEntry, task: TaskId, scoring: Scoring): Quality | null {
  for (const anchor of scoring.anchors) {
    if (!anchor.tasks.includes(task)) continue;
    const metric = model.metrics.find(
      ({ name, dataset }) => name === anchor.metric && dataset === anchor.dataset,
    );
    if (!metric) continue;
    return {
      value: clip((metric.value - anchor.floor) / (anchor.ceiling - anchor.floor)),
      fact: `${metric.name} on ${metric.dataset}: ${metric.value}`,
      source: metric.source,
    };
  }
  return null;
}

export const isPermissive = (licence: string | null): boolean =>
  licence !== null && /^(mit|apache|bsd|isc|cc0|unlicense)/i.test(licence);
