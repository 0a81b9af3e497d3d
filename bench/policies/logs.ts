/** Simulators → logs of differing quality, and the true return of a policy learnt from one. All seeded. */
import type { PolicyDataset } from '../../src/datasets/dataset.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import type { Policy } from '../../src/training/policy/learn/methods.ts';
import { argmax } from '../../src/training/policy/learn/q-values.ts';
import { type Standardisation, standardise } from '../../src/training/policy/transitions.ts';
import { rollOut, type Simulator } from './simulators.ts';

/** Who wrote the episodes of a log: the expert, with errors, and for the share `poor` somebody else. */
export interface LogKind {
  name: string;
  poor: number;
  /** Random actions, or a rule that always takes the action after the expert's (and errs in a third of its steps). */
  by: 'chance' | 'a wrong rule';
  /** Share of the expert's steps that are random. */
  errors: number;
}

export const LOG_KINDS: readonly LogKind[] = [
  { name: '70 % random', poor: 0.7, by: 'chance', errors: 0.33 },
  { name: '95 % random', poor: 0.95, by: 'chance', errors: 0.33 },
  { name: '70 % wrong rule', poor: 0.7, by: 'a wrong rule', errors: 0.33 },
  { name: 'mostly good', poor: 0.2, by: 'chance', errors: 0.1 },
];

export interface LogOptions {
  kind: LogKind;
  episodes: number;
  seed: number;
}

export async function makeLog(simulator: Simulator, options: LogOptions): Promise<PolicyDataset> {
  const { kind, episodes, seed } = options;
  const { actions } = simulator;
  const random = seededRandom(seed).next;
  const rows = [];
  for (let episode = 0; episode < episodes; episode += 1) {
    const poor = random() < kind.poor;
    const wrong = poor && kind.by === 'a wrong rule';
    const noise = poor && !wrong ? 1 : wrong ? 0.33 : kind.errors;
    const act = (state: number[]) =>
      random() < noise
        ? Math.floor(random() * actions)
        : (simulator.expert(state) + (wrong ? 1 : 0)) % actions;
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
    actions: Array.from({ length: actions }, (_, index) => String(index)),
    states: Float64Array.from(rows.flatMap((row) => row.state)),
    nextStates: Float64Array.from(rows.flatMap((row) => row.next)),
    action: Int32Array.from(rows, (row) => row.action),
    reward: Float64Array.from(rows, (row) => row.reward),
    done: Uint8Array.from(rows, (row) => Number(row.done)),
    episode: Int32Array.from(rows, (row) => row.episode),
  };
}

const ROLLOUTS = 40;

/** Mean true return of fresh episodes, stepped side by side: one forward pass a step. */
export async function trueReturn(
  simulator: Simulator,
  policy: Pick<Policy, 'score'>,
  { scale, seed }: { scale: Standardisation; seed: number },
): Promise<number> {
  const random = seededRandom(seed + 999).next;
  const running = Array.from({ length: ROLLOUTS }, () => ({
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

/** Mean return of a rule on fresh episodes: the expert without errors, or chance. */
export async function returnOfRule(
  simulator: Simulator,
  rule: (state: number[], random: () => number) => number,
): Promise<number> {
  const random = seededRandom(7).next;
  let sum = 0;
  for (let episode = 0; episode < 200; episode += 1)
    for (const { reward } of await rollOut(simulator, (state) => rule(state, random), random)) sum += reward;
  return sum / 200;
}
