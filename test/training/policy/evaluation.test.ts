import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/random.ts';
import { choosePolicy, DEFAULT_CANDIDATE } from '../../../src/training/policy/candidates.ts';
import { Evaluator } from '../../../src/training/policy/evaluation.ts';
import { fitQByLeastSquares } from '../../../src/training/policy/fitted-q.ts';
import { splitTransitions } from '../../../src/training/policy/transitions.ts';
import { type LoggedStep, policyDataset } from './build-log.ts';

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

describe('least-squares fitted Q', () => {
  it('finds the discounted optimal values of the chain', () => {
    const { all } = chainLog();
    const values = fitQByLeastSquares({ data: all, caution: 0, seed: 1 }).values(all.states.slice(0, 1));
    // State 0: stop 1, go 2 + 0.99 · 3.
    expect(values[0]! * all.rewardScale).toBeCloseTo(1, 1);
    expect(values[1]! * all.rewardScale).toBeCloseTo(4.97, 1);
  });

  it('gives a lower bound when it is cautious', () => {
    const { all } = chainLog();
    const bold = fitQByLeastSquares({ data: all, caution: 0, seed: 1 }).values(all.states);
    const careful = fitQByLeastSquares({ data: all, caution: 1, seed: 1 }).values(all.states);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(careful)).toBeLessThan(sum(bold));
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
