/** compose.machines.yaml, as text: the shards are all served, once each, and no service waits for one that is elsewhere. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { inShard } from '../src/discord/client.ts';

const compose = readFileSync('compose.machines.yaml', 'utf8');
const [, services = ''] = compose.split('\nservices:\n');
const service = (name: string): string => {
  const [, rest = ''] = `\n${services}`.split(`\n  ${name}:\n`);
  return rest.split(/\n {0,2}\S/)[0]!;
};

test('every server of Discord is served by exactly one of the bots', () => {
  const shards = [...services.matchAll(/SHARD: (\S+)/g)].map(([, text]) => readConfig({ SHARD: text }).shard);
  expect(shards).toHaveLength(2);
  for (let i = 0; i < 200; i += 1) {
    const guildId = String((1_000_000_007n * BigInt(i + 1)) << 20n);
    expect(shards.filter((shard) => inShard(guildId, shard))).toHaveLength(1);
  }
});

test('each service has a profile of its own and a volume that is declared; workers get no token', () => {
  const [, volumes = ''] = compose.split('\nvolumes:\n');
  for (const name of ['bot', 'bot-0', 'bot-1', 'worker']) {
    expect(service(name)).toMatch(/profiles: \["(bot|bots|worker)"\]/);
    for (const [, volume] of `${service(name)}`.matchAll(/- ([\w-]+):\/data/g))
      expect(volumes).toContain(`  ${volume}:`);
  }
  expect(service('worker')).toContain('DISCORD_TOKEN: ""');
  expect(compose).not.toContain('depends_on');
  expect(compose).not.toContain('\t');
});

test('a shard that is none is refused', () => {
  for (const bad of ['2/2', '0', 'a/b', '-1/2', '0/0'])
    expect(() => readConfig({ SHARD: bad }), bad).toThrow('SHARD');
});
