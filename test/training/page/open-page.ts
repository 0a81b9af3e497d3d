/** A page of a Run in headless Chromium, with the address of ONNX Runtime answered from the installed package. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { runtimePackage } from '../../../src/training/page/runtime-package.ts';
import type { Made } from './make-artifacts.ts';

export interface OpenedPage {
  page: Page;
  /** From opening the file until the model was ready. */
  seconds: number;
  /** Addresses that the page asked for. */
  asked: string[];
  /** What it complained about in its console. */
  complaints: string[];
}

export interface OpenOptions {
  language?: 'en' | 'zh-CN';
  /** Where the model's files lie, should the page ask for them. */
  artifactDir?: string;
  /** What happens to the runtime on its way. */
  change?: (wasm: Uint8Array) => void;
}

export async function openPage(
  browser: Browser,
  path: string,
  { language = 'en', artifactDir, change }: OpenOptions = {},
): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const [asked, complaints]: [string[], string[]] = [[], []];
  const { facts, wasm } = await runtimePackage();
  const served = Buffer.from(wasm);
  change?.(served);
  await page.route(/^https?:/, async (route) => {
    asked.push(route.request().url());
    if (route.request().url() !== facts.url) return route.abort();
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/wasm' };
    return route.fulfill({ body: served, headers });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const start = performance.now();
  await page.goto(`${pathToFileURL(path)}#lang=${language}`);
  await page.waitForSelector('body[data-ready], .error, .choose-model', { timeout: 60_000 });
  if (artifactDir && (await page.$('.choose-model'))) {
    await page.setInputFiles('.choose-model input', join(artifactDir, 'model/onnx/model.onnx'));
    await page.waitForSelector('body[data-ready], .error', { timeout: 60_000 });
  }
  return { page, seconds: (performance.now() - start) / 1_000, asked, complaints };
}

/** Enters the input of a made Run as a person would; waits for the answer. */
export async function enter(page: Page, { kind, input }: Made): Promise<void> {
  if ('text' in input) {
    await page.fill('textarea', input.text);
    await page.click('button.primary');
  } else if (kind === 'policy') {
    const { readFile } = await import('node:fs/promises');
    await page.fill('#pasted', await readFile(input.file.path, 'utf8'));
    await page.click('button.primary');
  } else await page.setInputFiles('input[type=file]', input.file.path);
  await page.waitForSelector('.output [data-ms], .output .error', { timeout: 60_000 });
}

/** Name → exact share, as the bars have it. */
export const sharesOf = async (page: Page): Promise<Record<string, number>> =>
  Object.fromEntries(
    await page.$$eval('.bar', (items) =>
      items.map((item) => [item.getAttribute('data-name') ?? '', Number(item.getAttribute('data-value'))]),
    ),
  );
