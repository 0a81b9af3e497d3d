/**
 * How many Runs are lost when the bot is killed at random? `npx tsx bench/kill.ts [--kills 20] [--real]`.
 * Starts a bot without its chat (store, queue, worker, trainer children), which keeps asking for Runs, and kills it
 * (SIGKILL) after a random time, again and again on one data folder; the last start is left to finish. Counts the
 * Runs that were acknowledged, ended, lost, and how often each end was reported. The trainer is the small one of the
 * tests unless `--real` is given: then each Run fine-tunes on a text data set. DATABASE_URL chooses PostgreSQL.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { RunSpec } from '../src/child/run-spec.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/log.ts';
import { openRuns } from '../src/runs/runs.ts';
import { openObjects } from '../src/storage/objects.ts';
import { startWorker } from '../src/worker/work.ts';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    real: { type: 'boolean', default: false },
    bot: { type: 'boolean', default: false },
    create: { type: 'string', default: '0' },
  },
});
/** At most this many Runs are asked for, so that the bench ends. */
const MAX_RUNS = options.real ? 10 : 60;
/** Counted from the moment the store is open; one kill in five strikes before, while the bot starts. */
const KILL_AFTER_MS = { min: 50, max: options.real ? 20_000 : 8_000 };
const KILL_WHILE_STARTING_MS = { min: 200, max: 4_000 };
const SETTLE_MS = 10 * 60_000;

/** 60 short texts in two classes, enough for a trainer to finish in seconds. */
const dataset = Buffer.from(
  ['text,label']
    .concat(
      Array.from({ length: 60 }, (_, i) =>
        i % 2 === 0
          ? `the parcel number ${i} came late and the box was broken,delivery`
          : `please tell me why invoice ${i} shows the wrong amount,billing`,
      ),
    )
    .join('\n'),
);
const sha256 = createHash('sha256').update(dataset).digest('hex');
const key = `uploads/${sha256}/tickets.csv`;

async function runBot(): Promise<void> {
  const config = readConfig({ ...process.env, RUNS_PER_USER: '1000', RUNS_PER_GUILD: '1000' });
  const log = createLogger('silent');
  const objects = openObjects(config);
  const runs = await openRuns({ config, log, role: 'bot' });
  console.log('open');
  await objects.putBytes(key, dataset);
  const announce = async (): Promise<void> => {
    for (const run of await runs.unannounced()) {
      appendFileSync(join(config.dataDir, 'announced'), `${run.id} ${run.state}\n`);
      await runs.markAnnounced(run.id);
    }
  };
  let announcing = announce();
  runs.subscribe(() => {
    announcing = announcing.then(announce);
  });
  const trainer = options.real ? undefined : new URL('../test/runs/fixtures/trainer.ts', import.meta.url);
  await startWorker({ runs, objects, config, log, trainer });
  const place = { guildId: 'bench', channelId: 'bench', userId: 'bench', locale: 'en-US' };
  for (let left = Number(options.create); left > 0; left--) {
    const run = await runs.create(makeSpec(), place);
    appendFileSync(join(config.dataDir, 'acknowledged'), `${run.id}\n`);
    await new Promise((resolve) => setTimeout(resolve, randomInt(50, 1_000)));
  }
  setInterval(async () => {
    const unfinished = [...(await runs.active()), ...(await runs.unannounced())];
    if (unfinished.length === 0) console.log('idle');
  }, 500);
}

const makeSpec = (): RunSpec => ({
  dataset: { key, name: 'tickets.csv', bytes: dataset.length, sha256 },
  test: null,
  kind: 'text',
  model: 'auto',
  modelFile: null,
  target: null,
  unfreeze: 'none',
  budgetSeconds: 10,
  seed: 1,
  horizon: null,
});

function startBot(dataDir: string, create: number): ChildProcess {
  const script = fileURLToPath(import.meta.url);
  const args = ['--import', 'tsx', script, '--bot', '--create', String(create)];
  if (options.real) args.push('--real');
  return spawn(process.execPath, args, {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Resolves when the bot has said the word, or has ended. */
function hears(bot: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: bot.stdout! })
      .on('line', (line) => line === word && resolve())
      .once('close', resolve);
  });
}

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];

async function bench(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tunesmith-kill-'));
  const acknowledged = () => linesOf(join(dataDir, 'acknowledged'));
  const startedAt = Date.now();
  const kills = Number(options.kills);
  for (let kill = 1; kill <= kills; kill++) {
    const left = MAX_RUNS - acknowledged().length;
    const bot = startBot(dataDir, Math.min(left, Math.ceil(MAX_RUNS / kills) * 2));
    const isStarting = kill > 1 && kill % 5 === 0;
    if (!isStarting) await hears(bot, 'open');
    const { min, max } = isStarting ? KILL_WHILE_STARTING_MS : KILL_AFTER_MS;
    const afterMs = randomInt(min, max);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    bot.kill('SIGKILL');
    await new Promise((resolve) => bot.once('close', resolve));
    const when = isStarting ? 'of starting' : 'of working';
    console.log(
      `kill ${kill} after ${afterMs} ms ${when}: ${acknowledged().length} Runs acknowledged so far`,
    );
  }
  const bot = startBot(dataDir, Math.max(0, Math.min(5, MAX_RUNS - acknowledged().length)));
  await Promise.race([hears(bot, 'idle'), new Promise((resolve) => setTimeout(resolve, SETTLE_MS).unref())]);
  bot.kill('SIGTERM');
  await new Promise((resolve) => bot.once('close', resolve));
  report(dataDir, acknowledged(), kills, startedAt);
  rmSync(dataDir, { recursive: true, force: true });
}

function report(dataDir: string, acknowledged: string[], kills: number, startedAt: number): void {
  const reports = new Map<string, string[]>();
  for (const line of linesOf(join(dataDir, 'announced'))) {
    const [id, state] = line.split(' ') as [string, string];
    reports.set(id, [...(reports.get(id) ?? []), state]);
  }
  const known = acknowledged.map((id) => reports.get(id) ?? []);
  const figures = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
    store: process.env.DATABASE_URL ? 'PostgreSQL' : 'PGlite',
    trainer: options.real ? 'real' : 'small',
    kills,
    acknowledged: acknowledged.length,
    succeeded: known.filter(([state]) => state === 'succeeded').length,
    failed: known.filter(([state]) => state === 'failed').length,
    lost: known.filter((states) => states.length === 0).length,
    reportedMoreThanOnce: known.filter((states) => states.length > 1).length,
    seconds: Math.round((Date.now() - startedAt) / 1000),
  };
  console.log(JSON.stringify(figures, null, 2));
  if (figures.lost > 0) process.exitCode = 1;
}

await (options.bot ? runBot() : bench());
