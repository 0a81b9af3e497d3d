import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { whileBusy } from '../../src/datasets/tables/while-busy.ts';

test('work that will never end is given up when nothing is done for it', async () => {
  await expect(whileBusy(new Promise(() => {}), 300)).rejects.toThrow('it ends before its time');
});

test('work that keeps the process busy is waited for, however often the time passes', async () => {
  const work = async () => {
    const end = Date.now() + 1_500;
    while (Date.now() < end) {
      const pause = Date.now() + 40;
      while (Date.now() < pause);
      await wait(1);
    }
    return 'done';
  };
  expect(await whileBusy(work(), 300)).toBe('done');
});
