/**
 * A `train` task goes in, a filled artifact folder comes out: report.json, charts, model card, model and model.zip.
 * Reads top to bottom: open → train, by the kind of the data → charts and card. Called by `child.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classificationRecipe } from '../../knowledge/recipes/classification.ts';
import type { ChildTaskOf } from '../child/messages.ts';
import type { DataKind } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { finiteReport } from '../report/finite.ts';
import { renderModelCard } from '../report/model-card.ts';
import { reportSchema } from '../report/report.ts';
import { writeCharts } from '../report/write-charts.ts';
import { zipModel } from './classifier/export/zip-model.ts';
import { keptApart, usageOfDelivered } from './delivery/usage-of-delivered.ts';
import { startBudget } from './job/budget.ts';
import type { DatasetOf, Outcome, TaskOptions, Timed } from './job/kind.ts';
import { startProgress } from './job/progress.ts';
import { wordsOf } from './job/words-of.ts';
import { KINDS } from './kinds.ts';
import { PAGE_FILE, writePage } from './page/build-page.ts';

/** @throws UserError for what the person can mend */
export async function train(task: ChildTaskOf<'train'>, { emit, signal }: TaskOptions): Promise<void> {
  const budget = startBudget(task.spec.budgetSeconds, classificationRecipe.reserve, signal);
  const progress = startProgress(emit, budget.lastLeft);
  progress.begin('Opening the data set', 0.03);
  const { kind, target, mergeSpellings } = task.spec;
  const workDir = join(task.folders.workDir, 'dataset');
  const dataset = await openDataset(task.dataset, { workDir, kind, target, mergeSpellings });
  emit({ type: 'dataset', profile: dataset.profile });
  await mkdir(task.artifactDir, { recursive: true });

  const trained = await trainKind(dataset.kind, { task, budget, progress, emit, signal }, dataset);
  const { usage } = trained;
  const report = finiteReport(trained.report);

  progress.begin('Drawing the charts', 1);
  report.files.push(...(await writeCharts(report, task.artifactDir, wordsOf(task))));
  report.seconds.total = budget.elapsed();
  report.files.push({ path: PAGE_FILE, role: 'page', title: 'Try the model in a browser' });
  report.files.push({ path: 'README.md', role: 'card', title: 'Model card' });
  report.files.push({ path: 'model.zip', role: 'model', title: 'Everything in one file' });
  await writeFile(
    join(task.artifactDir, 'README.md'),
    renderModelCard(report, usageOfDelivered(usage, report.delivery), wordsOf(task)),
  );
  await writeFile(join(task.artifactDir, 'report.json'), JSON.stringify(reportSchema.parse(report), null, 1));
  await writePage(task.artifactDir);
  await zipModel(task.artifactDir, keptApart(report.delivery));
  progress.advance(1);
}

/** By what the data are, whatever was asked for. */
const trainKind = <K extends DataKind>(
  kind: K,
  job: Timed<'train'>,
  dataset: DatasetOf<K>,
): Promise<Outcome> => KINDS[kind].train(job, dataset);
