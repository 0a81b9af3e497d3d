/**
 * `npm start`: the bot. With DISCORD_TOKEN on Discord; without it, a playground whose page's address is printed.
 * Ctrl-C stops it cleanly: Runs at work go back into the queue.
 */
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { guardProcess } from './guard-process.ts';
import { createLogger } from './log.ts';
import { lastWords } from './outage/explain-outage.ts';

const startedAt = performance.now();
const tell = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  const log = createLogger(config.logLevel);
  let close = async (): Promise<void> => {};
  let drain = async (): Promise<void> => {};
  const leave = guardProcess({
    log,
    close: () => close(),
    drain: () => drain(),
    onStop: () => tell('Stopping; runs at work go back into the queue. Press Ctrl-C again to leave at once.'),
  });
  const app = await startApp({ config, log, onStep: tell, onDeposed: leave });
  close = app.close;
  drain = app.drain;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  tell(
    app.url
      ? `Ready after ${seconds} s. Open ${app.url} and type / (no DISCORD_TOKEN is set, so this is the playground). Ctrl-C stops.`
      : `Ready on Discord after ${seconds} s. Ctrl-C stops.`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error)}\n`);
  process.exit(1);
});
