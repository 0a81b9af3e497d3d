/**
 * The whole bot, put together: store, objects, worker, chat (Discord with a token, else the playground), dispatcher
 * and announcer. In: Config. Out: an App that runs until `close`. `main.ts`, `say.ts`, `demo.ts` and the tests start
 * it; nothing else constructs long-lived parts.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Events, Status } from 'discord.js';
import { commands } from '../commands/index.ts';
import { cacheLimit, keepCacheWithin } from './cache/limit-cache.ts';
import { loadKnowledge } from './catalogue/knowledge.ts';
import { limitChildren } from './child/child-slots.ts';
import { hiddenFiles } from './child/hidden-files.ts';
import { chooseIsolation } from './child/isolation.ts';
import { runChild } from './child/run-child.ts';
import type { Config } from './config.ts';
import { Announcer } from './discord/announce/announcer.ts';
import { createChannel } from './discord/announce/channel.ts';
import { connectClient, inShard } from './discord/client.ts';
import type { Services } from './discord/command.ts';
import { ConsentRequests } from './discord/consent-requests.ts';
import { commandsJson } from './discord/define/command-json.ts';
import { registerCommands } from './discord/define/register.ts';
import { createDispatcher, type DispatcherOptions } from './discord/dispatcher.ts';
import { removeExpiredDrafts } from './discord/draft.ts';
import { removeExpiredAnswers } from './discord/kept/answer.ts';
import { welcome } from './discord/server/welcome.ts';
import { uploadBytesOfTier } from './discord/upload-limit.ts';
import { createDownloads } from './fetch/downloads.ts';
import type { Logger } from './log.ts';
import type { PlaygroundOptions } from './playground/server.ts';
import { createCallBudget } from './recommend/call-budget.ts';
import { removeExpired } from './recommend/consultation.ts';
import { createHubFinder } from './recommend/hub-search.ts';
import { RecentConsultations } from './recommend/recent-consultations.ts';
import { prepareVocabularies } from './recommend/understand/gloss.ts';
import { openRuns, type Runs } from './runs/runs.ts';
import { SettingsCache } from './runs/servers/settings-cache.ts';
import { sweepDaily } from './runs/sweep.ts';
import { keepRecordsFor } from './storage/kept-records.ts';
import { openObjects } from './storage/objects.ts';
import { openLinks } from './storage/open-links.ts';
import { probeStorage } from './storage/probe-storage.ts';
import type { Gateway } from './worker/health/metrics.ts';
import { openHealth } from './worker/health/open-health.ts';
import { startWorker } from './worker/work.ts';
import { dropOldFeatures } from './worker/work-folder.ts';

export interface AppOptions {
  config: Config;
  log: Logger;
  /** Port of the playground, instead of the configured one. */
  playgroundPort?: number;
  /** Hear the traffic between the bot and the playground, and furnish it; for tests. */
  playgroundHooks?: Pick<PlaygroundOptions, 'onRequest' | 'onDispatch' | 'privateChannels' | 'limits'>;
  /** Hears what is going on while the bot starts, in words for the terminal. */
  onStep?: (text: string) => void;
  /** Stands in for the child process in tests. */
  child?: typeof runChild;
  /** The trainer's module; tests give their own. */
  trainer?: URL;
  /** Called when another bot on the same database has taken this one's place: close it. */
  onDeposed?: () => void;
}

export interface App {
  /** Address of the playground's page; null on Discord. */
  url: string | null;
  /** Where health and metrics are served; null where they are not. */
  healthPort: number | null;
  services: Services;
  /** Its worker takes no more Runs; resolves when those at work are over. Answers go on. */
  drain(): Promise<void>;
  /** Stops taking work, puts Runs at work back into the queue, disconnects, closes the store. */
  close(): Promise<void>;
}

/** Children of the bot itself (inspect, measure, predict) beside the trainers. */
const CHILD_SLOTS = 2;

/** @throws UserErrors of the store, the playground's port and the configuration. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await buildApp({ ...options, config, log }, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function buildApp(
  options: AppOptions,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<App> {
  const { config, log, onStep = () => {} } = options;
  chooseIsolation(config.isolation, hiddenFiles(config.dataDir));
  keepRecordsFor(config.keepDays.recommendations);
  onStep(openingStep(config));
  const objects = openObjects(config);
  await probeStorage(objects, log, config.startupWaitSeconds * 1_000);
  const links = await openLinks({ config, objects, log }, closers);
  const runs = await openRuns({ config, log, role: 'bot' });
  closers.push(() => runs.close());

  closers.push(await takePlace(options, runs));
  const chat = await openChat(options, closers);
  await runs.serve(nameOf(chat), [...chat.client.guilds.cache.keys()]);
  runs.lock?.update({ url: chat.playground?.url ?? null });
  const downloadDir = join(config.dataDir, 'downloads');
  // What a killed process left there.
  await rm(downloadDir, { recursive: true, force: true });
  const services: Services = {
    config,
    runs,
    objects,
    links,
    downloads: createDownloads({
      objects,
      dir: downloadDir,
      maxBytes: config.maxAttachmentBytes,
      minFreeBytes: config.minFreeBytes,
      extraHosts: [...config.attachmentHosts, ...(chat.playground ? [chat.playground.cdnHost] : [])],
    }),
    runChild: limitChildren(options.child ?? runChild, CHILD_SLOTS),
    hub: createHubFinder(config.hub),
    chatCalls: createCallBudget(config.llm?.callsPerPerson ?? 0),
    recent: new RecentConsultations(),
    consents: new ConsentRequests(objects),
    settings: new SettingsCache(runs.servers, log),
  };
  const health = await openHealth({ config, runs, objects, gateway: gatewayOf(chat), log });
  closers.push(health.close);
  const { metrics } = health;
  await answerInteractions(chat, services, { log, onAnswered: metrics.answered }, closers);
  setImmediate(() => prepareVocabularies(loadKnowledge().vocabularies));
  closers.push(removeWhatExpired(services, log));
  closers.push(sweepDaily({ runs, objects, config, keepDays: config.keepDays, log }));
  let drain = async (): Promise<void> => {};
  if (config.workerConcurrency > 0) {
    const worker = await startWorker({
      ...{ runs, objects, config, log },
      onEnded: metrics.ended,
      trainer: options.trainer,
    });
    closers.push(() => worker.stop());
    drain = worker.drain;
  } else closers.push(keepCacheWithin(cacheLimit(config), log).stop);
  return { url: chat.playground?.url ?? null, healthPort: health.port, services, drain, close };
}

/**
 * Of two bots with one token (or two playgrounds) on one database, the second stands by until the first is gone: both would
 * answer each command and post each report.
 */
