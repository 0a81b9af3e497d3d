/**
 * `npm start`: the bot. With DISCORD_TOKEN on Discord; without it, a playground whose page's address is printed.
 * Ctrl-C stops it cleanly: Runs at work go back into the queue.
 */
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { isUserError } from './errors.ts';
import { createLogger } from './log.ts';

const startedAt = performance.now();
const tell = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  const log = createLogger(config.logLevel);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  const app = await startApp({ config, log, onStep: tell });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  tell(
    app.url
      ? `Ready after ${seconds} s. Open ${app.url} and type / (no DISCORD_TOKEN is set, so this is the playground). Ctrl-C stops.`
      : `Ready on Discord after ${seconds} s. Ctrl-C stops.`,
  );
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130);
    stopping = true;
    tell('Stopping; runs at work go back into the queue. Press Ctrl-C again to leave at once.');
    log.info({ signal }, 'stopping');
    await app.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${isUserError(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
});
