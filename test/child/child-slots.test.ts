import { expect, test } from 'vitest';
import { limitChildren } from '../../src/child/child-slots.ts';
import type { runChild } from '../../src/child/run-child.ts';
import { createLogger } from '../../src/log.ts';

/** Of no kind: nobody here reads it. */
const ANSWER = { kind: 'checked' };

/** Children that end when told. */
function startedChildren() {
  const running: { owner: string; end: () => void }[] = [];
  const run = ((_task: unknown, { owner = '' }: { owner?: string }) =>
    new Promise((resolve) =>
      running.push({ owner, end: () => resolve(ANSWER) }),
    )) as unknown as typeof runChild;
  const limited = limitChildren(run, 2);
  const folders = { workDir: '', cacheDir: '' };
  const ask = (owner: string, chat = owner) =>
    limited(
      { kind: 'check-model', folders, file: { path: '', name: '' } },
      { memoryMiB: 1, deadlineMs: 1, log: createLogger('silent'), owner, chat },
    );
  const askLong = (owner: string) =>
    limited(
      { kind: 'export', folders, artifactDir: '', format: 'node' },
      { memoryMiB: 1, deadlineMs: 1, log: createLogger('silent'), owner },
    );
  const owners = () => running.map(({ owner }) => owner);
  return { running, owners, ask, askLong };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('one person does not hold all slots, and others do not wait behind what they asked for', async () => {
  const { running, ask } = startedChildren();
  const all = ['ada', 'ada', 'ada', 'bob', 'eve'].map((owner) => ask(owner));
  await settle();
  expect(running.map(({ owner }) => owner)).toEqual(['ada', 'bob']);
  running[1]!.end();
  await settle();
  expect(running.map(({ owner }) => owner)).toEqual(['ada', 'bob', 'eve']);
  running[0]!.end();
  await settle();
  expect(running.map(({ owner }) => owner)).toEqual(['ada', 'bob', 'eve', 'ada']);
  for (let done = 2; done < 5; done += 1) {
    running[done]!.end();
    await settle();
  }
  await Promise.all(all);
  expect(running).toHaveLength(5);
});

test('long work of many people leaves a slot to what is quick', async () => {
  const { running, owners, ask, askLong } = startedChildren();
  const all = [askLong('ada'), askLong('bob'), askLong('eve'), ask('tim')];
  await settle();
  expect(owners()).toEqual(['ada', 'tim']);
  running[1]!.end();
  await settle();
  expect(owners()).toEqual(['ada', 'tim']);
  running[0]!.end();
  await settle();
  expect(owners()).toEqual(['ada', 'tim', 'bob']);
  running[2]!.end();
  await settle();
  running[3]!.end();
  await Promise.all(all);
});

test('one chat does not wait behind the backlog of another, whose people are many', async () => {
  const { running, owners, ask } = startedChildren();
  const all = ['a1', 'a2', 'a3', 'a4', 'a5'].map((owner) => ask(owner, 'crowd'));
  all.push(ask('solo', 'small'));
  await settle();
  expect(owners()).toEqual(['a1', 'a2']);
  running[0]!.end();
  await settle();
  expect(owners()).toEqual(['a1', 'a2', 'solo']);
  for (let done = 1; done < 6; done += 1) {
    running[done]!.end();
    await settle();
  }
  await Promise.all(all);
  expect(owners()).toEqual(['a1', 'a2', 'solo', 'a3', 'a4', 'a5']);
});
