/** How the `*-features.ts` files hand over what they have computed. Used by: `embed.ts`. */

export interface FeatureSink {
  /** @param vector [d], copied */
  done: (index: number, vector: Float32Array) => Promise<void>;
  failed: (index: number, reason: string) => Promise<void>;
  signal?: AbortSignal;
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
