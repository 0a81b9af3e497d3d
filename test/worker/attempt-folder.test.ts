import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { type ObjectStore, openObjects } from '../../src/storage/objects.ts';
import { openAttempt } from '../../src/worker/attempt-folder.ts';
import { dropObjects, keepCheckpoints } from '../../src/worker/checkpoints.ts';

let folder: string;
let objects: ObjectStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunesmith-attempt-'));
  objects = openObjects({ dataDir: folder, storageUrl: undefined });
});
afterEach(() => rmSync(folder, { recursive: true }));

const runId = '7K2M9QXC';
const open = (machine: string, number: number) =>
  openAttempt({ runDir: join(folder, machine), number, runId, objects });
const log = createLogger('silent');

test('another machine goes on from the checkpoints that the first stored when it stopped', async () => {
  const first = await open('a', 1);
  writeFileSync(join(first.checkpointDir, 'mlp.json'), 'half way');
  writeFileSync(join(first.checkpointDir, 'cnn.json.part'), 'torn');
  const storing = keepCheckpoints({ folder: first.checkpointDir, runId, objects, log, intervalMs: 20 });
  await expect.poll(() => objects.list(`runs/${runId}`)).toEqual([`runs/${runId}/checkpoints/mlp.json`]);
  writeFileSync(join(first.checkpointDir, 'probe.json'), 'done');
  await storing.finish();

  const second = await open('b', 2);
  expect(readFileSync(join(second.checkpointDir, 'mlp.json'), 'utf8')).toBe('half way');
  expect(readFileSync(join(second.checkpointDir, 'probe.json'), 'utf8')).toBe('done');
  expect(existsSync(join(second.checkpointDir, 'cnn.json.part'))).toBe(false);
});

test('on the same machine the checkpoints here come first, in a folder of the new attempt', async () => {
  const first = await open('a', 1);
  writeFileSync(join(first.checkpointDir, 'mlp.json'), 'newer');
  await objects.putBytes(`runs/${runId}/checkpoints/mlp.json`, Buffer.from('older'));
  const second = await open('a', 2);
  expect(second.workDir).not.toBe(first.workDir);
  expect(readFileSync(join(second.checkpointDir, 'mlp.json'), 'utf8')).toBe('newer');
  expect(second.isTrained).toBe(false);
});

test('a finished artifact whose upload was interrupted is not trained again', async () => {
  const first = await open('a', 1);
  mkdirSync(first.artifactDir, { recursive: true });
  await first.markTrained();
  const second = await open('a', 2);
  expect(second).toMatchObject({ isTrained: true, artifactDir: first.artifactDir });
});

test('of a Run that is over only its artifact stays in storage', async () => {
  for (const key of ['1/model.onnx', '2/report.json', 'checkpoints/x', '12/report.json'])
    await objects.putBytes(`runs/${runId}/${key}`, Buffer.from('x'));
  await dropObjects(objects, runId, `runs/${runId}/2/`);
  expect(await objects.list(`runs/${runId}`)).toEqual([`runs/${runId}/2/report.json`]);
  await dropObjects(objects, runId, null);
  expect(await objects.list(`runs/${runId}`)).toEqual([]);
});
