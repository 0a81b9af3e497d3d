/**
 * A ModelHost that opens other files than the pipeline names, and keeps what the first run of each was fed with. In: a
 * host, for each path the one to open. Out: a host for the code that predicts. Next: `offer-compact.ts` judges the variant
 * by it.
 */
import type { ModelHost } from '../../delivered/model-host.ts';
import type { Feeds } from '../../engines/graph-session.ts';

interface VariantHost extends ModelHost {
  /** Of the network that the pipeline names so, or of the only one; null before its first run. */
  firstFeeds(path?: string): Feeds | null;
}

export function variantHost(host: ModelHost, variantOf: (path: string) => string): VariantHost {
  const first = new Map<string, Feeds>();
  return {
    ...host,
    firstFeeds: (path = [...first.keys()][0]) => (path && first.get(path)) || null,
    open: async (path) => {
      const session = await host.open(variantOf(path));
      const run: typeof session.run = (feeds, into) => {
        if (!first.has(path)) first.set(path, feeds);
        return session.run(feeds, into);
      };
      return { ...session, run };
    },
  };
}
