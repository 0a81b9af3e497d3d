/**
 * True return of policies learnt from poor logs, in simulators: `npx tsx bench/policies/run.ts`. Logs: 70 % of the
 * episodes random, 30 % an expert that errs in a third of its steps.
 */
import type { PolicyDataset } from '../../src/datasets/dataset.ts';
import { seededRandom } from '../../src/random.ts';
import {
  coverageOf,
  Evaluator,
  horizonOf,
  type PolicyEstimate,
} from '../../src/training/policy/evaluation.ts';
import {
  behaviourCloning,
  conservativeQ,
  implicitQ,
  leastSquares,
  type Policy,
  warmStart,
} from '../../src/training/policy/methods.ts';
import { argmax } from '../../src/training/policy/q-values.ts';
import {
  returnOf,
  type Standardisation,
  splitTransitions,
  standardise,
} from '../../src/training/policy/transitions.ts';
import { rollOut, SIMULATORS, type Simulator } from './simulators.ts';

const EPISODES = Number(process.argv[2] ?? 150);
const STEPS = Number(process.argv[3] ?? 3_000);
const SEED = Number(process.argv[4] ?? 1);
const RANDOM_SHARE = Number(process.argv[5] ?? 0.7);
const ONLY = process.argv[6];

const show = ({ value, interval }: PolicyEstimate) =>
  `${value.toFixed(1)} [${interval.map((end) => end.toFixed(1)).join(', ')}]`;

async function makeLog(simulator: Simulator): Promise<PolicyDataset> {
  const random = seededRandom(SEED).next;
  const rows = [];
  for (let episode = 0; episode < EPISODES; episode += 1) {
    const noise = random() < RANDOM_SHARE ? 1 : 0.33;
    const act = (state: number[]) =>
      random() < noise ? Math.floor(random() * simulator.actions) : simulator.expert(state);
    rows.push(...(await rollOut(simulator, act, random)).map((row) => ({ ...row, episode })));
  }
  return {
    kind: 'policy',
    profile: {
      kind: 'policy',
      name: simulator.name,
      hash: '',
      sampleCount: rows.length,
      classes: [],
      facts: [],
      problems: [],
      language: null,
    },
    stateNames: simulator.stateNames,
    actions: Array.from({ length: simulator.actions }, (_, index) => String(index)),
    states: Float64Array.from(rows.flatMap((row) => row.state)),
    nextStates: Float64Array.from(rows.flatMap((row) => row.next)),
    action: Int32Array.from(rows, (row) => row.action),
    reward: Float64Array.from(rows, (row) => row.reward),
    done: Uint8Array.from(rows, (row) => Number(row.done)),
    episode: Int32Array.from(rows, (row) => row.episode),
  };
}

/** Mean true return of 40 fresh episodes, stepped side by side: one forward pass a step. */
async function trueReturn(simulator: Simulator, policy: Policy, scale: Standardisation): Promise<number> {
  const random = seededRandom(SEED + 999).next;
  const running = Array.from({ length: 40 }, () => ({
    state: simulator.reset(random),
    total: 0,
    over: false,
  }));
  for (let step = 0; step < simulator.maxSteps; step += 1) {
    const live = running.filter(({ over }) => !over);
    if (live.length === 0) break;
    const states = standardise(Float64Array.from(live.flatMap(({ state }) => state)), scale);
    const scores = await policy.score(states);
    live.forEach((episode, row) => {
      const result = simulator.step(episode.state, argmax(scores, row, simulator.actions), random);
      episode.state = result.state;
      episode.total += result.reward;
      episode.over = result.done;
    });
  }
  return running.reduce((sum, { total }) => sum + total, 0) / running.length;
}

const chosen = SIMULATORS.filter(({ name }) => !ONLY || name === ONLY);
for (const simulator of chosen) {
  const dataset = await makeLog(simulator);
  const { train, validation, all, standardisation, episodes, timeLimit } = splitTransitions(dataset, SEED);
  const logged = episodes.all.map((episode) => returnOf(dataset, episode));
  const mean = (key: 'plain' | 'discounted') =>
    logged.reduce((sum, one) => sum + one[key], 0) / logged.length;
  console.log(
    `\n${simulator.name}: ${all.n} rows, ${RANDOM_SHARE} random, logged return ${mean('plain').toFixed(1)}, time limit ${timeLimit}`,
  );
  const evaluator = new Evaluator(
    validation,
    horizonOf(Math.max(...episodes.all.map(({ from, to }) => to - from))),
    SEED,
  );
  const own = await evaluator.estimate(null);
  console.log(`log itself FQE ${show(own)}`);
  const options = { data: train, steps: STEPS, seed: SEED };
  const warm = await warmStart(options);
  const makers: (() => Promise<Policy>)[] = [
    () => behaviourCloning({ ...options, steps: Math.max(STEPS, 600) }),
    () => leastSquares({ ...options, caution: 0 }),
    () => leastSquares({ ...options, caution: 0.3 }),
    ...(STEPS > 0
      ? [
          () => conservativeQ({ ...options, warm, alpha: 0.3 }),
          () => conservativeQ({ ...options, warm, alpha: 1 }),
          () => implicitQ({ ...options, expectile: 0.7 }),
          () => implicitQ({ ...options, expectile: 0.9 }),
        ]
      : []),
  ];
  let cloned: Policy | undefined;
  for (const make of makers) {
    const start = performance.now();
    const policy = await make();
    cloned ??= policy;
    const seconds = (performance.now() - start) / 1_000;
    const second = performance.now();
    const estimate = await evaluator.estimate(policy);
    const evaluating = (performance.now() - second) / 1_000;
    const coverage = await coverageOf(policy, cloned, validation);
    const truth = await trueReturn(simulator, policy, standardisation);
    console.log(
      `${policy.id.padEnd(14)} true ${truth.toFixed(1).padStart(7)}  FQE ${show(estimate)}  coverage ${coverage.toFixed(2)}  ${seconds.toFixed(1)} s + ${evaluating.toFixed(1)} s`,
    );
  }
}
