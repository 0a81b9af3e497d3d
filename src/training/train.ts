/**
 * A `train` task goes in, a filled artifact folder comes out: report.json, charts, model card, model and model.zip.
 * Reads top to bottom: open → train → report → export → charts and card. Called by `child.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classificationRecipe } from '../../knowledge/recipes/classification.ts';
import type { ChildEvent } from '../child/events.ts';
import type { ChildTaskOf } from '../child/messages.ts';
import type { Dataset, LabelledDataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { UserError } from '../errors.ts';
import { renderModelCard } from '../report/model-card.ts';
import { type Report, reportSchema } from '../report/report.ts';
import { writeCharts } from '../report/write-charts.ts';
import { classifierReport } from './classifier/classifier-report.ts';
import { writeJudged } from './classifier/evaluate/evaluate-classifier.ts';
import {
  episodeContents,
  pointContents,
  sampleContents,
  writeLearnt,
} from './classifier/evaluate/learnt-samples.ts';
import { describeUsage } from './classifier/export/usage.ts';
import { writeModel } from './classifier/export/write-model.ts';
import { zipModel } from './classifier/export/zip-model.ts';
import { gainInsight } from './classifier/insight/gain-insight.ts';
import { judgedSamples } from './classifier/samples.ts';
import { trainClassifier } from './classifier/train-classifier.ts';
import { GENERATION_USAGE, generationReport } from './generation/generation-report.ts';
import { trainGeneration } from './generation/train-generation.ts';
import { type Budget, startBudget } from './job/budget.ts';
import { type Progress, startProgress } from './job/progress.ts';
import { PAGE_FILE, writePage } from './page/build-page.ts';
import { compareActions, policyReport, policyUsage, writeActionTable } from './policy/policy-report.ts';
import { trainPolicy } from './policy/train-policy.ts';
import { SERIES_USAGE, seriesReport } from './series/series-report.ts';
import { trainSeries } from './series/train-series.ts';

export interface TrainOptions {
  emit: (event: ChildEvent) => void;
  signal: AbortSignal;
}

/** What the training of any kind of data hands over: a Report that lists the model's files, and how to use them. */
interface Outcome {
  report: Report;
  usage: string;
}

interface Job extends TrainOptions {
  task: ChildTaskOf<'train'>;
  budget: Budget;
  progress: Progress;
}

/** @throws UserError for what the person can mend */
export async function train(task: ChildTaskOf<'train'>, { emit, signal }: TrainOptions): Promise<void> {
  const budget = startBudget(task.spec.budgetSeconds, classificationRecipe.reserve, signal);
  const progress = startProgress(emit);
  progress.begin('Opening the data set', 0.03);
  const { kind, target } = task.spec;
  const workDir = join(task.folders.workDir, 'dataset');
  const dataset = await openDataset(task.dataset, { workDir, kind, target });
  emit({ type: 'dataset', profile: dataset.profile });
  await mkdir(task.artifactDir, { recursive: true });

  const { report, usage } = await trainKind({ task, budget, progress, emit, signal }, dataset);

  progress.begin('Drawing the charts', 1);
  report.files.push(...(await writeCharts(report, task.artifactDir)));
  report.seconds.total = budget.elapsed();
  report.files.push({ path: PAGE_FILE, role: 'page', title: 'Try the model in a browser' });
  report.files.push({ path: 'README.md', role: 'card', title: 'Model card' });
  report.files.push({ path: 'model.zip', role: 'model', title: 'Everything in one file' });
  await writeFile(join(task.artifactDir, 'README.md'), renderModelCard(report, usage));
  await writeFile(join(task.artifactDir, 'report.json'), JSON.stringify(reportSchema.parse(report), null, 1));
  await writePage(task.artifactDir);
  await zipModel(task.artifactDir);
  progress.advance(1);
}

async function trainKind(job: Job, dataset: Dataset): Promise<Outcome> {
  if (dataset.kind === 'series') {
    refuseTestFile(job.task, 'time series are tested on their own last steps');
    const trained = await trainSeries({ ...job, dataset });
    const points = dataset.series.flatMap((_, index) => pointContents(dataset, index));
    await keepLearnt(
      job.task,
      points.filter((point) => point !== null),
    );
    return { report: seriesReport(job.task, dataset, trained), usage: SERIES_USAGE };
  }
  if (dataset.kind === 'policy') {
    refuseTestFile(job.task, 'policies are tested on episodes of the log that were kept apart');
    const trained = await trainPolicy({ ...job, dataset });
    await keepLearnt(job.task, episodeContents(dataset));
    const actions = await compareActions(dataset, trained);
    await writeActionTable(job.task.artifactDir, actions);
    return {
      report: policyReport(job.task, dataset, trained, actions),
      usage: policyUsage(dataset, actions),
    };
  }
  if (dataset.kind === 'prose') {
    refuseTestFile(job.task, 'text generators are tested on texts of the data set that were kept apart');
    const trained = await trainGeneration({ ...job, dataset });
    return { report: generationReport(job.task, dataset, trained), usage: GENERATION_USAGE };
  }
  return trainClasses(job, classesOf(dataset));
}

async function trainClasses(job: Job, dataset: LabelledDataset): Promise<Outcome> {
  const { task, progress, signal } = job;
  const test = task.test && (await openTest(task, dataset));
  const trained = await trainClassifier({ ...job, dataset, test });
  await keepLearnt(task, sampleContents(trained.samples, trained.samples.pool));
  const report = classifierReport(task, dataset, trained);
  await gainInsight(job, trained, report);
  progress.begin('Writing and checking the model', 0.98);
  const start = performance.now();
  const { artifactDir } = task;
  const { workDir } = task.folders;
  const tested = trained.tested.get(trained.winner.id)!;
  report.files.push(
    ...(await writeJudged(artifactDir, tested, judgedSamples(trained.samples, trained.samples.test))),
  );
  report.files.push(...(await writeModel({ artifactDir, workDir, dataset, trained, signal })));
  report.seconds.export = (performance.now() - start) / 1_000;
  return { report, usage: describeUsage(dataset.kind, trained) };
}

const keepLearnt = ({ artifactDir, runId }: ChildTaskOf<'train'>, contents: readonly string[]) =>
  writeLearnt(artifactDir, runId, contents);

function refuseTestFile(task: ChildTaskOf<'train'>, reason: string): void {
  if (task.test)
    throw new UserError(
      'no-test-file-here',
      `A separate test file is not used here: ${reason}. Leave test: out.`,
      {
        context: { reason },
      },
    );
}

const WITHOUT_CLASSES = {
  series: 'time series',
  policy: 'logged decisions',
  prose: 'plain text for a generator',
} as const;

function classesOf(dataset: Dataset): LabelledDataset {
  if (dataset.kind === 'series' || dataset.kind === 'policy' || dataset.kind === 'prose')
    throw new UserError(
      'kind-without-classes',
      `These data were understood as ${WITHOUT_CLASSES[dataset.kind]}, not as samples with classes. Name the column of classes with target: if they are something else.`,
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
