/**
 * Discord's route buckets in small: a window per route and resource, the `x-ratelimit-*` headers that discord.js
 * reads, and 429 beyond it. The counts are those that Discord is known to use for these routes.
 */
interface RateState {
  headers: Record<string, string>;
  /** Seconds to wait when the bucket is empty, else null. */
  retryAfter: number | null;
}

interface Rule {
  name: string;
  method: string;
  path: RegExp;
  limit: number;
  windowMs: number;
}

/** The captured group is the resource that has its own window. */
const RULES: readonly Rule[] = [
  {
    name: 'message-create',
    method: 'POST',
    path: /^\/channels\/(\d+)\/messages$/,
    limit: 5,
    windowMs: 5_000,
  },
  {
    name: 'message-edit',
    method: 'PATCH',
    path: /^\/channels\/(\d+)\/messages\/\d+$/,
    limit: 5,
    windowMs: 5_000,
  },
  {
    name: 'message-delete',
    method: 'DELETE',
    path: /^\/channels\/(\d+)\/messages\/\d+$/,
    limit: 5,
    windowMs: 1_000,
  },
  { name: 'webhook', method: 'POST', path: /^\/webhooks\/\d+\/([\w-]+)$/, limit: 5, windowMs: 2_000 },
  {
    name: 'webhook-edit',
    method: 'PATCH',
    path: /^\/webhooks\/\d+\/([\w-]+)\/messages\//,
    limit: 5,
    windowMs: 2_000,
  },
];

interface RateLimiter {
  /** Counts one request; null where no bucket governs the route. `path` is decoded, without `/api/v10`. */
  take(method: string, path: string): RateState | null;
}

export function createRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, { startMs: number; used: number }>();
  return {
    take(method, path) {
      const rule = RULES.find((one) => one.method === method && one.path.test(path));
      if (!rule) return null;
      const key = `${rule.name}:${rule.path.exec(path)?.[1]}`;
      if (windows.size > 1_000) windows.clear();
      let window = windows.get(key);
      if (!window || now() - window.startMs >= rule.windowMs) {
        window = { startMs: now(), used: 0 };
        windows.set(key, window);
      }
      window.used += 1;
      const resetAfter = Math.max(0, (window.startMs + rule.windowMs - now()) / 1000);
      const over = window.used > rule.limit;
      return {
        headers: {
          'x-ratelimit-limit': String(rule.limit),
          'x-ratelimit-remaining': String(Math.max(0, rule.limit - window.used)),
          'x-ratelimit-reset': ((now() + resetAfter * 1000) / 1000).toFixed(3),
          'x-ratelimit-reset-after': resetAfter.toFixed(3),
          'x-ratelimit-bucket': rule.name,
          ...(over ? { 'x-ratelimit-scope': 'user', 'retry-after': String(Math.ceil(resetAfter)) } : {}),
        },
        retryAfter: over ? resetAfter : null,
      };
    },
  };
}
