import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../src/training/policy/check-log.ts';
import { corridorLog } from './build-log.ts';

describe('a log that cannot teach is refused', () => {
  it('when only one action was ever taken', () => {
    const log = corridorLog(20, 1);
    expect(() => checkLog({ ...log, action: log.action.map(() => 1) })).toThrow(/only the action "right"/);
  });

  it('when every reward is nothing', () => {
    const log = corridorLog(20, 1);
    expect(() => checkLog({ ...log, reward: log.reward.map(() => 0) })).toThrow(/Every reward is 0/);
  });

  it('when there is one episode', () => {
    const log = corridorLog(20, 1);
    expect(() => checkLog({ ...log, episode: log.episode.map(() => 0) })).toThrow(
      /1 episode; at least 5 are needed/,
    );
  });

  it('but not when a constant reward counts the steps of episodes of different length', () => {
    const log = corridorLog(20, 1);
    expect(() => checkLog({ ...log, reward: log.reward.map(() => 1) })).not.toThrow();
  });
});
