import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { DATA_KINDS, type DataKind } from '../../src/datasets/dataset.ts';
import { chromiumPath, launchBrowser } from '../playground/browser.ts';
import { exportsPredict } from './exports/exports-predict.ts';
import { type Made, makeArtifact } from './page/make-artifacts.ts';
import { pagesPredict } from './page/pages-predict.ts';

let folder: string;
let browser: Browser | null = null;
const made = new Map<DataKind, Made>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taken-away-'));
  for (const kind of DATA_KINDS) made.set(kind, await makeArtifact(kind, folder));
  if (chromiumPath !== null) browser = await launchBrowser(chromiumPath);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const given = { made, browser: () => browser! };
describe('the page of a Run', () => pagesPredict(given));
describe('an exported folder', () => exportsPredict(given));
