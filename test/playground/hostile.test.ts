import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createLogger } from '../../src/log.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';
import { createChance, makeSequence, send, type Target } from './hostile-sequences.ts';

let playground: Playground;
let bot: TestBot;
let target: Target;
/** What reached nobody's handler; vitest's own listeners would only say so at the end. */
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);

beforeAll(async () => {
  process.on('uncaughtExceptionMonitor', note);
  playground = await startPlayground({
    port: 0,
    log: createLogger('silent'),
    limits: { identifyMs: 400 },
  });
  bot = await startBot(playground, [{ name: 'ping', description: 'Answers' }], async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply('pong');
  });
  const { port, searchParams } = new URL(playground.url);
  target = { port: Number(port), token: playground.token, key: searchParams.get('key')! };
});
afterAll(async () => {
  process.off('uncaughtExceptionMonitor', note);
  await bot.close();
  await playground.close();
});

/** The close code of a socket, or the status with which its upgrade was refused. */
const outcome = (path: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${target.port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('close', (code) => resolve(code));
    socket.on('error', (error) => reject(error));
  });

test.each([
  ['//', {}, 404],
  ['/gateway', { origin: 'http://evil.example' }, 403],
  ['/gateway', { origin: 'null' }, 403],
  ['/gateway', { host: 'evil.example' }, 403],
  ['/gateway?compress=zlib-stream', {}, 400],
])('an upgrade of %s with %j is refused', async (path, headers, status) => {
  expect(await outcome(path, headers)).toBe(status);
});

test.each([
  ['multipart without a boundary', 'multipart/form-data', '--b--'],
  ['multipart with an empty boundary', 'multipart/form-data; boundary=', '--b--'],
  [
    'multipart that ends early',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="files[0]"; filename="x"\r\n\r\ncut',
  ],
  ['multipart of nothing', 'multipart/form-data; boundary=b', ''],
])('the API refuses %s as the sender’s fault', async (_name, type, body) => {
  const { status } = await fetch(`${new URL(playground.url).origin}/api/v10/channels/1/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${playground.token}`, 'content-type': type },
    body,
  });
  expect(status).toBe(400);
});

test('a person’s request that is no JSON is refused as theirs', async () => {
  const { status } = await fetch(`${new URL(playground.url).origin}/person/session`, {
    method: 'PATCH',
    headers: { 'x-playground-key': target.key, 'content-type': 'application/json' },
    body: '['.repeat(20_000),
  });
  expect(status).toBe(400);
});

test('a socket that does not say who it is, is closed', async () => {
  expect(await outcome('/gateway')).toBe(4003);
});

test('without the key of this start nobody is a person, and no file is read', async () => {
  const base = new URL(playground.url).origin;
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, { headers, redirect: 'manual' });
  expect((await ask('/')).status).toBe(401);
  expect((await ask('/?key=guessed')).status).toBe(401);
  expect((await ask('/person/messages')).status).toBe(400);
  expect(await (await ask('/person/messages')).json()).toMatchObject({ code: 'playground-key' });
  expect((await ask('/cdn/attachments/1/2/x.csv')).status).toBe(404);
  const cookie = (await ask(`/?key=${target.key}`)).headers.get('set-cookie')!;
  expect(cookie).toMatch(/HttpOnly; SameSite/);
  const [pair] = cookie.split(';', 1);
  expect((await ask('/', { cookie: pair! })).status).toBe(200);
  const elsewhere = { cookie: pair!, 'sec-fetch-site': 'same-site' };
  expect(await (await ask('/person/commands', elsewhere)).json()).toMatchObject({ code: 'playground-key' });
});

test('a file that nobody’s interaction asked for is not stored', async () => {
  const form = new FormData();
  form.set('files[0]', new Blob(['x'.repeat(1_000)]), 'x.txt');
  const base = new URL(playground.url).origin;
  const answer = await fetch(`${base}/api/v10/webhooks/1/guessed`, { method: 'POST', body: form });
  expect(await answer.json()).toMatchObject({ code: 10015 });
});

test('connections beyond what a bot and a page need are closed, and then taken again', async () => {
  const sockets = Array.from({ length: 300 }, () => connect(target.port, '127.0.0.1').on('error', () => {}));
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await fetch(playground.url).catch(() => null))?.ok).toBe(true);
});

test('no hostile sequence ends the process, lets a foreign page in, or keeps it from answering', async () => {
  const chance = createChance(15);
  const wrong: string[] = [];
  let left = 2_500;
  const shoot = async () => {
    for (; left > 0; left -= 1) {
      const sequence = makeSequence(chance, target);
      const answer = await send(sequence, target.port);
      if (sequence.foreign && /^HTTP\/1\.1 (101|[23]\d\d)/.test(answer)) wrong.push(answer);
    }
  };
  await Promise.all(Array.from({ length: 12 }, shoot));
  expect(wrong).toEqual([]);
  expect(uncaught).toEqual([]);
  expect(bot.client.isReady()).toBe(true);
  expect((await fetch(playground.url)).status).toBe(200);
}, 120_000);
