/**
 * The small trainer of the chaos bench: works for some tenths of a second, then delivers an artifact whose files all carry
 * one mark, so that files of two attempts in one artifact are seen. Forked by `runChild` like the real one.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildMessage, ChildTask } from '../../src/child/messages.ts';

const send = (message: ChildMessage) =>
  new Promise((resolve) => process.send?.(message, () => resolve(null)));
const FILES = 8;

process.on('SIGTERM', () => process.exit(1));
process.once('message', async (task: ChildTask) => {
  if (task.kind !== 'train') throw new Error('only trains');
  const text = readFileSync(task.dataset.path, 'utf8');
  writeFileSync(join(task.folders.workDir, 'checkpoints', 'seen'), String(text.length));
  for (let step = 1; step <= 3; step += 1) {
    await send({
      type: 'event',
      event: { type: 'progress', step: 'Training', fraction: step / 4, etaSeconds: 1 },
    });
    await new Promise((resolve) => setTimeout(resolve, 100 + ((task.spec.seed * 97 * step) % 200)));
  }
  const mark = `${task.runId} ${process.pid} ${randomUUID()}`;
  mkdirSync(join(task.artifactDir, 'charts'), { recursive: true });
  for (let i = 0; i < FILES; i += 1)
    writeFileSync(join(task.artifactDir, 'charts', `${i}.bin`), `${mark}\n`.padEnd(20_000 * (i + 1), '.'));
  writeFileSync(join(task.artifactDir, 'model.zip'), `${mark}\n`.padEnd(300_000, '.'));
  writeFileSync(
    join(task.artifactDir, 'report.json'),
    JSON.stringify(reportOf(task.runId, text.length, mark)),
  );
  await send({ type: 'result', result: { kind: 'trained' } });
  process.exit(0);
});

const reportOf = (runId: string, sampleCount: number, mark: string) => ({
  version: 1,
  runId,
  kind: 'text',
  createdAt: new Date().toISOString(),
  dataset: {
    kind: 'text',
    name: 'tickets.csv',
    hash: mark,
    sampleCount,
    classes: [],
    facts: [],
    problems: [],
    language: 'en',
  },
  split: { train: 7, validation: 2, test: 1, seed: 1, note: 'stratified' },
  backbone: null,
  engines: { head: 'none' },
  scoreName: 'macro-F1',
  contenders: [
    {
      id: 'majority',
      name: 'Majority class',
      role: 'baseline',
      validationScore: 0.5,
      testScore: 0.5,
      hyperparameters: {},
      seconds: 1,
    },
  ],
  chosen: 'majority',
  transferWon: false,
  verdict: 'No model beat the majority class.',
  classification: null,
  measures: [],
  history: [],
  temperature: null,
  warnings: [],
  seconds: { total: 1 },
  files: [{ path: 'model.zip', role: 'model', title: 'Model' }],
});
