/** What a page of this kind of data runs. */
import { startPage } from '../start-page.ts';
import { audioView } from '../views/audio.ts';

await startPage(audioView);
