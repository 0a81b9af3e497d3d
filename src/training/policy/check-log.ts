/** Logs from which nothing can be learnt are refused before time is spent; everything else is a warning. */
import type { PolicyDataset } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import { episodesOf, returnOf } from './transitions.ts';

/** One each to learn from, to choose on and to test on, and some to spare. */
const FEWEST_EPISODES = 5;

/** @throws UserError `one-action`, `too-few-episodes`, `constant-reward`, `reward-always-zero` */
export function checkLog(dataset: PolicyDataset): void {
  const taken = new Set(dataset.action);
  if (taken.size < 2)
    throw new UserError('one-action', { action: dataset.actions[dataset.action[0] ?? 0] ?? '' });
  const episodes = episodesOf(dataset);
  if (episodes.length < FEWEST_EPISODES)
    throw new UserError('too-few-episodes', { episodes: episodes.length, limit: FEWEST_EPISODES });
  const first = dataset.reward[0] ?? 0;
  const returns = new Set(episodes.map((episode) => returnOf(dataset, episode).plain));
  if (dataset.reward.every((reward) => reward === first) && (first === 0 || returns.size === 1))
    throw first === 0 ? new UserError('reward-always-zero') : new UserError('constant-reward', { first });
}
