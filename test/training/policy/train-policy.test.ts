import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChildTaskOf } from '../../../src/child/messages.ts';
import { openGraph } from '../../../src/engines/graph-session.ts';
import { reportSchema } from '../../../src/report/report.ts';
import { summaryEmbed } from '../../../src/report/summary.ts';
import { joinNotes } from '../../../src/text/notes.ts';
import { compareActions, policyReport, policyUsage } from '../../../src/training/policy/policy-report.ts';
import { policyWarnings } from '../../../src/training/policy/policy-warnings.ts';
import { predictPolicy } from '../../../src/training/policy/predict-policy.ts';
import { type TrainedPolicy, trainPolicy } from '../../../src/training/policy/train-policy.ts';
import { leftoverEnglish } from '../../report/leftover-english.ts';
import { corridorLog } from './build-log.ts';
import { taskIn, trainingOptions } from './train-task.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
});
afterAll(() => rm(folder, { recursive: true }));

const dataset = corridorLog(300, 1);

async function trainOnce(name: string): Promise<{ trained: TrainedPolicy; task: ChildTaskOf<'train'> }> {
  const task = taskIn(folder, { name });
  const trained = await trainPolicy({ task, dataset, ...trainingOptions(task) });
  return { trained, task };
}

describe('a policy from a log that mostly errs', () => {
  let first: Awaited<ReturnType<typeof trainOnce>>;
  beforeAll(async () => {
    first = await trainOnce('first');
  }, 60_000);

  it('goes right everywhere, where imitation goes left', async () => {
    const file = join(folder, 'states.csv');
    await writeFile(file, 's1,s0\n7,100\n7,200\n7,300\n');
    const predicted = await predictPolicy({
      kind: 'predict',
      folders: { workDir: join(folder, 'predict'), cacheDir: folder },
      artifactDir: join(folder, 'first'),
      text: null,
      file: { path: file, name: 'states.csv' },
    });
    expect(predicted.predictions.map(({ prediction }) => prediction)).toEqual(['right', 'right', 'right']);
    const csv = (await readFile(predicted.csvPath!, 'utf8')).trim().split('\n');
    expect(csv[0]).toBe('row,prediction,confidence,left,right');
    expect(csv).toHaveLength(4);
    const { tried } = first.trained;
    const cloning = tried.find(({ id }) => id === 'cloning')!;
    const standard = first.trained.parts.train.states.slice(0, 2);
    const scores = await cloning.policy.score(standard);
    expect(scores[0]).toBeGreaterThan(scores[1]!);
  });

  it('is estimated near the return it would truly earn, imitation near its own', () => {
    // Right twice from the middle: −0.1 + 10. Left twice: −0.1 − 1.
    expect(first.trained.test.chosen.value).toBeGreaterThan(9);
    expect(first.trained.test.chosen.value).toBeLessThan(10.8);
    expect(first.trained.test.cloning.value).toBeGreaterThan(-2.1);
    expect(first.trained.test.cloning.value).toBeLessThan(0);
  });

  it('is delivered with a word about a rival that was estimated better, but not surely', () => {
    const { trained } = first;
    const [one, ...others] = trained.tried;
    const rival = { ...one!, estimate: { ...one!.estimate, value: trained.chosen.estimate.value + 1 } };
    const warningsWith = (tried: TrainedPolicy['tried']) =>
      joinNotes(policyWarnings({ trained: { ...trained, tried }, logged: 0, actions: { differs: 0 } }));
    expect(warningsWith([rival, ...others])).toContain(
      `${one!.policy.name} was estimated better on validation`,
    );
    expect(warningsWith([trained.chosen])).not.toContain('was estimated better');
  });

  it('is delivered with a warning when the draws of its estimate disagree', () => {
    const { trained } = first;
    const warningsWith = (members: number[]) => {
      const chosen = { ...trained.test.chosen, interval: [0, 10] as [number, number] };
      const test = { ...trained.test, chosen: { ...chosen, members: Float64Array.from(members) } };
      return policyWarnings({ trained: { ...trained, test }, logged: -5, actions: { differs: 0 } })
        .map(({ message }) => message)
        .join();
    };
    expect(warningsWith([2, 4, 8])).toContain(
      'The estimate is unreliable: with 3 draws of its features it comes to anything from 2 to 8.',
    );
    expect(warningsWith([4, 5, 8])).not.toContain('draws of its features');
  });

  it('is delivered with a warning when every test episode earned the same', () => {
    const { trained } = first;
    const warningsWith = (reward: Float32Array) => {
      const parts = { ...trained.parts, test: { ...trained.parts.test, reward } };
      return policyWarnings({ trained: { ...trained, parts }, logged: 0, actions: { differs: 0 } });
    };
    const { reward } = trained.parts.test;
    const codes = (notes: ReturnType<typeof warningsWith>) => notes.map(({ code }) => code);
    expect(codes(warningsWith(reward.map(() => 0)))).toContain('test-returns-alike');
    expect(codes(warningsWith(reward))).not.toContain('test-returns-alike');
  });

  it('is one ONNX file from raw states to a score an action', async () => {
    const session = await openGraph(join(folder, 'first', 'model/onnx/model.onnx'));
    const state = { dims: [2, 2], data: Float32Array.of(100, 7, 300, 7) };
    const outputs = await session.run({ state });
    await session.close();
    expect(Object.keys(outputs)[0]).toBe('scores');
    expect(outputs.scores!.dims).toEqual([2, 2]);
    const labels = await readFile(join(folder, 'first', 'model/labels.json'), 'utf8');
    expect(JSON.parse(labels)).toEqual(['left', 'right']);
  });

  it('is reported with the estimate beside the logged return', async () => {
    const actions = await compareActions(dataset, first.trained);
    const report = reportSchema.parse(policyReport(first.task, dataset, first.trained, actions));
    const [estimate] = report.measures;
    expect(estimate!.value).toBeGreaterThan(estimate!.baseline!);
    expect(report.contenders.map(({ id }) => id)).toContain('log');
    expect(report.transferWon).toBe(true);
    // The log goes left in two of three steps.
    expect(actions.differs).toBeGreaterThan(0.55);
    expect(policyUsage(dataset, actions)).toContain('| right |');
    expect(leftoverEnglish(summaryEmbed(report, 'zh-CN'), [])).toEqual([]);
  });

  it('comes out the same from the same seed', async () => {
    const second = await trainOnce('second');
    expect(second.trained.test).toEqual(first.trained.test);
    const bytes = (name: string) => readFile(join(folder, name, 'model/onnx/model.onnx'));
    expect((await bytes('second')).equals(await bytes('first'))).toBe(true);
  }, 60_000);
});
