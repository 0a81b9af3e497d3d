/**
 * True return of every candidate on logs of differing quality, beside its estimate: one line of JSON a log, appended to
 * OUT, so that rules of choice can be compared without learning again (`rules.ts`). A log that OUT holds is not repeated.
 * Run: npx tsx bench/policies/run.ts OUT.jsonl [SEED,...] [SIMULATOR,...]
 */
import { appendFileSync, existsSync } from 'node:fs';
import { coverageOf, Evaluator, horizonOf } from '../../src/training/policy/judge/evaluation.ts';
import { CANDIDATES, type Candidate, layGroundwork } from '../../src/training/policy/learn/candidates.ts';
import { returnOf, splitTransitions } from '../../src/training/policy/transitions.ts';
import { LOG_KINDS, type LogKind, makeLog, returnOfRule, trueReturn } from './logs.ts';
import { acrobot, offers, queue } from './more-simulators.ts';
import { type BenchRow, readRows, type TriedCandidate } from './rows.ts';
import { SIMULATORS, type Simulator } from './simulators.ts';

/** Updates of the networks with the usual budget of 120 s. */
const STEPS = 960;
/** Enough to learn something, few enough to leave the outcome open. */
const EPISODES: Record<string, number> = {
  'cart-pole': 70,
  'slippery grid': 120,
  inventory: 60,
  'mountain car': 40,
  acrobot: 40,
  'two queues': 60,
  offers: 150,
};

async function tryCandidate(
  candidate: Candidate,
  { parts, ground, groundOfAll, ...cell }: Cell,
): Promise<TriedCandidate> {
  const { simulator, seed, evaluator } = cell;
  const at = { scale: parts.standardisation, seed };
  const options = { steps: STEPS, seed };
  const start = performance.now();
  const policy = await candidate.make({ ...options, data: parts.train }, ground);
  const { value, interval, resampled, members } = await evaluator.estimate(policy);
  const seconds = (performance.now() - start) / 1_000;
  const final = await candidate.make({ ...options, data: parts.all }, groundOfAll);
  return {
    id: candidate.id,
    estimate: { value, interval, resampled: [...resampled], members: [...members] },
    coverage: await coverageOf(policy, await ground.cloned(), parts.validation),
    judged: await trueReturn(simulator, policy, at),
    delivered: await trueReturn(simulator, final, at),
    seconds,
  };
}

interface Cell {
  simulator: Simulator;
  seed: number;
  parts: ReturnType<typeof splitTransitions>;
  evaluator: Evaluator;
  ground: ReturnType<typeof layGroundwork>;
  groundOfAll: ReturnType<typeof layGroundwork>;
}

async function tryLog(simulator: Simulator, kind: LogKind, seed: number): Promise<BenchRow> {
  const dataset = await makeLog(simulator, { kind, episodes: EPISODES[simulator.name]!, seed });
  const parts = splitTransitions(dataset, seed);
  const all = parts.episodes.all;
  const horizon = horizonOf(Math.max(...all.map(({ from, to }) => to - from)));
  const evaluator = new Evaluator(parts.validation, horizon, seed);
  const own = await evaluator.estimate(null);
  const ground = layGroundwork({ data: parts.train, steps: STEPS, seed });
  const groundOfAll = layGroundwork({ data: parts.all, steps: STEPS, seed });
  const cell = { simulator, seed, parts, evaluator, ground, groundOfAll };
  const tried: TriedCandidate[] = [];
  for (const candidate of CANDIDATES) tried.push(await tryCandidate(candidate, cell));
  return {
    simulator: simulator.name,
    log: kind.name,
    seed,
    episodes: all.length,
    rows: parts.all.n,
    logged: all.reduce((sum, episode) => sum + returnOf(dataset, episode).plain, 0) / all.length,
    random: await returnOfRule(simulator, (_, random) => Math.floor(random() * simulator.actions)),
    expert: await returnOfRule(simulator, simulator.expert),
    own: { value: own.value, interval: own.interval },
    tried,
  };
}

const [out = 'policies.jsonl', seeds = '1,2,3', names] = process.argv.slice(2);
const known = existsSync(out) ? readRows(out) : [];
const simulators = [...SIMULATORS, acrobot, queue, offers].filter(
  ({ name }) => !names || names.split(',').includes(name),
);
for (const seed of seeds.split(',').map(Number)) {
  for (const kind of LOG_KINDS) {
    for (const simulator of simulators) {
      const isSame = (row: BenchRow) =>
        row.simulator === simulator.name && row.log === kind.name && row.seed === seed;
      if (known.some(isSame)) continue;
      const row = await tryLog(simulator, kind, seed);
      appendFileSync(out, `${JSON.stringify(row)}\n`);
      const shown = row.tried.map(
        ({ id, estimate, judged, delivered }) =>
          `${id} ${delivered.toFixed(1)} (${judged.toFixed(1)}, estimated ${estimate.value.toFixed(1)})`,
      );
      console.log(
        `${simulator.name}, ${kind.name}, seed ${seed}: logged ${row.logged.toFixed(1)}; ${shown.join('; ')}`,
      );
    }
  }
}
