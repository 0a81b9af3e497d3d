/**
 * Creates an empty embedded store in the folder given as argument, then ends: the entry of a short-lived process.
 * Creating takes 800 MB for a moment, which a process that goes on would never give back. `embedded.ts` starts it.
 */
import { PGlite } from '@electric-sql/pglite';

// The parent is gone: what is created is not wanted any more.
process.once('disconnect', () => process.exit(1));

const folder = process.argv[2];
if (folder === undefined) throw new Error('create-store needs the folder as its argument.');
const pglite = await PGlite.create({ dataDir: folder });
await pglite.close();
process.disconnect?.();
process.exit(0);
