import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { timeLimit } from '../src/time-limit.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a limit aborts what it was joined to, also after garbage was collected', async () => {
  const cancelled = new AbortController();
  const joined = AbortSignal.any([cancelled.signal, timeLimit(60)]);
  for (let i = 0; i < 5; i++) {
    collectGarbage();
    await wait(25);
  }
  expect(joined.aborted).toBe(true);
  expect(joined.reason).toMatchObject({ name: 'TimeoutError' });
});

test('a limit that has not passed aborts nothing', async () => {
  const signal = timeLimit(60_000);
  await wait(10);
  expect(signal.aborted).toBe(false);
});
