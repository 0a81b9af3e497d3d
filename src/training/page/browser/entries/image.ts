/** What a page of this kind of data runs. */
import { startPage } from '../start-page.ts';
import { imageView } from '../views/image.ts';

await startPage(imageView);
