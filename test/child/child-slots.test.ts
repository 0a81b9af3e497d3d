import { expect, test } from 'vitest';
import { limitChildren } from '../../src/child/child-slots.ts';
import type { runChild } from '../../src/child/run-child.ts';
import { createLogger } from '../../src/log.ts';

/** Children that end when told. */
function startedChildren() {
  const running: { owner: string; end: () => void }[] = [];
  const run = ((_task: unknown, { owner = '' }: { owner?: string }) =>
    new Promise((resolve) =>
      running.push({ owner, end: () => resolve({ kind: 'checked' }) }),
    )) as unknown as typeof runChild;
  const limited = limitChildren(run, 2);
  const folders = { workDir: '', cacheDir: '' };
  const ask = (owner: string) =>
    limited(
      { kind: 'check-model', folders, file: { path: '', name: '' } },
      { memoryMiB: 1, deadlineMs: 1, log: createLogger('silent'), owner },
    );
  return { running, ask };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('one person does not hold all slots, and others do not wait behind what they asked for', async () => {
  const { running, ask } = startedChildren();
  const all = ['ada', 'ada', 'ada', 'bob', 'eve'].map(ask);
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
