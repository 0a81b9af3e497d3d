import { expect, test } from 'vitest';
import { pauseAfterLoss, planRetry } from '../../src/runs/retry.ts';

const row = { id: '7K2M9QXC', crashes: 0, lost: 0, outages: 0, outageSince: null };
const now = new Date('2026-11-24T10:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

test('only crashes of the trainer are held against a Run, three of them', () => {
  const counted = { crashes: 1, lost: 0, outages: 0, outageSince: null };
  expect(planRetry(row, 'crash', now)).toMatchObject({ changes: counted, failure: null });
  expect(planRetry({ ...row, crashes: 2 }, 'crash', now).failure).toMatchObject({ code: 'trainer-crashed' });
  for (const cause of ['stop', 'storage-unreachable', 'disk-full', 'database-away'] as const)
    expect(planRetry({ ...row, crashes: 2 }, cause, now)).toMatchObject({
      changes: { crashes: 2 },
      failure: null,
    });
});

test('an outage is tried at doubling waits of at most 15 s, for a day', () => {
  let counts = row as Parameters<typeof planRetry>[0];
  const waits = Array.from({ length: 8 }, () => {
    const { changes, delaySeconds, failure } = planRetry(counts, 'storage-unreachable', now);
    expect(failure).toBeNull();
    counts = { ...counts, ...changes };
    return delaySeconds;
  });
  expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15, 15]);
  expect(planRetry(counts, 'storage-unreachable', hours(23)).failure).toBeNull();
  expect(planRetry(counts, 'storage-unreachable', hours(25)).failure).toMatchObject({
    code: 'storage-unreachable',
  });
  // Another ending in between: the next outage counts from its own beginning.
  const { changes } = planRetry(counts, 'stop', hours(23));
  expect(planRetry({ ...counts, ...changes }, 'storage-unreachable', hours(25))).toMatchObject({
    delaySeconds: 1,
    failure: null,
  });
});

test('a trainer killed from outside is tried again, though not for ever', () => {
  expect(planRetry({ ...row, lost: 5 }, 'killed', now)).toMatchObject({
    changes: { lost: 6 },
    failure: null,
  });
  expect(planRetry({ ...row, lost: 29 }, 'killed', now).failure).toMatchObject({ code: 'worker-lost' });
});

test('a Run that loses its process again and again rests longer, so that 30 restarts take hours', () => {
  expect([1, 2, 3].map(pauseAfterLoss)).toEqual([0, 0, 0]);
  expect([4, 5, 6].map(pauseAfterLoss)).toEqual([2, 4, 8]);
  const all = Array.from({ length: 29 }, (_, i) => pauseAfterLoss(i + 1));
  expect(Math.max(...all)).toBe(900);
  expect(all.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(3 * 3_600);
});
