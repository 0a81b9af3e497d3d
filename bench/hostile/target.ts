/**
 * What bench/hostile/run.ts shoots at, in a process of its own: a playground and a discord.js bot. Says where it is,
 * then each second its longest standstill (ms) and its memory (MiB).
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createLogger } from '../../src/log.ts';
import { startPlayground } from '../../src/playground/server.ts';
import { startBot } from '../../test/playground/bot.ts';

const playground = await startPlayground({
  port: 0,
  log: createLogger('silent'),
  limits: { identifyMs: 1_000 },
});
const bot = await startBot(playground, [{ name: 'ping', description: 'Answers' }], async (interaction) => {
  if (interaction.isChatInputCommand()) await interaction.reply('pong');
});
process.send?.({ url: playground.url, token: playground.token });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
setInterval(() => {
  const rssMiB = process.memoryUsage.rss() / 2 ** 20;
  process.send?.({ stallMs: delay.max / 1e6, rssMiB, online: bot.client.isReady() });
  delay.reset();
}, 1_000);
process.on('disconnect', () => process.exit(0));
