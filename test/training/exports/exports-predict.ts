/** What the tests of `taken-away.test.ts` ask of exported folders: each is run as its reader would run it. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { MadeFormat } from '../../../src/child/export-formats.ts';
import { DATA_KINDS, type DataKind } from '../../../src/datasets/dataset.ts';
import { exportModel } from '../../../src/training/exports/export-model.ts';
import { chromiumPath } from '../../playground/browser.ts';
import type { Made } from '../page/make-artifacts.ts';
import { enter, openPage, sharesOf } from '../page/open-page.ts';

/** Single precision, adding up in another order. */
const TOLERANCE = 1e-3;
const run = promisify(execFile);
const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A Python with the packages that the folders ask for: `PYTHON`, or the one on the path. */
const python = process.env.PYTHON ?? 'python3';
const hasPython = await run(python, ['-c', 'import numpy, onnxruntime, PIL, tokenizers']).then(
  () => true,
  () => false,
);
if (!hasPython) console.warn('No Python with onnxruntime here: the Python exports are not run.');
if (chromiumPath === null) console.warn('No Chromium here: the exported sites are not opened.');

/** Exports, and unpacks the zip as a person does. @returns the folder in it */
async function take({ artifactDir }: Made, format: MadeFormat): Promise<string> {
  const workDir = join(artifactDir, '..', 'out');
  const { path } = await exportModel({
    kind: 'export',
    folders: { workDir, cacheDir: workDir },
    artifactDir,
    format,
  });
  const to = join(workDir, 'unpacked');
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(path)))) {
    await mkdir(dirname(join(to, name)), { recursive: true });
    await writeFile(join(to, name), bytes);
  }
  return join(to, format);
}

const inputOf = ({ input }: Made) => ('text' in input ? input.text : input.file.path);

const answerSchema = z.object({
  prediction: z.union([z.string(), z.number()]),
  probabilities: z.record(z.string(), z.number()).optional(),
});

/** What a program printed, against what `/predict` said. */
function expectSame(printed: string, { predicted }: Made): void {
  const answers = printed
    .trim()
    .split('\n')
    .map((line) => answerSchema.parse(JSON.parse(line)));
  expect(answers).toHaveLength(predicted.count);
  for (const [i, { prediction, probabilities }] of predicted.predictions.entries()) {
    const answer = answers[i]!;
    if (typeof answer.prediction === 'number')
      expect(answer.prediction / Number(prediction)).toBeCloseTo(1, 4);
    else expect(answer.prediction).toBe(prediction);
    for (const [c, name] of predicted.classes.entries())
      expect(Math.abs(answer.probabilities![name]! - probabilities[c]!)).toBeLessThan(TOLERANCE);
  }
}

async function expectPage(page: Awaited<ReturnType<Browser['newPage']>>, run: Made): Promise<void> {
  await enter(page, run);
  const { classes, predictions } = run.predicted;
  const shares = await sharesOf(page);
  for (const [i, name] of classes.entries())
    expect(Math.abs(shares[name]! - predictions[0]!.probabilities[i]!)).toBeLessThan(TOLERANCE);
  if (run.kind === 'prose')
    expect(await page.getAttribute('mark', 'data-continuation')).toBe(predictions[0]!.prediction);
  if (run.kind === 'series')
    expect(
      await page.$$eval('tr[data-time]', (rows) =>
        rows.map((row) => row.getAttribute('data-values')!.split(' ')[0]),
      ),
    ).toEqual(predictions.map(({ prediction }) => prediction));
}

/** @param made Runs of every kind, once they are trained */
export function exportsPredict({
  made,
  browser,
}: {
  made: ReadonlyMap<DataKind, Made>;
  browser: () => Browser;
}): void {
  describe('a model taken to Node', () => {
    it.each(DATA_KINDS)('predicts %s as /predict does', async (kind) => {
      const at = await take(made.get(kind)!, 'node');
      await symlink(MODULES, join(at, 'node_modules'));
      const { stdout } = await run(process.execPath, ['predict.js', inputOf(made.get(kind)!)], { cwd: at });
      expectSame(stdout, made.get(kind)!);
    });
  });

  describe('a model taken to TensorFlow.js', () => {
    it.each(['image', 'policy'] as const)('predicts %s as /predict does', async (kind) => {
      const at = await take(made.get(kind)!, 'tfjs');
      await symlink(MODULES, join(at, 'node_modules'));
      const { stdout } = await run(process.execPath, ['predict.js', inputOf(made.get(kind)!)], { cwd: at });
      expectSame(stdout, made.get(kind)!);
    });

    it('is refused where it has an operator without a counterpart, which is named', async () => {
      await expect(take(made.get('prose')!, 'tfjs')).rejects.toMatchObject({ code: 'export-tfjs-op' });
    });
  });

  describe.runIf(hasPython)('a model taken to Python', () => {
    it.each(DATA_KINDS.filter((kind) => kind !== 'series'))('predicts %s as /predict does', async (kind) => {
      const at = await take(made.get(kind)!, 'python');
      const { stdout } = await run(python, ['predict.py', inputOf(made.get(kind)!)], { cwd: at });
      expectSame(stdout, made.get(kind)!);
    });
  });

  describe.runIf(chromiumPath !== null)('a model taken as a site', () => {
    it.each(DATA_KINDS)('predicts %s as /predict does, from a file and without a network', async (kind) => {
      const at = await take(made.get(kind)!, 'site');
      const { page, asked, complaints } = await openPage(browser(), join(at, 'index.html'));
      await expectPage(page, made.get(kind)!);
      expect({ asked, complaints }).toEqual({ asked: [], complaints: [] });
      await page.close();
    });

    it('works from a server that only serves files', async () => {
      const at = await take(made.get('policy')!, 'site');
      const server = createServer(async (request, response) => {
        const name = request.url === '/' ? 'index.html' : request.url!.slice(1);
        const type = name.endsWith('.js') ? 'text/javascript' : 'text/html';
        response.writeHead(200, { 'content-type': type }).end(await readFile(join(at, name)));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      const page = await browser().newPage();
      await page.goto(`http://127.0.0.1:${address.port}/`);
      await page.waitForSelector('body[data-ready], .error', { timeout: 60_000 });
      await expectPage(page, made.get('policy')!);
      await page.close();
      await new Promise((resolve) => server.close(resolve));
    });
  });
}
