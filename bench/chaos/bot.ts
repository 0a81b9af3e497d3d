/**
 * The bot of the chaos bench: real store, queue, client and Announcer, without commands. Makes the Runs that CHAOS_CREATE
 * asks for beyond those made already, and says `acknowledged ID` when one is committed. Started by `processes.ts`.
 */
import { createHash, randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { readConfig } from '../../src/config.ts';
import { Announcer } from '../../src/discord/announce/announcer.ts';
import { createChannel } from '../../src/discord/announce/channel.ts';
import { connectClient } from '../../src/discord/client.ts';
import { downloaded } from '../../src/fetch/downloads.ts';
import { guardProcess } from '../../src/guard-process.ts';
import { createLogger } from '../../src/log.ts';
import { deleteRun } from '../../src/runs/delete-run.ts';
import { openRuns } from '../../src/runs/runs.ts';
import { createLinks } from '../../src/storage/links.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { dieAt } from './die-at.ts';
import { specOf } from './spec.ts';

const config = readConfig({ ...env, RUNS_PER_USER: '1000', RUNS_PER_GUILD: '1000' });
const log = createLogger(env.CHAOS_LEVEL ?? 'error');
const runs = await openRuns({ config, log, role: 'bot' });
const leave = guardProcess({ log, close: async () => runs.close() });
const claim = await runs.claim('bot chaos', { signal: new AbortController().signal });
claim.lost.addEventListener('abort', leave);
const client = await connectClient({ token: env.CHAT_TOKEN!, apiUrl: env.CHAT_URL, log });
const chat = `playground:${client.application.id}`;
await runs.serve(chat, [...client.guilds.cache.keys()]);
const channel = createChannel(client);
const objects = openObjects(config);
const announcer = new Announcer({
  runs: {
    ...runs,
    markAnnounced: async (id) => {
      dieAt('post');
      await runs.markAnnounced(id);
      dieAt('mark');
    },
  },
  objects,
  links: createLinks({ objects, publicUrl: undefined, secret: Buffer.from('bench') }),
  channel,
  observe: () => {},
  isOurs: (run) => run.chat === chat,
  uploadLimitBytes: () => 10 * 2 ** 20,
  log,
});
await announcer.start();
console.log('open');

const channels = client.channels.cache.filter((one) => one.isSendable() && 'guildId' in one);
const places = [...channels.values()].map((one) => ({
  channelId: one.id,
  guildId: 'guildId' in one ? String(one.guildId) : '',
}));
const bytes = Buffer.from(`text,label\n${'the parcel came late,delivery\n'.repeat(200)}`);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const path = join(config.dataDir, 'tickets.csv');
writeFileSync(path, bytes);
const file = downloaded({ path, name: 'tickets.csv', bytes: bytes.length, sha256 }, objects);
const sharesFile = env.CHAOS_SHARE === '1';
for (let left = Number(env.CHAOS_CREATE ?? 0); left > 0; left -= 1) {
  try {
    const stored = await file.store();
    dieAt('store');
    const place = { ...places[left % places.length]!, userId: `u${left % 20}`, locale: 'en-US' };
    const run = await runs.create(specOf(stored, left), place, () => file.store());
    dieAt('commit');
    console.log(`acknowledged ${run.id}`);
    if (sharesFile) await removeAnOldOne();
  } catch {
    // Refused in an outage: the person asks again.
    left += 1;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await new Promise((resolve) => setTimeout(resolve, randomInt(5, Number(env.CHAOS_PAUSE_MS ?? 100))));
}

/** Told of before it goes, since it cannot be found afterwards. */
async function removeAnOldOne(): Promise<void> {
  const { guildId } = places[randomInt(places.length)]!;
  const old = (await runs.list({ guildId, limit: 20 })).find(
    (run) => run.announced && run.state === 'succeeded',
  );
  if (!old) return;
  console.log(`removed ${old.id}`);
  await deleteRun(old, { runs, objects, config });
}
