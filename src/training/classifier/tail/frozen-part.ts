/**
 * The frozen part of a network: run over all samples, then not for long. In: how to open it. Out: a FrozenPart, which is
 * in memory from its first run until it rests; a large one takes a gigabyte. Used by: `image-source.ts`, `text-source.ts`.
 */
import type { Feeds, GraphSession, GraphTensor } from '../../../engines/graph-session.ts';

export interface FrozenPart {
  run(feeds: Feeds): Promise<Record<string, GraphTensor>>;
  /** Frees its memory; the next run opens it again. */
  rest(): Promise<void>;
}

export function openWhenRun(open: () => Promise<GraphSession>): FrozenPart {
  let session: Promise<GraphSession> | undefined;
  return {
    run: async (feeds) => {
      session ??= open();
      return (await session).run(feeds);
    },
    rest: async () => {
      const opened = session;
      session = undefined;
      // What could not be opened has nothing to close; its run has said why.
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
