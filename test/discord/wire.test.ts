/** What goes wrong between the bot and Discord, with the real client: nothing is lost, and nothing is said twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, Events, PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { Announcer, type AnnouncerOptions } from '../../src/discord/announce/announcer.ts';
import { createChannel } from '../../src/discord/announce/channel.ts';
import { connectClient } from '../../src/discord/client.ts';
import { componentCommand, type Services } from '../../src/discord/command.ts';
import { createDispatcher } from '../../src/discord/dispatcher.ts';
import { type AnswerableInteraction, InteractionResponder } from '../../src/discord/responder.ts';
import { createLogger } from '../../src/log.ts';
import { isThinking, Person } from '../../src/playground/person/person.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { RunState } from '../../src/runs/run.ts';
import { DEFAULT_SETTINGS } from '../../src/runs/servers/settings.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { FakeRuns } from './fake-runs.ts';
import { NO_LINKS } from './no-links.ts';

const log = createLogger('silent');
const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ };
const failure = { code: 'few-samples', message: 'There are 3 samples; at least 20 are needed.', context: {} };
const ended = (): RunState => ({ state: 'failed', finishedAt: new Date(), failure });
const progress = (fraction: number): RunEvent => ({
  type: 'progress',
  step: 'Training',
  fraction,
  etaSeconds: 9,
});

let playground: Playground;
let client: Client<true>;
let person: Person;
let runs: FakeRuns;
let announcer: Announcer;
let dir: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wire-'));
  playground = await startPlayground({ port: 0, log });
  client = await connectClient({ token: playground.token, apiUrl: playground.apiUrl, log });
  await client.application.commands.set([{ name: 'go', description: 'Goes' }]);
  person = await Person.connect(playground.url);
  runs = new FakeRuns();
  const { guild, channel, user } = person.session;
  const place = { guildId: guild.id, channelId: channel.id, userId: user.id, locale: 'en-US' };
  runs.run = { ...runs.run, place };
});
afterEach(async () => {
  await announcer?.close();
  person.close();
  await client.destroy();
  await playground.close();
  rmSync(dir, { recursive: true });
});

async function announce(options: Partial<AnnouncerOptions> = {}): Promise<void> {
  announcer = new Announcer({
    runs: runs.as(),
    objects: openObjects({ dataDir: dir, storageUrl: undefined }),
    channel: createChannel(client),
    isOurs: () => true,
    observe: (id, result) => playground.annotate(id, result),
    log,
    links: NO_LINKS,
    uploadLimitBytes: () => 10 * 2 ** 20,
    editIntervalMs: 50,
    sweepIntervalMs: 100,
    ...options,
  });
  await announcer.start();
}
const messages = async () => person.messages();
/** Counted by their words: what was posted without an answer carries no result. */
const reports = async () =>
  (await messages()).filter(({ message }) => JSON.stringify(message.embeds).includes(failure.message)).length;
const end = () => runs.happen({ type: 'failed', failure }, ended());
const announced = () => expect.poll(() => runs.run.announced, { timeout: 15_000 });
const gatewayEvent = (name: typeof Events.ShardResume | typeof Events.ShardReady) =>
  new Promise<void>((resolve) => client.once(name, () => resolve()));

/** A bot of its own process, which says "ready" and stays. */
const LONE_BOT = `
  const { connectClient } = await import(process.env.CLIENT_MODULE);
  const log = { error() {}, warn() {}, info() {} };
  await connectClient({ token: process.env.TOKEN, apiUrl: process.env.API_URL, log });
  console.log('ready');
`;

it('a bot that Discord does not let in again ends, so that whoever watches it learns of it', async () => {
  const bot = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', LONE_BOT], {
    env: {
      ...process.env,
      TOKEN: playground.token,
      API_URL: playground.apiUrl,
      CLIENT_MODULE: new URL('../../src/discord/client.ts', import.meta.url).href,
    },
  });
  let said = '';
  bot.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = once(bot, 'exit');
  await once(bot.stdout, 'data');
  playground.faults.dropGateway(4004);
  expect((await ended)[0]).toBe(1);
  expect(said).toContain('has invalidated the session');
}, 30_000);

describe('a report', () => {
  it.each([
    ['a rate limit of the route', { status: 429 as const, retryAfterSeconds: 0.4 }, 2],
    ['a rate limit of the whole bot', { status: 429 as const, retryAfterSeconds: 0.4, global: true }, 1],
    ['an internal error', { status: 500 as const }, 2],
    ['a bad gateway for longer than the client tries', { status: 502 as const }, 9],
    ['a service that is away', { status: 503 as const }, 6],
    ['connections that end', 'reset' as const, 9],
    ['an answer that is lost after it was posted', 'unanswered' as const, 1],
    ['answers that stay lost', 'unanswered' as const, 6],
  ])('is posted once after %s', async (_name, answer, times) => {
    await announce();
    playground.faults.refuse({ ...POSTS, answer, times });
    end();
    await announced().toBe(true);
    expect(await reports()).toBe(1);
  });

  it('waits while a permission is missing, and is posted when it is given back', async () => {
    await announce();
    playground.faults.setBotPermissions(PermissionFlagsBits.ViewChannel);
    end();
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(runs.run.announced).toBe(false);
    const { ViewChannel, SendMessages, AttachFiles, ReadMessageHistory } = PermissionFlagsBits;
    playground.faults.setBotPermissions(ViewChannel | SendMessages | AttachFiles | ReadMessageHistory);
    await announced().toBe(true);
    expect(await reports()).toBe(1);
  });

  it('is given up where the channel was deleted', async () => {
    await announce();
    runs.happen({ type: 'queued' });
    await expect.poll(async () => (await messages()).length).toBe(1);
    playground.faults.deleteChannel();
    await expect.poll(() => client.channels.cache.size).toBe(0);
    end();
    await announced().toBe(true);
  });

  it('is posted once when the gateway drops in between', async () => {
    await announce();
    playground.faults.dropGateway();
    end();
    await announced().toBe(true);
    expect(await reports()).toBe(1);
  });
});

