/**
 * Ends this process with SIGKILL at a named point of its work, now and then, as CHAOS_POINTS says (`upload:0.02,post:0.1`).
 * Each death is a line of CHAOS_LOG. Used by the bot and the workers of the chaos bench.
 */
import { appendFileSync } from 'node:fs';
import { env, kill, pid } from 'node:process';
import { seededRandom } from '../../src/statistics/random.ts';

export const POINTS = ['store', 'commit', 'upload', 'state', 'post', 'mark'] as const;
export type Point = (typeof POINTS)[number];

const random = seededRandom(Number(env.CHAOS_SEED ?? 1) + pid);
const chances = new Map(
  (env.CHAOS_POINTS ?? '')
    .split(',')
    .filter(Boolean)
    .map((entry) => {
      const [point = '', chance = '0'] = entry.split(':');
      return [point, Number(chance)];
    }),
);

export function dieAt(point: Point): void {
  if (random.next() >= (chances.get(point) ?? 0)) return;
  if (env.CHAOS_LOG) appendFileSync(env.CHAOS_LOG, `${point}\n`);
  kill(pid, 'SIGKILL');
}
