/** Where the trainable part of a network gets its inputs from. `image-source.ts` and `text-source.ts` make them. */
import type { Feeds } from '../../../engines/graph-session.ts';
import type { Random } from '../../../statistics/random.ts';

export interface TailSource {
  /**
   * The rows in batches: shuffled, or in an order that is quick to compute when `random` is null.
   * @param rows sample indices
   */
  batches(rows: Int32Array, size: number, random: Random | null): Int32Array[];
  /** Inputs of the tail for one batch whose samples were prepared; augmented when `random` is given. */
  feeds(rows: Int32Array, random: Random | null): Promise<Feeds>;
  /** Inputs made anew, nothing kept: for a first look at what a step costs. */
  sample(rows: Int32Array): Promise<Feeds>;
  /**
   * Runs the frozen part for the pool, the test part or the changed views of the pool, where that was not done yet.
   * Always in the same batches, so that the numbers do not depend on what was asked for before.
   * @throws the signal's reason when aborted
   */
  prepare(part: Part, watch: { signal: AbortSignal; onProgress: (share: number) => void }): Promise<void>;
  /** How often the frozen part has to be run for that. */
  runsFor(part: Part): number;
  close(): Promise<void>;
}

export type Part = 'pool' | 'views' | 'test';
