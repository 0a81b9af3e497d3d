/** What a page of this kind of data runs. */
import { startPage } from '../start-page.ts';
import { policyView } from '../views/policy.ts';

await startPage(policyView);