async function takePlace(
  { config, log, onStep, onDeposed }: AppOptions,
  runs: Runs,
): Promise<() => Promise<void>> {
  const { discordToken, shard } = config;
  const who = discordToken
    ? `discord ${createHash('sha256').update(discordToken).digest('hex').slice(0, 16)}`
    : 'playground';
  const claim = await runs.claim(`bot ${who} ${shard.index}/${shard.count}`, {
    signal: new AbortController().signal,
    onWait: () => {
      log.warn('another process is this bot already; standing by');
      onStep?.('Another process is this bot already; standing by until it ends …');
    },
  });
  claim.lost.addEventListener('abort', () => {
    log.fatal('another process has become this bot');
    onDeposed?.();
  });
  return claim.release;
}

const DAY_MS = 86_400_000;

/** At the start, then once a day. Returns what ends it. */
function removeWhatExpired({ config, objects, consents }: Services, log: Logger): () => Promise<void> {
  const remove = async () => {
    await removeExpired(objects);
    await removeExpiredDrafts(objects);
    await removeExpiredAnswers(objects);
    await consents.removeExpired();
    await dropOldFeatures(config.dataDir, config.keepDays.uploads);
  };
  const go = () => remove().catch((err: unknown) => log.warn({ err }, 'what has expired was not removed'));
  let last = go();
  const timer = setInterval(() => {
    last = go();
  }, DAY_MS).unref();
  return () => {
    clearInterval(timer);
    return last;
  };
}

function openingStep({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl) return 'Connecting to PostgreSQL …';
  return existsSync(join(dataDir, 'store'))
    ? `Opening the store in ${dataDir} …`
    : `Creating the embedded store in ${dataDir}: this happens once and takes up to 15 seconds …`;
}

/** Discord's gateway, or a playground and its own. */
async function openChat(options: AppOptions, closers: (() => Promise<unknown>)[]) {
  const { config, log, onStep, playgroundPort, playgroundHooks } = options;
  if (config.discordToken) {
    onStep?.('Connecting to Discord …');
    const client = await connectClient({ token: config.discordToken, shard: config.shard, log });
    closers.push(() => client.destroy());
    return { client, playground: null };
  }
  const { startPlayground } = await import('./playground/server.ts');
  const playground = await startPlayground({
    port: playgroundPort ?? config.playgroundPort,
    log,
    // In the data folder, so that what a killed process left is cleared at the next start.
    filesFolder: join(config.dataDir, 'playground'),
    ...playgroundHooks,
  });
  closers.push(() => playground.close());
  const client = await connectClient({ token: playground.token, apiUrl: playground.apiUrl, log });
  closers.push(() => client.destroy());
  return { client, playground };
}

type Chat = Awaited<ReturnType<typeof openChat>>;

const gatewayOf = ({ client }: Chat): Gateway => ({
  pingMs: () => client.ws.ping,
  guilds: () => client.guilds.cache.size,
  isReady: () => client.ws.status === Status.Ready,
});

/** To which its Runs belong, whatever its token is. */
const nameOf = ({ client, playground }: Chat): string =>
  `${playground ? 'playground' : 'discord'}:${client.application.id}`;

async function answerInteractions(
  { client, playground }: Chat,
  services: Services,
  { log, onAnswered }: Pick<DispatcherOptions, 'log' | 'onAnswered'>,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const observe = (messageId: string, result: Record<string, unknown>) =>
    playground?.annotate(messageId, result);
  client.on(Events.GuildCreate, (guild) => {
    void welcome(guild, { servers: services.runs.servers, config: services.config, log });
  });
  const dispatcher = createDispatcher({ commands, services, log, observe, onAnswered });
  client.on(Events.InteractionCreate, (interaction) => {
    void dispatcher.dispatch(interaction);
  });
  const chatName = nameOf({ client, playground });
  const announcer = new Announcer({
    runs: services.runs,
    isOurs: ({ chat, place }) => chat === chatName && inShard(place.guildId, services.config.shard),
    objects: services.objects,
    channel: createChannel(client),
    observe,
    log,
    links: services.links,
    uploadLimitBytes: (guildId) => uploadBytesOfTier(client.guilds.cache.get(guildId)?.premiumTier),
  });
  await announcer.start();
  closers.push(() => announcer.close());
  await registerCommands({
    rest: client.rest,
    applicationId: client.application.id,
    commands: commandsJson(commands),
    log,
  });
}
