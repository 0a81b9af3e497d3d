/** What a page of this kind of data runs. */
import { startPage } from '../start-page.ts';
import { textView } from '../views/text.ts';

await startPage(textView);
