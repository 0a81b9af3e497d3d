import { expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { openRuns } from '../../src/runs/runs.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { startWorker } from '../../src/worker/work.ts';
import { makePlace, makeSpec } from '../runs/samples.ts';
import { makeStore } from '../runs/stores.ts';

const log = createLogger('silent');
const POLLING = { timeout: 60_000, interval: 50 };

test('a drained worker stores checkpoints at once, finishes its Run and leaves the next one in the queue', {
  timeout: 120_000,
}, async () => {
  const store = await makeStore('embedded', { WORKER_CONCURRENCY: '1' });
  const { config } = store;
  const objects = openObjects(config);
  await objects.putBytes('uploads/abc/tickets.csv', Buffer.from('text,labe'));
  const runs = await openRuns({ config, log, role: 'bot' });
  const worker = await startWorker({
    ...{ runs, objects, config, log },
    trainer: new URL('../runs/fixtures/trainer.ts', import.meta.url),
  });
  const first = await runs.create(makeSpec({ target: 'hang' }), makePlace());
  const second = await runs.create(makeSpec({ target: 'succeed' }), makePlace());
  const isTraining = async () => (await runs.events(first.id)).some(({ event }) => event.type === 'progress');
  await expect.poll(isTraining, POLLING).toBe(true);

  let isDrained = false;
  const drained = worker.drain().then(() => {
    isDrained = true;
  });
  const checkpoints = `runs/${first.id}/checkpoints/count`;
  await expect.poll(() => objects.exists(checkpoints), POLLING).toBe(true);
  expect(isDrained).toBe(false);
  expect((await runs.get(first.id))?.state).toBe('running');

  // The Run's end, as a person brings it about.
  await runs.cancel(first.id, 'person');
  await drained;
  expect((await runs.get(first.id))?.state).toBe('cancelled');
  expect((await runs.get(second.id))?.state).toBe('queued');
  await worker.stop();
  await runs.close();
  await store.remove();
});
