/** What the tests of `taken-away.test.ts` ask of the page of a Run. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { DATA_KINDS, type DataKind } from '../../../src/datasets/dataset.ts';
import { PAGE_LIMIT_BYTES } from '../../../src/training/page/build-page.ts';
import { runtimePackage } from '../../../src/training/page/runtime-package.ts';
import { chromiumPath } from '../../playground/browser.ts';
import type { Made } from './make-artifacts.ts';
import { enter, openPage, sharesOf } from './open-page.ts';

/** What the page may differ from `/predict` in a probability: WebAssembly adds up in another order. */
const TOLERANCE = 1e-3;

if (chromiumPath === null) console.warn('No Chromium here: the pages of Runs are not tested in a browser.');

/** @param made Runs of every kind, once they are trained */
export function pagesPredict({
  made,
  browser,
}: {
  made: ReadonlyMap<DataKind, Made>;
  browser: () => Browser;
}): void {
  const pagePath = (kind: DataKind) => join(made.get(kind)!.artifactDir, 'try.html');
  it.each(DATA_KINDS)(
    'of %s is at most as large as Discord takes, and is listed in the report',
    async (kind) => {
      const { artifactDir } = made.get(kind)!;
      expect((await stat(pagePath(kind))).size).toBeLessThanOrEqual(PAGE_LIMIT_BYTES);
      const report = z
        .object({ files: z.array(z.object({ path: z.string(), role: z.string() })) })
        .parse(JSON.parse(await readFile(join(artifactDir, 'report.json'), 'utf8')));
      expect(report.files).toContainEqual(expect.objectContaining({ path: 'try.html', role: 'page' }));
    },
  );

  it.runIf(chromiumPath !== null).each(DATA_KINDS)('of %s predicts as /predict does', async (kind) => {
    const run = made.get(kind)!;
    const { page, asked, complaints } = await openPage(browser(), pagePath(kind), {
      artifactDir: run.artifactDir,
    });
    await enter(page, run);
    const { classes, predictions } = run.predicted;
    if (classes.length > 0) {
      const shares = await sharesOf(page);
      expect(Object.keys(shares).toSorted()).toEqual(classes.toSorted());
      for (const [i, name] of classes.entries())
        expect(Math.abs(shares[name]! - predictions[0]!.probabilities[i]!)).toBeLessThan(TOLERANCE);
    } else if (kind === 'prose')
      expect(await page.getAttribute('mark', 'data-continuation')).toBe(predictions[0]!.prediction);
    else {
      const rows = await page.$$eval('tr[data-time]', (items) =>
        items.map((item) => ({
          id: `${item.getAttribute('data-series')} ${item.getAttribute('data-time')}`,
          prediction: item.getAttribute('data-values')!.split(' ')[0],
        })),
      );
      expect(rows).toEqual(predictions.map(({ id, prediction }) => ({ id, prediction })));
    }
    expect(complaints).toEqual([]);
    expect(asked).toEqual([(await runtimePackage()).facts.url]);
    await page.close();
  });

  it.runIf(chromiumPath !== null)('refuses another runtime than the one it was made with', async () => {
    const { page } = await openPage(browser(), pagePath('policy'), {
      change: (wasm) => {
        wasm[wasm.length - 1] = wasm.at(-1)! ^ 1;
      },
    });
    expect(await page.textContent('.error')).toContain('ONNX Runtime could not be loaded');
    await page.close();
  });

  it.runIf(chromiumPath !== null)('speaks Chinese, and switches back', async () => {
    const { page } = await openPage(browser(), pagePath('policy'), { language: 'zh-CN' });
    expect(await page.textContent('h1')).toBe('试用：log.csv');
    await page.fill('#pasted', 'a,b\n1,2');
    await page.click('button.primary');
    await page.waitForSelector('.output .error');
    expect(await page.textContent('.output .error')).toMatch(/^没有成功：.*列/);
    await page.click('button.language');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    expect(await page.textContent('h1')).toBe('Try it: log.csv');
    await page.close();
  });
}
