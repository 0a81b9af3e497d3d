import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseSayArguments } from '../../src/cli/say-arguments.ts';
import { startTestBot, type TestBot } from './bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
}, 120_000);
afterAll(() => bot?.close());

/** Runs `say` as a person does, on the test bot's data folder. */
function runSay(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/say.ts', ...args], {
    env: { ...process.env, DATA_DIR: join(bot.dir, 'data'), LOG_LEVEL: '' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

it('finds the bot that holds the data folder, and prints one JSON object a message and nothing else', async () => {
  const { code, out } = await runSay(
    '/runs list',
    '/recommend description:"classify photos of leaves" top:2',
    '--json',
  );
  const messages = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(messages).toHaveLength(2);
  expect(messages[0]).toMatchObject({
    role: 'reply',
    runs: [],
    result: { runs: [] },
    ephemeral: true,
    attachments: [],
  });
  expect(messages[1].ranking).toHaveLength(2);
  expect(messages[1].embeds[0].title).toBe('My recommendation');
});

it('leaves with 1 when an answer is an error, and says the lines after it all the same', async () => {
  const { code, out } = await runSay('/predict run:ZZZZZZZZ text:x', '/wonder', '/help', '--json');
  const messages = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect(messages.map(({ error }) => error?.code)).toEqual(['run-unknown', 'unknown-command', undefined]);
});

it('prints text for people', async () => {
  const { code, out, err } = await runSay('/help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('> /help\nI find a pretrained model');
  expect(out).toContain('Try it under the verdict');
  expect(out).not.toContain('**');
});

it('reads its arguments, and says how it is used', () => {
  expect(parseSayArguments(['/help', '--json', '--save', 'out', '--url', 'http://127.0.0.1:1'])).toEqual({
    lines: ['/help'],
    json: true,
    saveDir: 'out',
    url: 'http://127.0.0.1:1',
    locale: 'en-US',
  });
  expect(() => parseSayArguments([])).toThrow(/npm run say/);
  expect(() => parseSayArguments(['/help', '--wonder'])).toThrow(/--wonder/);
});
