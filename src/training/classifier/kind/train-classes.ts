/** A Dataset with classes → its Report, with the delivered model, tables and insight in the artifact folder. */

import { join } from 'node:path';
import type { ChildTaskOf } from '../../../child/messages.ts';
import type { Dataset, LabelledDataset } from '../../../datasets/dataset.ts';
import { openDataset } from '../../../datasets/open-dataset.ts';
import { UserError } from '../../../errors.ts';
import { term } from '../../../text/term.ts';
import { dataWord } from '../../../text/terms.ts';
import type { Outcome, Timed } from '../../job/kind.ts';
import { wordsOf } from '../../job/words-of.ts';
import { classifierReport } from '../classifier-report.ts';
import { writeJudged } from '../evaluate/evaluate-classifier.ts';
import { sampleContents, writeLearnt } from '../evaluate/learnt-samples.ts';
import { describeUsage } from '../export/usage.ts';
import { writeModel } from '../export/write-model.ts';
import { gainInsight } from '../insight/gain-insight.ts';
import { judgedSamples } from '../samples.ts';
import { trainClassifier } from '../train-classifier.ts';

/** @throws UserErrors `kind-without-classes`, `test-of-other-kind`, and those of training */
export async function trainClasses(job: Timed<'train'>, dataset: LabelledDataset): Promise<Outcome> {
  const { task, progress, signal } = job;
  const test = task.test && (await openTest(task, dataset));
  const trained = await trainClassifier({ ...job, dataset, test });
  await writeLearnt(task.artifactDir, task.runId, sampleContents(trained.samples, trained.samples.pool));
  const report = classifierReport(task, dataset, trained);
  await gainInsight(job, trained, report);
  progress.begin('Writing and checking the model', 0.98);
  const start = performance.now();
  const { artifactDir } = task;
  const { workDir } = task.folders;
  const tested = trained.tested.get(trained.winner.id)!;
  report.files.push(
    ...(await writeJudged(
      artifactDir,
      tested,
      judgedSamples(trained.samples, trained.samples.test),
      wordsOf(task),
    )),
  );
  const { files, delivery } = await writeModel({
    artifactDir,
    workDir,
    dataset,
    trained,
    secondsLeft: job.budget.lastLeft,
    signal,
  });
  report.files.push(...files);
  report.delivery = delivery;
  report.seconds.export = (performance.now() - start) / 1_000;
  return { report, usage: describeUsage(dataset.kind, trained) };
}

async function openTest(task: ChildTaskOf<'train'>, dataset: LabelledDataset): Promise<LabelledDataset> {
  const { kind, target, mergeSpellings } = task.spec;
  const workDir = join(task.folders.workDir, 'test');
  const test = withClasses(
    await openDataset(task.test!, { workDir, kind, target, mergeSpellings, like: dataset }),
  );
  if (test.kind !== dataset.kind)
    throw new UserError('test-of-other-kind', { kind: dataWord(test.kind), wanted: dataWord(dataset.kind) });
  return test;
}

function withClasses(dataset: Dataset): LabelledDataset {
  if ('samples' in dataset) return dataset;
  throw new UserError('kind-without-classes', { kind: term(`word.understood.${dataset.kind}`) });
}
