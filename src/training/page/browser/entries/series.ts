/** What a page of this kind of data runs. */
import { startPage } from '../start-page.ts';
import { seriesView } from '../views/series.ts';

await startPage(seriesView);
