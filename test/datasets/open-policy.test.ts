import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStates } from '../../src/datasets/policy/open-states.ts';
import { codes, csvOf, fact, makeDir, openBytes, randomFrom, refusal } from './build-files.ts';

/** 12 episodes of 6 steps: state (x, y), actions left/right. */
function log() {
  const random = randomFrom(9);
  return Array.from({ length: 72 }, (_, i) => {
    const step = i % 6;
    return {
      episode: Math.floor(i / 6),
      step,
      x: i,
      y: -i / 2,
      action: random() < 0.5 ? 'left' : 'right',
      reward: random(),
      done: step === 5 ? 1 : 0,
    };
  });
}
const HEADER = ['episode', 'step', 's0', 's1', 'action', 'reward', 'done'];
const table = () =>
  csvOf([
    HEADER,
    ...log().map(({ episode, step, x, y, action, reward, done }) => [
      episode,
      step,
      x,
      y,
      action,
      reward,
      done,
    ]),
  ]);

describe('logs of decisions', () => {
  it('reads given next states', async () => {
    const rows = log().map(({ episode, step, x, y, action, reward, done }) => [
      episode,
      step,
      x,
      y,
      action,
      reward,
      x + 100,
      y + 100,
      done,
    ]);
    const dataset = await openBytes(
      'log.csv',
      csvOf([['episode', 'step', 's0', 's1', 'action', 'reward', 'ns0', 'ns1', 'done'], ...rows]),
      'policy',
    );
    expect(dataset.stateNames).toEqual(['s0', 's1']);
    expect(dataset.actions).toEqual(['left', 'right']);
    expect([...dataset.states.slice(2, 4)]).toEqual([1, -0.5]);
    expect([...dataset.nextStates.slice(2, 4)]).toEqual([101, 99.5]);
    expect(dataset.episode.at(-1)).toBe(11);
    expect(dataset.done.reduce((sum, flag) => sum + flag, 0)).toBe(12);
    expect(fact(dataset, 'Next states')).toBe('given');
  });

  it('derives next states from the following row of the episode, whatever the order of the rows', async () => {
    const [header, ...rows] = table().split('\n');
    const dataset = await openBytes('log.csv', [header, ...rows.toReversed()].join('\n'), 'policy');
    const at = [...dataset.states].findIndex((value, i) => i % 2 === 0 && value === 8) / 2;
    expect(dataset.nextStates[at * 2]).toBe(9);
    expect(dataset.action).toHaveLength(72);
    expect(fact(dataset, 'Next states')).toContain('derived');
  });

  it('leaves out the last row of an episode that was cut off', async () => {
    const rows = log().map(({ episode, step, x, y, action, reward }) => [
      episode,
      step,
      x,
      y,
      action,
      reward,
      0,
    ]);
    const dataset = await openBytes('log.csv', csvOf([HEADER, ...rows]), 'policy');
    expect(dataset.action).toHaveLength(60);
    expect(codes(dataset)).toContain('cut-episodes');
  });

  it('maps other names, numeric actions and lists of numbers', async () => {
    const lines = log().map(({ x, y, action, reward, done }) =>
      JSON.stringify({
        observation: [x, y],
        action: action === 'left' ? 0 : 1,
        reward,
        next_observation: [x + 1, y],
        terminated: done === 1,
      }),
    );
    const dataset = await openBytes('log.jsonl', lines.join('\n'), 'policy');
    expect(dataset.stateNames).toEqual(['observation 0', 'observation 1']);
    expect(dataset.actions).toEqual(['0', '1']);
    expect(dataset.nextStates[0]).toBe(1);
    expect(Math.max(...dataset.episode)).toBe(11);
    const named = log().map(({ episode, x, y, action, reward, done }) => [
      episode,
      x,
      y,
      action,
      reward,
      done,
    ]);
    const robot = await openBytes(
      'robot.csv',
      csvOf([['traj', 'position', 'speed', 'act', 'rew', 'terminal'], ...named]),
      'policy',
      { kind: 'policy' },
    );
    expect(robot.stateNames).toEqual(['position', 'speed']);
  });

  it('reports bad rows and what cannot be estimated', async () => {
    const lines = table().split('\n');
    lines[3] = '"0","2","broken","0","left","1","0"';
    const dataset = await openBytes('log.csv', lines.join('\n'), 'policy');
    expect(dataset.profile.problems.find(({ code }) => code === 'bad-rows')?.items).toEqual(['3']);
    // The row before the broken one has lost its next state.
    expect(dataset.action).toHaveLength(70);
    expect(codes(dataset)).toContain('few-episodes');
  });

  it.each([
    ['continuous-actions', (i: number) => (i / 7).toFixed(3)],
    ['one-action-in-column', () => 'stay'],
  ])('refuses %s', async (code, action) => {
    const rows = log().map(({ episode, step, x, y, reward, done }, i) => [
      episode,
      step,
      x,
      y,
      action(i),
      reward,
      done,
    ]);
    expect((await refusal(openBytes('log.csv', csvOf([HEADER, ...rows]), 'policy'))).code).toBe(code);
  });

  it('says which columns a log needs', async () => {
    const error = await refusal(
      openBytes(
        'a.csv',
        csvOf([
          ['x', 'y'],
          ['1', '2'],
          ['2', '3'],
        ]),
        'policy',
        { kind: 'policy' },
      ),
    );
    expect(error.code).toBe('no-policy-columns');
    expect(error.message).toContain('no action and no reward');
  });

  it('reads states for a prediction in the order of the model', async () => {
    const path = join(await makeDir(), 'states.csv');
    await writeFile(path, 's1,note,s0\n5,a,1\nbroken,b,2\n7,c,3\n');
    const states = await openStates({ path, name: 'states.csv' }, ['s0', 's1']);
    expect([...states.values]).toEqual([1, 5, 3, 7]);
    expect(states.ids).toEqual(['1', '3']);
    expect(states.skipped).toEqual([{ id: '2', reason: 's1 is no number' }]);
    expect((await refusal(openStates({ path, name: 'states.csv' }, ['s0', 's9']))).code).toBe(
      'unknown-column',
    );
  });
});
