/** Where the SQL that makes and changes the tables lies; both stores run it when they open. */
import { fileURLToPath } from 'node:url';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
