/**
 * The address of a bot to talk to: the one given, the one that holds the data folder, or one started for this call.
 * A bot started here stays until other calls that found it are answered too (each leaves a guest file).
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { readLock } from '../database/data-lock.ts';
import { isUserError } from '../errors.ts';
import type { Logger } from '../log.ts';

interface ReachedBot {
  url: string;
  /** Leaves; stops the bot where it was started for this call. */
  close(): Promise<void>;
}

interface ReachOptions {
  config: Config;
  log: Logger;
  url: string | null;
  onStep: (text: string) => void;
}

const POLL_MS = 250;
/** A bot that holds the folder and has no page yet is still starting, or is on Discord. */
const PATIENCE_MS = 60_000;

/** @throws UserErrors of `startApp`; `data-folder-in-use` when its holder has no page. */
export async function reachBot(options: ReachOptions): Promise<ReachedBot> {
  const { config, url } = options;
  if (url) return { url: withKey(url, config.dataDir), close: async () => {} };
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const holder = readLock(config.dataDir);
    if (holder?.url) return visit(config.dataDir, holder.url);
    if (holder && Date.now() < deadline) {
      await sleep(POLL_MS);
      continue;
    }
    try {
      return await host(options);
    } catch (error) {
      // Another call was faster: talk to its bot.
      const isRace = isUserError(error) && error.code === 'data-folder-in-use' && Date.now() < deadline;
      if (!isRace) throw error;
    }
  }
}

/** An address without its key gets it from the data folder, where that is the same bot's. */
function withKey(url: string, dataDir: string): string {
  const known = readLock(dataDir)?.url ?? null;
  const hasKey = !URL.canParse(url) || new URL(url).searchParams.has('key');
  return !hasKey && known !== null && new URL(known).origin === new URL(url).origin ? known : url;
}

const guestsDir = (dataDir: string): string => join(dataDir, 'guests');

function visit(dataDir: string, url: string): ReachedBot {
  mkdirSync(guestsDir(dataDir), { recursive: true });
  const card = join(guestsDir(dataDir), String(process.pid));
  writeFileSync(card, url);
  return { url, close: async () => rmSync(card, { force: true }) };
}

async function host({ config, log, onStep }: ReachOptions): Promise<ReachedBot> {
  const { startApp } = await import('../app.ts');
  // Without a token even where one is configured: a line typed here is for the playground.
  const app = await startApp({
    config: { ...config, discordToken: undefined },
    log,
    playgroundPort: 0,
    onStep,
  });
  return {
    url: app.url!,
    close: async () => {
      if (guests(config.dataDir).length > 0) onStep('Waiting for other calls that use this bot …');
      while (guests(config.dataDir).length > 0) await sleep(POLL_MS);
      await app.close();
    },
  };
}

/** Processes that still talk to the bot of this folder; cards of dead ones are removed. */
function guests(dataDir: string): number[] {
  let names: string[];
  try {
    names = readdirSync(guestsDir(dataDir));
  } catch {
    return [];
  }
  return names.map(Number).filter((pid) => {
    const alive = isAlive(pid);
    if (!alive) rmSync(join(guestsDir(dataDir), String(pid)), { force: true });
    return alive;
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
