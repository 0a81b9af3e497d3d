/** What a page of this kind of data runs. */
import { startPage } from '../start-page.ts';
import { proseView } from '../views/prose.ts';

await startPage(proseView);
