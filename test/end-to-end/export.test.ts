/** `/export` where Discord takes too little: links, and the token that the operator holds for the Hub. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Mirror, startMirror } from '../hub/mirror.ts';
import { startTestBot, type TestBot } from './bot.ts';

/** Takes the charts, and no model. */
const LIMIT_BYTES = 120_000;

let mirror: Mirror;
let bot: TestBot;
let runId: string;
/** Of what Discord did not take. */
let url: string;
beforeAll(async () => {
  mirror = await startMirror();
  const port = await freePort();
  bot = await startTestBot(
    {
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      LINK_PORT: String(port),
      HF_ENDPOINT: mirror.endpoint,
      HF_PUSH_TOKEN: 'hf_writer',
      HUB_PUSH_REPOS: 'ada/*',
    },
    { limits: { uploadBytes: LIMIT_BYTES } },
  );
  const rows = Array.from({ length: 80 }, (_, i) =>
    i % 2 ? `win a free prize ${i},spam` : `the meeting ${i} is moved,work`,
  );
  const path = join(bot.dir, 'mails.csv');
  writeFileSync(path, ['text,label', ...rows].join('\n'));
  const { last } = await bot.tell(`/finetune dataset:${path} budget:10s seed:1`);
  runId = String(last.result.runId);
}, 180_000);
afterAll(async () => {
  await bot?.close();
  await mirror?.close();
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

it('gives a link to what was made where Discord does not take it, and a file where it does', async () => {
  const { well, last } = await bot.tell(`/export run:${runId} format:node`);
  expect(well).toBe(true);
  expect(last.message.attachments).toEqual([]);
  url = String(last.result.url);
  expect(last.message.content).toContain(url);
  const response = await fetch(url);
  const zip = new Uint8Array(await response.arrayBuffer());
  expect(zip.length).toBe(last.result.bytes);
  expect(zip.length).toBeGreaterThan(LIMIT_BYTES);
  expect(Object.keys(unzipSync(zip))).toEqual(
    expect.arrayContaining(['node/predict.js', 'node/package.json']),
  );
  await bot.person.boost(2);
  const { last: attached } = await bot.tell(`/export run:${runId} format:node`);
  expect(attached.message.attachments.map(({ size }) => size)).toEqual([zip.length]);
}, 60_000);

it("pushes with the operator's token to the repositories that the operator lists, and gives others the folder", async () => {
  const { last: pushed } = await bot.tell(`/export run:${runId} repo:ada/mails`);
  expect(pushed.result).toMatchObject({ repo: 'ada/mails', url: expect.stringContaining('/commit/') });
  expect(mirror.pushed.has('ada/mails/README.md')).toBe(true);
  const { last: other } = await bot.tell(`/export run:${runId} repo:eve/mails`);
  expect(other.message.content).toContain('hf upload eve/mails hub . --private');
  expect([...mirror.pushed.keys()].filter((name) => name.startsWith('eve/'))).toEqual([]);
  expect(JSON.stringify([pushed, other])).not.toContain('hf_writer');
}, 60_000);

it('ends its links with the Run', async () => {
  expect((await fetch(url)).status).toBe(200);
  await bot.tell(`/runs delete run:${runId}`);
  expect((await fetch(url)).status).toBe(404);
}, 60_000);
