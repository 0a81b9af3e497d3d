import type { Links } from '../../src/storage/links.ts';

/** For where nothing can be linked to. */
export const NO_LINKS: Links = { linkTo: async () => null };
