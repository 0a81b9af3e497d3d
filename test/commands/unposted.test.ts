import { expect, it } from 'vitest';
import { runData } from '../../commands/runs/run-data.ts';
import { exampleRun } from '../discord/example-run.ts';

const failure = { code: 'few-samples', message: 'Too few.', context: {} };
const endedAgo = (seconds: number) =>
  exampleRun({ state: 'failed', finishedAt: new Date(Date.now() - seconds * 1_000), failure });

it('tells of a report that could not be posted, once the time to post it is over', () => {
  expect(runData(endedAgo(60)).unposted).toBe(true);
  expect(runData(endedAgo(5)).unposted).toBeUndefined();
  expect(runData({ ...endedAgo(60), announced: true }).unposted).toBeUndefined();
  expect(runData(exampleRun({ state: 'queued' })).unposted).toBeUndefined();
});