describe('a progress message', () => {
  it('older than an hour is replaced, not lost', async () => {
    await announce();
    runs.happen({ type: 'queued' });
    await expect.poll(async () => (await messages()).length).toBe(1);
    playground.faults.advanceClock(61 * 60_000);
    runs.happen(progress(0.5));
    await expect.poll(async () => (await messages()).length).toBe(2);
    expect((await messages())[1]!.result).toMatchObject({ fraction: 0.5 });
  });
});

describe('a command', () => {
  it.each([
    ['drops', () => playground.faults.dropGateway(), Events.ShardResume],
    ['asks to reconnect', () => playground.faults.askToReconnect(), Events.ShardResume],
    ['ends the session', () => playground.faults.invalidateSession(), Events.ShardReady],
  ] as const)(
    'is answered again after the gateway %s',
    async (_name, fault, recovered) => {
      client.on(Events.InteractionCreate, (one) => one.isChatInputCommand() && void one.reply('here'));
      const back = gatewayEvent(recovered);
      fault();
      await back;
      expect((await person.runCommand({ name: 'go' })).kind).toBe('replied');
    },
    20_000,
  );

  it('sent while the connection was down is answered when it is taken up again', async () => {
    client.on(Events.InteractionCreate, (one) => one.isChatInputCommand() && void one.reply('late'));
    playground.faults.dropGateway();
    expect((await person.runCommand({ name: 'go' })).kind).toBe('replied');
  });

  it.each([
    ['defer', /\/callback$/],
    ['send', /\/callback$/],
    ['defer', /\/messages\/@original$/],
  ] as const)(
    'is given once where Discord’s word on it is lost (%s, %s)',
    async (first, path) => {
      playground.faults.refuse({ path, answer: 'unanswered', times: 1 });
      const noted: unknown[] = [];
      const done = new Promise<unknown>((resolve) =>
        client.once(Events.InteractionCreate, async (one) => {
          const responder = new InteractionResponder(one as AnswerableInteraction, (_id, result) =>
            noted.push(result),
          );
          if (first === 'defer') await responder.defer().catch(resolve);
          responder
            .send({ content: 'the answer', result: { well: true } })
            .then(() => resolve(null), resolve);
        }),
      );
      await person.runCommand({ name: 'go' });
      expect(await done).toBeNull();
      expect((await messages()).map(({ message }) => message.content)).toEqual(['the answer']);
      expect(noted).toEqual([{ well: true }]);
    },
    20_000,
  );

  /** Defers, lets the time pass, sends. */
  const answerLate = (minutes: number, ephemeral: boolean) =>
    new Promise<unknown>((resolve) =>
      client.once(Events.InteractionCreate, async (one) => {
        const responder = new InteractionResponder(one as AnswerableInteraction, () => {});
        await responder.defer({ ephemeral });
        playground.faults.advanceClock(minutes * 60_000);
        responder.send({ content: 'the answer' }).then(() => resolve(null), resolve);
      }),
    );

  it.each([14, 16])('that took %i minutes is answered in the channel', async (minutes) => {
    const sent = answerLate(minutes, false);
    await person.runCommand({ name: 'go' });
    expect(await sent).toBeNull();
    const texts = (await messages()).filter(({ message }) => !isThinking(message));
    expect(texts.map(({ message }) => message.content)).toEqual(['the answer']);
  });

  it('that failed after its time says so in the channel', async () => {
    client.once(Events.InteractionCreate, async (one) => {
      const responder = new InteractionResponder(one as AnswerableInteraction, () => {});
      await responder.defer();
      playground.faults.advanceClock(16 * 60_000);
      await responder.sendPrivately({ content: 'it failed' });
    });
    await person.runCommand({ name: 'go' });
    await person.waitForMessage(({ message }) => message.content === 'it failed');
  });

  it('that was private is not told in public after its time', async () => {
    const sent = answerLate(16, true);
    await person.runCommand({ name: 'go' });
    expect(await sent).toMatchObject({ code: 50_027 });
    expect((await messages()).every(({ message }) => isThinking(message))).toBe(true);
  });

  it('is carried out once where its button is pressed twice at once, and again when it is pressed later', async () => {
    let carriedOut = 0;
    const slow = componentCommand({
      name: 'slow',
      where: 'anywhere',
      async run({ respond }) {
        carriedOut += 1;
        await respond.defer();
        await new Promise((resolve) => setTimeout(resolve, 150));
        await respond.send({ content: `run ${carriedOut}` });
      },
    });
    const dispatcher = createDispatcher({
      commands: { chat: [], message: [], components: [slow], modals: [] },
      services: {
        config: readConfig({}),
        settings: { get: async () => DEFAULT_SETTINGS },
      } as unknown as Services,
      log,
      observe: () => {},
    });
    client.on(Events.InteractionCreate, (one) => void dispatcher.dispatch(one));
    const { id } = person.session.channel;
    const button = { id: 'slow:1', label: 'Start', style: 'primary' as const };
    const messageId = await createChannel(client).post(id, { content: 'ready', buttons: [button] }, 'n-1');
    const press = () => person.click(messageId, 'slow:1');
    const kinds = (await Promise.all([press(), press()])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['deferred', 'update-deferred']);
    await person.waitForMessage(({ message }) => message.content === 'run 1');
    expect(carriedOut).toBe(1);
    await expect.poll(async () => (await press()).kind).toBe('deferred');
    await person.waitForMessage(({ message }) => message.content === 'run 2');
  });
});
