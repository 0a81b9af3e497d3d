/** What `run.ts` writes and `rules.ts` reads: one log and what every candidate made of it. */
import { readFileSync } from 'node:fs';

export interface TriedCandidate {
  id: string;
  /** On the validation episodes, by the policy learnt from the training ones. */
  estimate: { value: number; interval: [number, number]; resampled: number[]; members: number[] };
  coverage: number;
  /** True return of the policy that was estimated. */
  judged: number;
  /** True return of the same method on every episode: what would be delivered. */
  delivered: number;
  seconds: number;
}

export interface BenchRow {
  simulator: string;
  log: string;
  seed: number;
  episodes: number;
  rows: number;
  logged: number;
  random: number;
  expert: number;
  /** The estimate for the log itself. */
  own: { value: number; interval: [number, number] };
  tried: TriedCandidate[];
}

export const readRows = (path: string): BenchRow[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
