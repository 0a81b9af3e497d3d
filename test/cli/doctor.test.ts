import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfiguration, checkToken } from '../../src/cli/doctor/configuration.ts';
import { checkClock, checkDiscord } from '../../src/cli/doctor/discord.ts';
import { printed } from '../../src/cli/doctor/examine.ts';
import { checkDisk, checkEngines, checkMemory, checkNode } from '../../src/cli/doctor/machine.ts';
import { checkDatabase, checkStorage } from '../../src/cli/doctor/stores.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';

let dataDir: string;
let playground: Playground;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tunesmith-doctor-'));
  playground = await startPlayground({ port: 0, log: createLogger('silent') });
});
afterAll(async () => {
  await playground?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const token = (id: string) => `${Buffer.from(id).toString('base64')}.abcdef.${'x'.repeat(27)}`;

describe('the doctor', () => {
  it('names the variable that cannot be used, and goes no further', () => {
    const { config, findings } = checkConfiguration({ RUNS_PER_USER: 'many' });
    expect(config).toBeNull();
    expect(findings).toMatchObject([{ state: 'failure' }]);
    expect(findings[0]!.text).toContain('RUNS_PER_USER');
  });

  it.each([
    [undefined, 'ok', /playground/],
    [token('123456789012345678'), 'ok', /123456789012345678/],
    [`Bot ${token('123456789012345678')}`, 'failure', /word/],
    ['a'.repeat(32), 'failure', /client secret/],
    ['abc', 'failure', /shape/],
    [token('not a snowflake'), 'failure', /shape/],
  ])('tells from the shape of a token what it is: %s', (discordToken, state, text) => {
    const found = checkToken({ discordToken });
    expect(found.state).toBe(state);
    expect(found.text).toMatch(text);
    if (discordToken) expect(printed(found)).not.toContain(discordToken);
  });

  it('asks Discord whether the token is accepted, and which intents the app has', async () => {
    const shard = { index: 0, count: 1 };
    const ask = (discordToken: string | undefined, api = playground.apiUrl) =>
      checkDiscord({ discordToken, shard }, api);
    const found = await ask(playground.token);
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['clock', 'ok'],
      ['discord', 'ok'],
      ['intents', 'ok'],
      ['pages', 'ok'],
      ['gateway', 'ok'],
    ]);
    expect(found.find(({ name }) => name === 'discord')?.text).toContain('Tunesmith');
    expect(await ask('a.wrong.token')).toContainEqual(
      expect.objectContaining({ name: 'discord', state: 'failure' }),
    );
    const nowhere = 'http://127.0.0.1:9/api';
    expect(await ask('a.b.c', nowhere)).toMatchObject([{ name: 'discord', state: 'failure' }]);
    expect(await ask(undefined, nowhere)).toMatchObject([{ name: 'discord', state: 'warning' }]);
  });

  it('says in which direction the clock is wrong', () => {
    const date = 'Tue, 24 Nov 2026 12:00:00 GMT';
    const at = Date.parse(date);
    expect(checkClock(date, at + 30_000).state).toBe('ok');
    expect(checkClock(date, at + 300_000)).toMatchObject({
      state: 'failure',
      text: expect.stringContaining('300 s ahead'),
    });
    expect(checkClock(date, at - 300_000).text).toContain('300 s behind');
    expect(checkClock(null, at).state).toBe('warning');
  });

  it('compares Node, memory and disk with what is needed', async () => {
    expect(checkNode('20.18.9').state).toBe('failure');
    expect(checkNode('20.19.0').state).toBe('ok');
    expect(checkNode('24.0.0').state).toBe('ok');
    const config = readConfig({ DATA_DIR: dataDir, WORKER_CONCURRENCY: '2', TRAINER_MEMORY_MIB: '1000' });
    expect(checkMemory(config, 2_599 * 2 ** 20).state).toBe('warning');
    expect(checkMemory(config, 2_600 * 2 ** 20).state).toBe('ok');
    expect((await checkDisk({ dataDir: join(dataDir, 'not/yet'), minFreeBytes: 2 ** 60 })).state).toBe(
      'failure',
    );
  });

  it('loads an engine as it will be loaded, and says which does not load', async () => {
    const [first, second] = await checkEngines({ sharp: 'pictures', 'no-such-engine': 'nothing' });
    expect(first!.state).toBe('ok');
    expect(second).toMatchObject({ state: 'failure', text: expect.stringContaining('no-such-engine') });
  });

  it('makes no store that is not there, and says what storage and database refuse', async () => {
    const fresh = readConfig({ DATA_DIR: join(dataDir, 'fresh') });
    expect(await checkDatabase(fresh)).toMatchObject({
      state: 'ok',
      text: expect.stringContaining('will be created'),
    });
    expect((await checkStorage(fresh)).state).toBe('ok');
    const away = readConfig({
      DATA_DIR: dataDir,
      DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:9/x',
      STORAGE_URL: 's3://KEY:hunter2@127.0.0.1:9/bucket?ssl=false',
    });
    for (const found of [await checkDatabase(away), await checkStorage(away)]) {
      expect(found).toMatchObject({ state: 'failure', mend: expect.any(String) });
      expect(printed(found)).not.toContain('hunter2');
    }
  });
});
