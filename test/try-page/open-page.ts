/** A page of a Run in headless Chromium, with the address of ONNX Runtime answered from the installed package. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { runtimePackage } from '../../src/try-page/runtime-package.ts';
import type { Made } from '../delivered/make-artifacts.ts';

export interface OpenedPage {
  page: Page;
  /** From opening the file until the model was ready. */
  seconds: number;
  /** Addresses that the page asked for. */
  asked: string[];
  /** What it complained about in its console. */
  complaints: string[];
}

/** @param hash such as `#lang=zh-CN` */
export async function openPage(browser: Browser, path: string, hash = ''): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const [asked, complaints]: [string[], string[]] = [[], []];
  const { facts, wasm } = await runtimePackage();
  await page.route(/^https?:/, async (route) => {
    asked.push(route.request().url());
    if (route.request().url() !== facts.url) return route.abort();
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/wasm' };
    return route.fulfill({ body: Buffer.from(wasm), headers });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const start = performance.now();
  await page.goto(`${pathToFileURL(path)}${hash}`);
  await page
    .waitForSelector('body[data-ready], .error', { timeout: 60_000 })
    .catch(() => complaints.push('the page never became ready'));
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
