/** Where the trainable part of a network gets its inputs from. `image-source.ts` and `text-source.ts` make them. */
import type { Feeds } from '../../engines/graph-session.ts';
import type { Random } from '../../random.ts';

export interface TailSource {
  /**
   * The rows in batches: shuffled, or in an order that is quick to compute when `random` is null.
   * @param rows sample indices
   */
  batches(rows: Int32Array, size: number, random: Random | null): Int32Array[];
  /** Inputs of the tail for one batch; augmented when `random` is given. */
  feeds(rows: Int32Array, random: Random | null): Promise<Feeds>;
  close(): Promise<void>;
}
