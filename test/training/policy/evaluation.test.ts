import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/statistics/random.ts';
import { Evaluator, greedyActions } from '../../../src/training/policy/judge/evaluation.ts';
import { summarise } from '../../../src/training/policy/judge/policy-estimate.ts';
import {
  CANDIDATES,
  choosePolicy,
  DEFAULT_CANDIDATE,
  layGroundwork,
} from '../../../src/training/policy/learn/candidates.ts';
import { expectiles, fitQByLeastSquares } from '../../../src/training/policy/learn/fitted-q.ts';
import { splitTransitions } from '../../../src/training/policy/transitions.ts';
import { corridorLog, type LoggedStep, policyDataset } from './build-log.ts';

/**
 * Two states in a chain: 0 –(go)→ 1 pays 2, 1 –(go)→ end pays 3; "stop" ends with 1 from either state. By hand: always
 * go earns 5 from state 0, always stop earns 1.
 */
function chainLog() {
  const random = seededRandom(4);
  const rows: LoggedStep[] = [];
  for (let episode = 0; episode < 400; episode += 1) {
    for (let state = 0; state < 2; state += 1) {
      const go = random.next() < 0.5;
      const done = !go || state === 1;
      const reward = go ? 2 + state : 1;
      rows.push({
        episode,
        state: [state],
        action: Number(go),
        reward,
        next: [go ? state + 1 : state],
        done,
      });
      if (done) break;
    }
  }
  return splitTransitions(policyDataset(rows, ['stop', 'go']), 1);
}

const always = (action: 0 | 1) => ({
  score: async (states: Float32Array) =>
    Float32Array.from({ length: states.length * 2 }, (_, index) => Number(index % 2 === action)),
});

describe('fitted Q evaluation', () => {
  it('agrees with the hand-worked values of a chain of two states', async () => {
    const evaluator = new Evaluator(chainLog().all, { steps: 2, discount: 1 }, 1);
    // The ridge and neighbouring bumps pull by a per cent or so; the environment itself is deterministic.
    expect((await evaluator.estimate(always(1))).value).toBeCloseTo(5, 1);
    expect((await evaluator.estimate(always(0))).value).toBeCloseTo(1, 1);
  });

  it('agrees with the logged return when asked about the log itself', async () => {
    const { all } = chainLog();
    const { value, interval } = await new Evaluator(all, { steps: 2, discount: 1 }, 1).estimate(null);
    // Half of the first steps stop for 1, half go for 2 and then earn 1 or 3: 0.5 · 1 + 0.5 · (2 + 2) = 2.5.
    expect(value).toBeGreaterThan(2.3);
    expect(value).toBeLessThan(2.7);
    expect(interval[0]).toBeLessThan(value);
    expect(interval[1]).toBeGreaterThan(value);
  });
});

describe('the interval of an estimate', () => {
  // Mean 5, variance (2 · 1 + 8 · 0.25) / 9 = 4 / 9.
  const resampled = Float64Array.of(4, 6, 4.5, 4.5, 4.5, 4.5, 5.5, 5.5, 5.5, 5.5);

  it("is Student's, around the median of the draws", () => {
    const { value, interval } = summarise(Float64Array.of(5.1, 4.9, 5), resampled, 0);
    expect(value).toBe(5);
    // Tables give 2.262 for 9 degrees of freedom; the series is off by less than a thousandth.
    expect(interval[0]).toBeCloseTo(5 - (2.262 * 2) / 3, 2);
    expect(interval[1]).toBeCloseTo(5 + (2.262 * 2) / 3, 2);
  });

  it('grows with the error that the fit makes on the log itself, and holds all that was seen', () => {
    const members = Float64Array.of(5);
    // √(4/9 + 1) = 1.202.
    expect(summarise(members, resampled, 1).interval[1]).toBeCloseTo(5 + 2.262 * 1.2019, 2);
    expect(summarise(Float64Array.of(0, 5, 20), resampled, 0).interval).toEqual([0, 20]);
  });
});

