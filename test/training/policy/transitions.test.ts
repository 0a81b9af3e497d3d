import { expect, it } from 'vitest';
import { longestOf, splitTransitions } from '../../../src/training/policy/transitions.ts';
import { policyDataset } from './build-log.ts';

it('splits more episodes than a call can have arguments, such as single decisions', () => {
  const rows = Array.from({ length: 150_000 }, (_, episode) => ({
    episode,
    state: [episode % 7],
    action: episode % 2,
    reward: (episode % 7) * (episode % 2),
    next: [episode % 7],
    done: true,
  }));
  const { episodes, test } = splitTransitions(policyDataset(rows, ['stay', 'go']), 1);
  expect(episodes.all).toHaveLength(150_000);
  expect(test.starts.at(-1)).toBe(29_999);
  expect(longestOf(episodes.all)).toBe(1);
  expect(longestOf([])).toBe(0);
});
