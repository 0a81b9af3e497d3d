import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { timeLimit } from '../src/time-limit.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function collectSomeTimes(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    collectGarbage();
    await wait(25);
  }
}

test('it aborts when the time is over, also after garbage was collected', async () => {
  const signal = timeLimit(60, new AbortController().signal);
  await collectSomeTimes();
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
});

test('it aborts with another signal, with its reason, also after garbage was collected', async () => {
  const cancelled = new AbortController();
  const signal = timeLimit(60_000, new AbortController().signal, cancelled.signal);
  await collectSomeTimes();
  expect(signal.aborted).toBe(false);
  cancelled.abort('cancelled');
  expect(signal.reason).toBe('cancelled');
  expect(timeLimit(60_000, cancelled.signal).reason).toBe('cancelled');
});

test('a limit that has not passed aborts nothing', async () => {
  const signal = timeLimit(60_000);
  await wait(10);
  expect(signal.aborted).toBe(false);
});
