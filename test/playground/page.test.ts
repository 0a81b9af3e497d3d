import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';
import { chromiumPath, launchBrowser } from './browser.ts';
import { handleShop, shopCommands } from './shop-bot.ts';

if (!chromiumPath) console.warn('No Chromium here (Debian package "chromium"): the page tests are skipped');

describe.skipIf(!chromiumPath)('the page', () => {
  let playground: Playground;
  let bot: TestBot;
  let browser: Browser;
  let page: Page;
  let folder: string;
  /** Errors of the page and requests that left the playground; both must stay empty. */
  const wrong: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playground-page-'));
    await writeFile(join(folder, 'pets.csv'), 'text,label\nmeow,cat\nwoof,dog\n');
    playground = await startPlayground({
      port: 0,
      log: createLogger('error'),
      limits: { firstResponseMs: 1_500 },
    });
    bot = await startBot(playground, shopCommands, handleShop);
    browser = await launchBrowser(chromiumPath!);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(new URL(playground.url).origin))
        wrong.push(request.url());
    });
    page.setDefaultTimeout(10_000);
    await page.goto(playground.url);
  });
  afterAll(async () => {
    await browser.close();
    await bot.close();
    await playground.close();
    await rm(folder, { recursive: true });
  });

  const field = () => page.getByRole('textbox', { name: /Message #tunesmith/ });
  const messages = () => page.locator('.message');

  test('a command is picked, filled with a file, a completed and a checked option, and run', async () => {
    await field().pressSequentially('/tr');
    await expect
      .poll(() => page.locator('.popup li').allTextContents())
      .toEqual(['/trainTrains a model on your data']);
    await page.keyboard.press('Enter');
    await page.setInputFiles('.chip[data-option=dataset] input', join(folder, 'pets.csv'));
    await page.keyboard.type('model:mob');
    await page.locator('.popup li', { hasText: 'mobilenet-v2' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('epochs:99');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.popup .problem').textContent()).toContain('it takes at most 50');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.locator('.embed').waitFor();
    expect(await page.locator('.embed-title').textContent()).toContain('Run finished');
    expect(await page.locator('.field dd').allTextContents()).toEqual(['0.91', '0.90', '0.72']);
    expect(await page.locator('.field dt').first().textContent()).toBe('1. Accuracy');
  });

  test('the picture of the embed is drawn and the file is offered', async () => {
    const picture = page.locator('.embed .picture');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(160);
    const href = await page.locator('.file-card[data-filename="model.zip"]').getAttribute('href');
    expect(await (await fetch(new URL(href!, playground.url))).text()).toBe('onnx');
  });

  test('a button answers privately, a form is filled and sent, a select chooses', async () => {
    await page.locator('.action', { hasText: 'Details' }).click();
    await page.getByText('Only for You (en-US)').waitFor();
    await page.getByText('Only you can see this').waitFor();
    await page.locator('.action', { hasText: 'Predict' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('a small tabby');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Prediction for “a small tabby”: cat').waitFor();
    await page.selectOption('select[data-custom-id=class]', 'dog');
    await page.getByText('chosen: dog').waitFor();
  });

  test('a command without an answer says so', async () => {
    await field().fill('/silent ');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The application did not respond').waitFor();
  });

  test('a dropped file is posted, and the menu of its message runs a message command', async () => {
    const drop = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['a,b\n1,2\n'], 'dropped.csv', { type: 'text/csv' }));
      return data;
    });
    await page.dispatchEvent('#scroller', 'drop', { dataTransfer: drop });
    await page.locator('.tray-file', { hasText: 'dropped.csv' }).waitFor();
    await field().fill('**mine** <b>not html</b>');
    await page.keyboard.press('Enter');
    const posted = messages().last();
    await expect.poll(() => posted.locator('.body').textContent()).toBe('mine <b>not html</b>');
    await posted.hover();
    await posted.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Describe this' }).click();
    await page.getByText('files: dropped.csv').waitFor();
  });

  test('a file dropped on an open command becomes its attachment option', async () => {
    await field().fill('/train ');
    const drop = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['a,b\n1,2\n'], 'late.csv'));
      return data;
    });
    await page.dispatchEvent('#scroller', 'drop', { dataTransfer: drop });
    await page.locator('.chip[data-option=dataset].filled', { hasText: 'late.csv' }).waitFor();
    await page.keyboard.press('Escape');
    await field().waitFor();
  });

  test('the page changes its language, and the bot hears of it', async () => {
    await page.selectOption('#locale', 'zh-CN');
    await page.locator('#composer textarea').fill('/');
    await page.locator('.popup li', { hasText: '/训练用你的数据训练模型' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.action', { hasText: 'Details' }).click();
    await page.getByText('Only for You (zh-CN)').waitFor();
    await page.selectOption('#locale', 'en-US');
  });

  test('a reload shows the same channel, and a narrow window has no sideways scrolling', async () => {
    const before = await messages().count();
    await page.setViewportSize({ width: 390, height: 760 });
    await page.reload();
    await expect.poll(() => messages().count()).toBe(before);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('nothing was fetched from elsewhere and nothing failed', () => {
    expect(wrong).toEqual([]);
    expect(bot.failures).toEqual([]);
  });

  const placeOf = ({ url }: Playground) => {
    const { port, searchParams } = new URL(url);
    return { port: Number(port), key: searchParams.get('key')! };
  };

  test('the key leaves the address bar, and no script can read it', async () => {
    expect(page.url()).toBe(`${new URL(playground.url).origin}/`);
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('after a restart on the same port the page finds the channel and the commands again', async () => {
    const { port, key } = placeOf(playground);
    await bot.close();
    await playground.close();
    await page.getByText('The connection to the playground is lost').waitFor();
    playground = await startPlayground({ port, key, log: createLogger('error') });
    bot = await startBot(playground, shopCommands, handleShop);
    await page.locator('#bot-state.on').waitFor();
    await expect.poll(() => messages().count()).toBe(0);
    await field().fill('/');
    await page.locator('.popup li', { hasText: '/train' }).waitFor();
  });

  test('a playground with another key lets the page in no more, and the page says what to do', async () => {
    const { port } = placeOf(playground);
    await bot.close();
    await playground.close();
    playground = await startPlayground({ port, log: createLogger('error') });
    bot = await startBot(playground, shopCommands, handleShop);
    await page.getByText('Open the address that it printed').waitFor();
  });
});
