/** Durations as people write them (`90s`, `10m`, `1h`) ↔ seconds; bytes for a person. */
import { UserError } from '../errors.ts';

const SECONDS_IN: Record<string, number> = { s: 1, m: 60, h: 3_600 };

/**
 * @param text `90s`, `10m`, `1h`, `1h30m`; a bare number is seconds.
 * @throws UserError `bad-budget` when it is not a duration or not within [minimum, maximum] seconds.
 */
export function parseBudget(text: string, limits: { minimum: number; maximum: number }): number {
  const compact = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/(\d)(sec|secs|second|seconds)\b/, '$1s')
    .replace(/(\d)(min|mins|minute|minutes)\b/, '$1m')
    .replace(/(\d)(hour|hours)\b/, '$1h');
  const seconds = /^\d+(\.\d+)?$/.test(compact)
    ? Number(compact)
    : /^(\d+(\.\d+)?[smh])+$/.test(compact)
      ? [...compact.matchAll(/(\d+(?:\.\d+)?)([smh])/g)].reduce(
          (sum, [, value, unit]) => sum + Number(value) * SECONDS_IN[unit!]!,
          0,
        )
      : Number.NaN;
  if (seconds >= limits.minimum && seconds <= limits.maximum) return Math.round(seconds);
  throw new UserError('bad-budget', {
    value: text,
    minimum: formatSeconds(limits.minimum),
    maximum: formatSeconds(limits.maximum),
  });
}

/** 75 → "1 m 15 s"; 3,700 → "1 h 2 m". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return whole % 60 ? `${Math.floor(whole / 60)} m ${whole % 60} s` : `${whole / 60} m`;
  const minutes = Math.round((whole % 3_600) / 60);
  return minutes ? `${Math.floor(whole / 3_600)} h ${minutes} m` : `${Math.floor(whole / 3_600)} h`;
}

/** Bytes for a person: 1.4 MiB. */
export const formatBytes = (bytes: number): string =>
  bytes < 1_024
    ? `${bytes} B`
    : bytes < 2 ** 20
      ? `${(bytes / 1_024).toFixed(1)} KiB`
      : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