describe('least-squares fitted Q', () => {
  it('finds the discounted optimal values of the chain', async () => {
    const { all } = chainLog();
    const q = await fitQByLeastSquares({ data: all, caution: 0, seed: 1 });
    const values = q.values(all.states.slice(0, 1));
    // State 0: stop 1, go 2 + 0.99 · 3.
    expect(values[0]! * all.rewardScale).toBeCloseTo(1, 1);
    expect(values[1]! * all.rewardScale).toBeCloseTo(4.97, 1);
  });

  it('gives a lower bound when it is cautious', async () => {
    const { all } = chainLog();
    const bold = (await fitQByLeastSquares({ data: all, caution: 0, seed: 1 })).values(all.states);
    const careful = (await fitQByLeastSquares({ data: all, caution: 1, seed: 1 })).values(all.states);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(careful)).toBeLessThan(sum(bold));
  });
});

describe('implicit Q learning', () => {
  it('takes the expectile of the actions by their probability', () => {
    const values = Float64Array.of(1, 3, 5, 5);
    // ½ · 0.7 · (3 − v) = ½ · 0.3 · (v − 1), so v = 2.4; equal values are their own expectile.
    const found = expectiles(values, Float64Array.of(0.5, 0.5, 0.2, 0.8), { a: 2, expectile: 0.7 });
    expect(found[0]).toBeCloseTo(2.4, 12);
    expect(found[1]).toBeCloseTo(5, 12);
    const mean = expectiles(values, Float64Array.of(0.25, 0.75, 0.5, 0.5), { a: 2, expectile: 0.5 });
    expect(mean[0]).toBeCloseTo(2.5, 12);
  });

  it('values the chain by what the log does next, leaning to the better action', async () => {
    const { all } = chainLog();
    const behaviour = async (states: Float32Array) => new Float64Array(2 * states.length).fill(0.5);
    const inSample = { expectile: 0.7, behaviour };
    const q = await fitQByLeastSquares({ data: all, caution: 0, inSample, seed: 1 });
    // State 0, go: 2 + 0.99 · (expectile of 1 and 3, which is 2.4).
    expect(q.values(all.states.slice(0, 1))[1]! * all.rewardScale).toBeCloseTo(4.376, 1);
  });

  it('does not imitate a log that mostly goes the wrong way', async () => {
    const { all } = splitTransitions(corridorLog(80, 3), 1);
    const options = { data: all, steps: 300, seed: 1 };
    const ground = layGroundwork(options);
    const learn = (id: string) => CANDIDATES.find((one) => one.id === id)!.make(options, ground);
    const policies = [await learn('cloning'), await learn('iql-0.7'), await learn(DEFAULT_CANDIDATE)];
    const rights = policies.map(async (policy) => {
      const actions = greedyActions(await policy.score(all.states), 2);
      return actions.reduce((sum, action) => sum + action, 0) / all.n;
    });
    const [cloned, implicit, pooled] = await Promise.all(rights);
    expect(cloned).toBeLessThan(0.2);
    expect(implicit).toBeGreaterThan(0.9);
    expect(pooled).toBeGreaterThan(0.9);
  });
});

describe('the choice of a policy', () => {
  const estimate = (value: number, resampled: number[]) => ({
    value,
    resampled: Float64Array.from(resampled),
  });
  const standard = { id: DEFAULT_CANDIDATE, estimate: estimate(5, [4, 5, 6]) };

  it('keeps the default while a rival is better on some resamples only', () => {
    expect(choosePolicy([{ id: 'cql-1', estimate: estimate(6, [3.9, 7, 7]) }, standard])).toBe(1);
  });

  it('takes the rival that is better on all of them', () => {
    expect(choosePolicy([{ id: 'cql-1', estimate: estimate(6, [5, 6, 7]) }, standard])).toBe(0);
  });
});
