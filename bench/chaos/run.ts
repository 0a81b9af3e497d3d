/**
 * Is anything lost? `npx tsx bench/chaos/run.ts [--runs 100] [--seed 1] [--only "store away 60 s"] [--dir FOLDER]`. Each
 * trial of `trials.ts` runs on processes of its own; a line a trial goes to `FOLDER/results.jsonl`, and what stands there is
 * not run again. Needs PostgreSQL (DATABASE_URL; a database is made for each trial and dropped).
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { TRIALS } from './trials.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    dir: { type: 'string', default: join(tmpdir(), 'tunesmith-chaos') },
  },
});
const results = join(options.dir, 'results.jsonl');
mkdirSync(options.dir, { recursive: true });
const lineSchema = z.object({ trial: z.string() });
const done = new Set(
  existsSync(results)
    ? readFileSync(results, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => lineSchema.parse(JSON.parse(line)).trial)
    : [],
);

for (const trial of TRIALS) {
  if (done.has(trial.name) || (options.only && !options.only.includes(trial.name))) continue;
  const dir = join(options.dir, 'stage');
  rmSync(dir, { recursive: true, force: true });
  const result = await trial.run({ dir, runs: Number(options.runs), seed: Number(options.seed) });
  const machine = `${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(0)}, Node ${process.version}`;
  const line = { trial: trial.name, aim: trial.aim, ...result, date: new Date().toISOString(), machine };
  console.log(JSON.stringify(line));
  appendFileSync(results, `${JSON.stringify(line)}\n`);
}
process.exit(0);
