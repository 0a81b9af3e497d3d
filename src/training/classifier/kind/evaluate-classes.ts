/**
 * A delivered classifier + a labelled file that came later → its figures on that file, charts, tables and the difference
 * to the figure of the Run's own test.
 */

import { join } from 'node:path';
import type { ChildTaskOf } from '../../../child/messages.ts';
import type { DataKind, LabelledDataset } from '../../../datasets/dataset.ts';
import { labelColumnOf } from '../../../datasets/dataset.ts';
import { openDataset } from '../../../datasets/open-dataset.ts';
import { confusionMatrixChart } from '../../../report/charts/confusion-matrix.ts';
import { curvesChart } from '../../../report/charts/curves.ts';
import { reliabilityChart } from '../../../report/charts/reliability.ts';
import type { Chart } from '../../../report/charts/render-chart.ts';
import type { Report } from '../../../report/report.ts';
import { compareShares } from '../../../statistics/significance.ts';
import { drawCharts, type Evaluated, otherKind } from '../../job/evaluated.ts';
import type { TaskOptions } from '../../job/kind.ts';
import { wordsOf } from '../../job/words-of.ts';
import { leaveOutLearnt, predictAll } from '../evaluate/answers.ts';
import { notesOf } from '../evaluate/class-notes.ts';
import { evaluateClassifier, writeJudged } from '../evaluate/evaluate-classifier.ts';
import { readLearnt } from '../evaluate/learnt-samples.ts';
import { classificationMetrics } from '../evaluate/metrics.ts';
import { positiveClass } from '../evaluate/thresholds.ts';
import { type OpenPipeline, openPipeline } from '../export/run-pipeline.ts';

/** @throws UserError `other-kind`, `no-known-class`, `nothing-to-evaluate`, and those of opening the file */
export async function evaluateClasses(
  task: ChildTaskOf<'evaluate'>,
  report: Report,
  options: TaskOptions,
): Promise<Evaluated> {
  const opened = await openPipeline(task.artifactDir);
  try {
    const dataset = await openLike(task, report, opened);
    const learnt = await readLearnt(task.artifactDir, report.runId);
    const all = await predictAll(dataset, opened, options);
    const { predictions, samples, overlap } = leaveOutLearnt(dataset, all, learnt);
    const { skipped } = all;
    const positive = positiveOf(report, samples.classes);
    const classification = classificationMetrics(predictions, samples.labels, samples.classes);
    const evaluation = evaluateClassifier(predictions, samples, {
      temperature: null,
      positive,
      thresholds: null,
    });
    const folder = task.folders.workDir;
    const words = wordsOf(task);
    const tables = await writeJudged(folder, predictions, samples, words);
    const charts: [string, string, Chart][] = [
      ['confusion-matrix', 'Confusion matrix', confusionMatrixChart(classification, words)],
      ['reliability', 'Reliability', reliabilityChart(evaluation, words)],
    ];
    if (evaluation.curves.length > 0)
      charts.push(['roc', 'ROC, precision and recall', curvesChart(evaluation, words)]);
    const own = report.classification;
    return {
      kind: 'evaluated',
      profile: dataset.profile,
      classification,
      evaluation,
      measures: [],
      comparison:
        own && isNews(report, dataset, overlap)
          ? {
              name: 'accuracy',
              run: own.accuracy,
              file: classification.accuracy,
              ...compareShares(own, classification),
            }
          : null,
      overlap,
      notes: notesOf(report, dataset, classification, overlap),
      files: [
        ...(await drawCharts(folder, charts)),
        ...tables,
        { path: 'test-predictions.csv', role: 'table', title: 'Every prediction' },
      ],
      skipped,
    };
  } finally {
    await opened.close();
  }
}

async function openLike(
  task: ChildTaskOf<'evaluate'>,
  { kind, dataset: trained }: Report,
  { pipeline }: OpenPipeline,
): Promise<LabelledDataset> {
  const label = labelColumnOf(trained) ?? '';
  const { classes, textColumns } = pipeline;
  const like = { classes, ...(kind === 'text' ? { columns: { text: textColumns, label } } : {}) };
  const workDir = join(task.folders.workDir, 'inputs');
  const open = (asked: DataKind | null) =>
    openDataset(task.file, { workDir, kind: asked, target: task.target, like: asked && like });
  try {
    const dataset = await open(kind);
    if ('samples' in dataset && dataset.kind === kind) return dataset;
    throw otherKind(task.file.name, dataset.kind, kind);
  } catch (error) {
    // A file of another kind is refused in many ways; what it is says more than why it is not what was asked for.
    const found = await open(null).catch(() => null);
    if (found && found.kind !== kind) throw otherKind(task.file.name, found.kind, kind);
    throw error;
  }
}

/** Whether the figures say something beyond the Run's own test: not of its own file, nor of samples it learnt from. */
const isNews = (report: Report, { profile }: LabelledDataset, overlap: Evaluated['overlap']): boolean =>
  profile.hash !== report.dataset.hash && (overlap === null || overlap.learnt < overlap.of);

/** The class that the Run took for the positive one; it matters with two classes only. */
function positiveOf({ evaluation, dataset }: Report, classes: readonly string[]): number {
  const known = classes.indexOf(evaluation?.thresholds?.positive ?? '');
  return known >= 0 ? known : positiveClass(dataset.classes.map(({ count }) => count));
}
