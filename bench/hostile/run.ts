/**
 * Hostile HTTP and WebSocket against the playground: seeded sequences, each on a connection of its own, against a
 * process of its own. Printed: exits, foreign sequences that got an answer, the longest standstill, memory, and whether
 * a person is still answered by the bot.
 *
 *   npx tsx bench/hostile/run.ts [AMOUNT=10000] [SEED=1]
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Person } from '../../src/playground/person/person.ts';
import {
  createChance,
  makeSequence,
  type Sequence,
  send,
  type Target,
} from '../../test/playground/hostile-sequences.ts';

const [amount = 10_000, seed = 1] = process.argv.slice(2).map(Number);
/** Connections at once. */
const WIDTH = 8;

const readySchema = z.object({ url: z.string(), token: z.string() });
const pulseSchema = z.object({ stallMs: z.number(), rssMiB: z.number(), online: z.boolean() });

const child = fork(fileURLToPath(new URL('./target.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
const ready = await new Promise<z.infer<typeof readySchema>>((resolve) =>
  child.once('message', (message) => resolve(readySchema.parse(message))),
);
const exits: string[] = [];
const pulses: z.infer<typeof pulseSchema>[] = [];
child.on('exit', (code, signal) => exits.push(String(signal ?? code)));
child.on('message', (message) => pulses.push(pulseSchema.parse(message)));

const { port, searchParams } = new URL(ready.url);
const target: Target = { port: Number(port), token: ready.token, key: searchParams.get('key') ?? '' };
const counts: Record<string, number> = {};
const statuses: Record<string, number> = {};
const admitted: { sequence: Sequence; answer: string }[] = [];
const chance = createChance(seed);
const startedAt = performance.now();
let started = 0;

async function shoot(): Promise<void> {
  while (started < amount && exits.length === 0) {
    started += 1;
    if (started % 10_000 === 0) process.stderr.write(`${started} of ${amount}\n`);
    const sequence = makeSequence(chance, target);
    const answer = await send(sequence, target.port);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'none';
    counts[sequence.kind] = (counts[sequence.kind] ?? 0) + 1;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (sequence.foreign && /^(101|2|3)/.test(status)) admitted.push({ sequence, answer });
  }
}
await Promise.all(Array.from({ length: WIDTH }, shoot));
const seconds = (performance.now() - startedAt) / 1_000;

const person = await Person.connect(ready.url);
const answered = await person.runLine('/ping');
person.close();
const rss = pulses.map(({ rssMiB }) => rssMiB);
process.stdout.write(
  `${JSON.stringify({
    amount: started,
    seed,
    node: process.version,
    seconds: Math.round(seconds),
    kinds: counts,
    statuses,
    exits,
    foreignAdmitted: admitted.length,
    longestStandstillMs: Math.round(Math.max(...pulses.map(({ stallMs }) => stallMs))),
    memoryMiB: {
      first: Math.round(rss[0] ?? 0),
      most: Math.round(Math.max(...rss)),
      last: Math.round(rss.at(-1) ?? 0),
    },
    botOnline: pulses.at(-1)?.online,
    answeredAfterwards: answered.kind,
  })}\n`,
);
child.disconnect();
