/** Small logged decisions with a known best policy, for the tests. */
import type { PolicyDataset } from '../../../src/datasets/dataset.ts';
import { seededRandom } from '../../../src/statistics/random.ts';

export interface LoggedStep {
  episode: number;
  state: number[];
  action: number;
  reward: number;
  next: number[];
  done: boolean;
}

export function policyDataset(rows: readonly LoggedStep[], actions: string[]): PolicyDataset {
  const d = rows[0]!.state.length;
  return {
    kind: 'policy',
    profile: {
      kind: 'policy',
      name: 'log.csv',
      hash: 'abc',
      sampleCount: rows.length,
      classes: [],
      facts: [],
      problems: [],
      language: null,
    },
    stateNames: Array.from({ length: d }, (_, index) => `s${index}`),
    actions,
    states: Float64Array.from(rows.flatMap(({ state }) => state)),
    nextStates: Float64Array.from(rows.flatMap(({ next }) => next)),
    action: Int32Array.from(rows, ({ action }) => action),
    reward: Float64Array.from(rows, ({ reward }) => reward),
    done: Uint8Array.from(rows, ({ done }) => Number(done)),
    episode: Int32Array.from(rows, ({ episode }) => episode),
  };
}

const WIDTH = 5;

/**
 * A corridor of five places, started in the middle. Going right to the end pays 10, going left to the end costs 1, a
 * step costs 0.1. The log goes left in two of three steps, so imitation goes left; going right is best everywhere.
 */
export function corridorLog(episodes: number, seed: number): PolicyDataset {
  const random = seededRandom(seed);
  const rows: LoggedStep[] = [];
  for (let episode = 0; episode < episodes; episode += 1) {
    let place = 2;
    for (let step = 0; step < 30; step += 1) {
      const action = random.next() < 0.65 ? 0 : 1;
      const next = place + (action === 1 ? 1 : -1);
      const done = next === 0 || next === WIDTH - 1;
      const reward = next === 0 ? -1 : next === WIDTH - 1 ? 10 : -0.1;
      rows.push({ episode, state: [100 * place, 7], action, reward, next: [100 * next, 7], done });
      place = next;
      if (done) break;
    }
  }
  return policyDataset(rows, ['left', 'right']);
}
