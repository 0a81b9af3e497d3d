/**
 * A ModelHost that opens one file whatever the pipeline names, and keeps what the first run was fed with. In: a host, the
 * path of a variant. Out: a host for the code that predicts. Next: `offer-compact.ts` judges the variant by it.
 */
import type { ModelHost } from '../../delivered/model-host.ts';
import type { Feeds } from '../../engines/graph-session.ts';

interface VariantHost extends ModelHost {
  /** null before the first run. */
  firstFeeds(): Feeds | null;
}

export function variantHost(host: ModelHost, path: string): VariantHost {
  let first: Feeds | null = null;
  return {
    ...host,
    firstFeeds: () => first,
    open: async () => {
      const session = await host.open(path);
      const run: typeof session.run = (feeds, into) => {
        first ??= feeds;
        return session.run(feeds, into);
      };
      return { ...session, run };
    },
  };
}
