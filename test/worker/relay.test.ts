import { expect, test, vi } from 'vitest';
import type { ChildEvent } from '../../src/child/events.ts';
import { createLogger } from '../../src/log.ts';
import { relayEvents } from '../../src/worker/relay.ts';

const log = createLogger('silent');
const progress = (fraction: number): ChildEvent => ({
  type: 'progress',
  step: 's',
  fraction,
  etaSeconds: null,
});

test('progress is written at most once a second, the newest, and the last is not lost', async () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const written: ChildEvent[] = [];
  const relay = relayEvents(async (event) => void written.push(event), log);
  for (let i = 0; i < 250; i++) {
    relay.push(progress(i / 250));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(written).toHaveLength(3);
  relay.push(progress(1));
  await relay.finish();
  vi.useRealTimers();
  expect(written.at(-1)).toEqual(progress(1));
});

test('an event that cannot be stored does not stop those after it', async () => {
  const written: ChildEvent[] = [];
  let calls = 0;
  const relay = relayEvents(async (event) => {
    calls += 1;
    if (calls === 1) throw new Error('the connection was lost');
    written.push(event);
  }, log);
  relay.push(progress(0.1));
  await relay.finish();
  relay.push(progress(0.2));
  await relay.finish();
  expect(written).toEqual([progress(0.2)]);
});
