/** Logs from which nothing can be learnt are refused before time is spent; everything else is a warning. */
import type { PolicyDataset } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import { episodesOf, returnOf } from './transitions.ts';

/** One each to learn from, to choose on and to test on, and some to spare. */
const FEWEST_EPISODES = 5;

/** @throws UserError `one-action`, `too-few-episodes`, `constant-reward` */
export function checkLog(dataset: PolicyDataset): void {
  const taken = new Set(dataset.action);
  if (taken.size < 2)
    throw new UserError(
      'one-action',
      `The log holds only the action ${JSON.stringify(dataset.actions[dataset.action[0] ?? 0] ?? '')}; there is nothing to choose between. At least 2 actions have to have been tried.`,
    );
  const episodes = episodesOf(dataset);
  if (episodes.length < FEWEST_EPISODES)
    throw new UserError(
      'too-few-episodes',
      `The log holds ${episodes.length} episode${episodes.length === 1 ? '' : 's'}; at least ${FEWEST_EPISODES} are needed, so that some can be kept apart for the test. Name the column that tells episodes apart "episode", or mark their ends in a column "done".`,
      { context: { episodes: episodes.length, limit: FEWEST_EPISODES } },
    );
  const first = dataset.reward[0];
  const returns = new Set(episodes.map((episode) => returnOf(dataset, episode).plain));
  if (dataset.reward.every((reward) => reward === first) && (first === 0 || returns.size === 1))
    throw new UserError(
      'constant-reward',
      `Every reward is ${first}${first === 0 ? '' : ' and every episode equally long'}, so nothing tells good decisions from bad ones. Log a reward that differs.`,
    );
}
