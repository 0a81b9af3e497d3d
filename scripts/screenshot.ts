/**
 * Makes `docs/playground.png`: the real bot, asked and given a data set on the playground's page, in headless
 * Chromium (Debian package `chromium`).
 *
 *   DATA_DIR=/tmp/tunesmith-shot npx tsx scripts/screenshot.ts [FILE.png]
 */
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/log.ts';
import { chromiumPath, launchBrowser } from '../test/playground/browser.ts';

const [target = 'docs/playground.png'] = process.argv.slice(2);
if (!chromiumPath) throw new Error('Chromium was not found; install the Debian package chromium.');

const app = await startApp({ config: readConfig(process.env), log: createLogger('warn'), playgroundPort: 0 });
const browser = await launchBrowser(chromiumPath);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1250 }, colorScheme: 'dark' });
  await page.goto(app.url!);
  await page.getByRole('button', { name: /^Say what you need/ }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Fine-tune it' }).waitFor();
  const field = page.getByRole('textbox', { name: /Message #tunesmith/ });
  await field.pressSequentially('/finetune');
  await page.keyboard.press('Enter');
  await page.keyboard.type('dataset:');
  await page.setInputFiles('.chip[data-option=dataset] input', 'samples/clipart.zip');
  await page.keyboard.type('budget:60s');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('.picture').waitFor({ timeout: 300_000 });
  await page.waitForTimeout(3_000);
  await page.screenshot({ path: target });
} finally {
  await browser.close();
  await app.close();
}
