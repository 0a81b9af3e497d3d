/**
 * A `train` task goes in, a filled artifact folder comes out: report.json, charts, model card, model and model.zip.
 * Reads top to bottom: open → train → report → export → charts and card. Called by `child.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classificationRecipe } from '../../knowledge/recipes/classification.ts';
import type { Dataset, LabelledDataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { UserError } from '../errors.ts';
import { renderModelCard } from '../report/model-card.ts';
import { reportSchema } from '../report/report.ts';
import { writeCharts } from '../report/write-charts.ts';
import type { RunEvent } from '../runs/events.ts';
import { startBudget } from './budget.ts';
import { classifierReport } from './classifier-report.ts';
import { describeUsage } from './export/usage.ts';
import { writeModel } from './export/write-model.ts';
import { zipModel } from './export/zip-model.ts';
import type { ChildTaskOf } from './messages.ts';
import { startProgress } from './progress.ts';
import { trainClassifier } from './train-classifier.ts';

export interface TrainOptions {
  emit: (event: RunEvent) => void;
  signal: AbortSignal;
}

/** @throws UserError for what the person can mend */
export async function train(task: ChildTaskOf<'train'>, { emit, signal }: TrainOptions): Promise<void> {
  const budget = startBudget(task.spec.budgetSeconds, classificationRecipe.reserve, signal);
  const progress = startProgress(emit);
  progress.begin('Opening the data set', 0.03);
  const { workDir } = task.folders;
  const { kind, target } = task.spec;
  const dataset = classesOf(
    await openDataset(task.dataset, { workDir: join(workDir, 'dataset'), kind, target }),
  );
  emit({ type: 'dataset', profile: dataset.profile });
  const test = task.test && (await openTest(task, dataset));

  const trained = await trainClassifier({ task, dataset, test, budget, progress, emit, signal });

  const report = classifierReport(task, dataset, trained);
  progress.begin('Writing and checking the model', 0.98);
  const start = performance.now();
  await mkdir(task.artifactDir, { recursive: true });
  report.files.push(
    ...(await writeModel({ artifactDir: task.artifactDir, workDir, dataset, trained, signal })),
  );
  progress.begin('Drawing the charts', 1);
  report.files.push(...(await writeCharts(report, task.artifactDir)));
  report.seconds.export = (performance.now() - start) / 1_000;
  report.seconds.total = budget.elapsed();
  report.files.push({ path: 'README.md', role: 'card', title: 'Model card' });
  report.files.push({ path: 'model.zip', role: 'model', title: 'Everything in one file' });
  const usage = describeUsage(dataset.kind, trained);
  await writeFile(join(task.artifactDir, 'README.md'), renderModelCard(report, usage));
  await writeFile(join(task.artifactDir, 'report.json'), JSON.stringify(reportSchema.parse(report), null, 1));
  await zipModel(task.artifactDir);
  progress.advance(1);
}

function classesOf(dataset: Dataset): LabelledDataset {
  if (dataset.kind === 'series' || dataset.kind === 'policy')
    throw new UserError(
      'kind-without-classes',
      `These data were understood as ${dataset.kind === 'series' ? 'time series' : 'logged decisions'}, which cannot be trained on yet. Name the column of classes with target: if they are something else.`,
    );
  if (dataset.kind === 'audio')
    throw new UserError(
      'kind-without-trainer',
      'These data were understood as sounds, which cannot be trained on yet; images and texts can.',
    );
  return dataset;
}

async function openTest(task: ChildTaskOf<'train'>, dataset: LabelledDataset): Promise<LabelledDataset> {
  const { kind, target } = task.spec;
  const workDir = join(task.folders.workDir, 'test');
  const test = classesOf(await openDataset(task.test!, { workDir, kind, target, like: dataset }));
  if (test.kind !== dataset.kind)
    throw new UserError(
      'test-of-other-kind',
      `The test file holds ${test.kind} data, the data set ${dataset.kind} data. Attach a test file of the same kind.`,
    );
  return test;
}
