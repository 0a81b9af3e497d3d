/** The page as a person uses it who does not know it: with words in the wrong place, a phone, a keyboard, a screen reader. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';
import { chromiumPath, launchBrowser } from './browser.ts';
import { handleShop, shopCommands } from './shop-bot.ts';

const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 800 };

describe.skipIf(!chromiumPath)('the page in use', () => {
  let playground: Playground;
  let bot: TestBot;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    playground = await startPlayground({ port: 0, log: createLogger('error') });
    bot = await startBot(playground, shopCommands, handleShop);
    browser = await launchBrowser(chromiumPath!);
  });
  afterAll(async () => {
    await browser.close();
    await bot.close();
    await playground.close();
  });
  beforeEach(() => openPage({ viewport: WIDE }));
  afterEach(() => page.context().close());

  async function openPage(options: Parameters<Browser['newContext']>[0]): Promise<void> {
    await page?.context().close();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(playground.url);
    await page.locator('#bot-state.on').waitFor();
    await page.locator('.examples, #welcome h2').first().waitFor();
  }
  const field = () => page.locator('#composer textarea');
  const lastBody = () => page.locator('.message .body').last();
  const drop = async (name: string) => {
    const dataTransfer = await page.evaluateHandle((fileName) => {
      const data = new DataTransfer();
      data.items.add(new File(['a,b\n1,2\n'], fileName, { type: 'text/csv' }));
      return data;
    }, name);
    await page.dispatchEvent('#scroller', 'drop', { dataTransfer });
  };
  /** One message with everything the bot draws. */
  const trainOnce = async () => {
    await drop('pets.csv');
    await page.locator('.tray-action', { hasText: '/train' }).click();
    await page.keyboard.press('Enter');
    await page.locator('.embed').last().waitFor();
  };

  test('words typed after a command become its main option', async () => {
    await field().pressSequentially('/ask which model is small?');
    await page.getByText('Enter sends this as “question”').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => lastBody().textContent()).toBe('asked “which model is small?” in a null tone');
  });

  test('words that no option takes are kept, and sending waits', async () => {
    const before = await page.locator('.message').count();
    await field().pressSequentially('/silent now please');
    await page.keyboard.press('Enter');
    await page.getByText('No option takes “now please”').waitFor();
    expect(await page.locator('.adder').inputValue()).toBe('now please');
    expect(await page.locator('.message').count()).toBe(before);
  });

  test('a pasted command is run, quoted or not', async () => {
    for (const line of [
      '/ask question:"is tone: blue \\"right\\"?" tone:kind',
      '/ask question:is this right? tone:kind',
    ]) {
      await field().fill(line);
      await page.locator('.chip[data-option=tone]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.chip').first().waitFor({ state: 'detached' });
    }
    const texts = await page.locator('.message .body').allTextContents();
    expect(texts.slice(-2)).toEqual([
      'asked “is tone: blue "right"?” in a kind tone',
      'asked “is this right?” in a kind tone',
    ]);
  });

  test('a line that names no command is not posted as chat, unless a space says so', async () => {
    await field().fill('/traan data:x');
    await page.keyboard.press('Enter');
    await page.getByText('There is no command /traan').waitFor();
    expect(await field().inputValue()).toBe('/traan data:x');
    await field().fill(' /traan data:x');
    await page.keyboard.press('Enter');
    await expect.poll(() => lastBody().textContent()).toBe('/traan data:x');
  });

  test('a dropped file is answered with what can be done with it', async () => {
    await drop('pets.csv');
    await page.getByText('What shall happen with pets.csv?').waitFor();
    expect(await page.locator('.tray-action').allTextContents()).toEqual([
      '/trainTrains a model on your data',
    ]);
    await page.locator('.tray-action').click();
    await page.locator('.chip[data-option=dataset].filled', { hasText: 'pets.csv' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('an answer to one’s own act is scrolled to; what others do is not', async () => {
    for (let n = 0; n < 25; n += 1) {
      await field().fill(`line ${n}`);
      await page.keyboard.press('Enter');
    }
    await trainOnce();
    const scroller = page.locator('#scroller');
    const visible = (words: string) =>
      page
        .getByText(words)
        .last()
        .evaluate((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return bottom > 0 && top < innerHeight - 60;
        });
    // The embed's own button is above once the reader has scrolled up to the beginning of the message.
    await page
      .locator('.action', { hasText: 'Details' })
      .last()
      .evaluate((element) => {
        document.querySelector('#scroller')!.scrollTop = 0;
        setTimeout(() => (element as HTMLElement).click(), 100);
      });
    await expect.poll(() => visible('Only for You (en-US)')).toBe(true);
    await scroller.evaluate((element) => {
      element.scrollTop = 0;
    });
    await page.waitForTimeout(100);
    const channel = bot.client.channels.cache.find((one) => one.isSendable());
    await channel!.send('from elsewhere');
    await page.getByText('from elsewhere').waitFor({ state: 'attached' });
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
  });

  test('the view stays at the end while a message shrinks and another comes, until the reader scrolls', async () => {
    const channel = bot.client.channels.cache.find((one) => one.isSendable());
    const tall = await channel!.send('line\n'.repeat(150));
    await openPage({ viewport: WIDE });
    const scroller = page.locator('#scroller');
    const left = () => scroller.evaluate((one) => one.scrollHeight - one.clientHeight - one.scrollTop);
    const grow = (shrunk: string) =>
      page.evaluate((id) => {
        const element = document.querySelector<HTMLElement>(id)!;
        element.style.height = `${element.offsetHeight - 300}px`;
        element.style.overflow = 'hidden';
        // Asking for it lays the page out, which moves the view before the next message is there.
        void document.querySelector('#scroller')!.scrollTop;
        document.querySelector('#messages')!.insertAdjacentHTML('beforeend', '<p style="height:900px">');
      }, shrunk);
    await page.locator(`#message-${tall.id}`).waitFor();
    await expect.poll(left).toBeLessThan(2);
    await grow(`#message-${tall.id}`);
    await expect.poll(left).toBeLessThan(2);
    await scroller.hover();
    await page.mouse.wheel(0, -600);
    await expect.poll(left).toBeGreaterThan(500);
    await grow(`#message-${tall.id}`);
    await page.waitForTimeout(100);
    expect(await left()).toBeGreaterThan(500);
  });

  test('a form takes a file', async () => {
    await trainOnce();
    await page.locator('.action', { hasText: 'Try a file' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('tabby') });
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await expect.poll(() => lastBody().textContent()).toBe('one.txt: tabby');
  });

  test('a picture fills the screen of a phone, by key too, and the menu of a message can be touched', async () => {
    await trainOnce();
    await openPage({ viewport: PHONE, hasTouch: true, isMobile: true });
    const more = page.getByRole('button', { name: 'More' }).last();
    const { width, height } = (await more.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    await more.tap();
    await page.getByRole('menuitem', { name: 'Describe this' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.picture-button').last().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  test('a message drawn anew keeps the keyboard where it was', async () => {
    const channel = bot.client.channels.cache.find((one) => one.isSendable());
    const sent = await channel!.send('10 %');
    const more = page.locator(`#message-${sent.id} .more`);
    await more.focus();
    await sent.edit('20 %');
    await page.getByText('20 %').waitFor();
    expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('files: none').waitFor();
  });

  test('one can be another person, who sees only what that one may see', async () => {
    await trainOnce();
    await page.locator('.action', { hasText: 'Details' }).last().click();
    await page.getByText('Only for You (en-US)').last().waitFor();
    await page.selectOption('#person', 'member');
    await expect.poll(() => page.getByText('Only for You (en-US)').count()).toBe(0);
    await page.locator('.action', { hasText: 'Details' }).last().click();
    await page.getByText('Only for Bob (en-US)').last().waitFor();
  });

  test('the runs that the messages tell of are listed, and a press goes to the last of each', async () => {
    const channel = bot.client.channels.cache.find((one) => one.isSendable());
    const progress = await channel!.send('training');
    playground.annotate(progress.id, { runId: 'AB12CD34', state: 'running' });
    await page.locator('.run[data-run=AB12CD34]', { hasText: 'training' }).waitFor();
    const report = await channel!.send('the report');
    playground.annotate(report.id, { runId: 'AB12CD34', state: 'succeeded', final: true });
    await page.locator('.run[data-run=AB12CD34]', { hasText: 'done' }).click();
    await page.locator(`#message-${report.id}.found`).waitFor();
  });

  test('axe finds nothing to mend: wide and narrow, light and dark, with list and form open', async () => {
    await trainOnce();
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const findings: string[] = [];
    const examine = async (where: string) => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate<{
        violations: { id: string; nodes: { target: string[] }[] }[];
      }>('axe.run()');
      for (const { id, nodes } of violations)
        findings.push(`${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    };
    for (const colorScheme of ['light', 'dark'] as const)
      for (const viewport of [WIDE, PHONE]) {
        const where = `${colorScheme} ${viewport.width}`;
        await openPage({ viewport, colorScheme });
        await page.locator('.embed').last().waitFor();
        await examine(where);
        if ((colorScheme === 'light') !== (viewport === WIDE)) continue;
        await field().fill('/');
        await page.locator('.popup li').first().waitFor();
        await examine(`${where} with the list`);
        await page.keyboard.press('Escape');
        await page.locator('.action', { hasText: 'Predict' }).first().click();
        await page.getByRole('dialog').waitFor();
        await examine(`${where} with a form`);
      }
    expect(findings).toEqual([]);
  });

  test('the first load is below 300 kB', async () => {
    const sizes = await page.evaluate(() =>
      ['navigation', 'resource']
        .flatMap((kind) => performance.getEntriesByType(kind) as PerformanceResourceTiming[])
        .filter(({ name }) => !name.includes('/person/events'))
        .map(({ name, transferSize }) => ({ name, transferSize })),
    );
    const script = sizes.find(({ name }) => name.endsWith('/page.js'))!;
    expect(script.transferSize).toBeGreaterThan(1_000);
    expect(sizes.reduce((sum, { transferSize }) => sum + transferSize, 0)).toBeLessThan(300_000);
  });
});
