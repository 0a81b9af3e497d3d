/**
 * First response while a Run trains: `DATA_DIR=/tmp/tunesmith-bench npx tsx bench/response.ts`. A person fine-tunes the
 * sample pictures; meanwhile another asks `/recommend` and `/help` again and again. Printed: the time from the
 * interaction to the bot's first response (a reply or "is thinking…"), and the bot's memory.
 */
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/log.ts';
import { Person } from '../src/playground/person/person.ts';

const LINES = [
  '/recommend description:"classify support tickets, commercial use, under 50 ms on a laptop"',
  '/help',
  '/recommend description:"我有 500 张叶子照片,要在手机上跑"',
  '/runs list',
];

const app = await startApp({ config: readConfig(process.env), log: createLogger('warn'), playgroundPort: 0 });
const trainer = await Person.connect(app.url!);
const asker = await Person.connect(app.url!, { name: 'asker' });
let over = false;
trainer.onMessage((event) => {
  if ((event.result as { final?: boolean } | undefined)?.final) over = true;
});
await trainer.runLine('/finetune dataset:samples/clipart.zip budget:60s seed:7');

const times: number[] = [];
const deadline = performance.now() + 240_000;
while (!over && performance.now() < deadline) {
  const start = performance.now();
  await asker.runLine(LINES[times.length % LINES.length]!);
  times.push(performance.now() - start);
  await new Promise((resolve) => setTimeout(resolve, 150));
}
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!.toFixed(0);
console.log(`${cpus()[0]?.model} × ${cpus().length}, Node ${process.version}, ${new Date().toISOString()}`);
console.log(
  `${times.length} commands while a Run trained: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
);
console.log(`resident memory of the bot ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB`);
await asker.close();
await trainer.close();
await app.close();
process.exit(0);
