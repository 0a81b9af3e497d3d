/**
 * An `evaluate` task goes in: a delivered model and a labelled file that came later. Out come its figures on that file,
 * charts, tables and the difference to the figure of the Run's own test. Called by `child.ts`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataKind, LabelledDataset } from '../../datasets/dataset.ts';
import { openDataset } from '../../datasets/open-dataset.ts';
import { contentKey } from '../../datasets/split.ts';
import { UserError } from '../../errors.ts';
import { type Note, note } from '../../notes.ts';
import { confusionMatrixChart } from '../../report/charts/confusion-matrix.ts';
import { curvesChart } from '../../report/charts/curves.ts';
import { reliabilityChart } from '../../report/charts/reliability.ts';
import { type Chart, renderChart } from '../../report/charts/render-chart.ts';
import { type Report, reportSchema } from '../../report/report.ts';
import type { RunEvent } from '../../runs/events.ts';
import { type OpenPipeline, openPipeline } from '../export/run-pipeline.ts';
import type { ChildResultOf, ChildTaskOf } from '../messages.ts';
import { startProgress } from '../progress.ts';
import { evaluateClassifier, writeJudged } from './evaluate-classifier.ts';
import { readLearnt } from './learnt-samples.ts';
import { classificationMetrics } from './metrics.ts';
import type { JudgedSamples } from './mistakes.ts';
import { accuracyOf, type Predictions, takeRows } from './predictions.ts';
import { compareShares } from './significance.ts';
import { positiveClass } from './thresholds.ts';

export type Evaluated = ChildResultOf<'evaluated'>;
type Options = { emit: (event: RunEvent) => void; signal: AbortSignal };

/** @throws UserError `other-kind`, `no-known-class`, `nothing-to-evaluate`, and those of opening the file */
export async function evaluateFile(task: ChildTaskOf<'evaluate'>, options: Options): Promise<Evaluated> {
  const report = reportSchema.parse(
    JSON.parse(await readFile(join(task.artifactDir, 'report.json'), 'utf8')),
  );
  await mkdir(task.folders.workDir, { recursive: true });
  const { kind } = report;
  if (kind === 'series') return (await import('../series/evaluate-series.ts')).evaluateSeries(task, report);
  if (kind === 'policy') return (await import('../policy/evaluate-policy.ts')).evaluatePolicy(task, report);
  if (kind !== 'image' && kind !== 'text' && kind !== 'audio')
    throw new UserError(
      'kind-not-evaluated',
      `The run learnt from ${kind} data, which have no later labelled file. Choose a run with classes, series or a policy.`,
      { context: { kind } },
    );
  return evaluateClasses(task, report, options);
}

async function evaluateClasses(
  task: ChildTaskOf<'evaluate'>,
  report: Report,
  options: Options,
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
    const tables = await writeJudged(folder, predictions, samples);
    const charts: [string, string, Chart][] = [
      ['confusion-matrix', 'Confusion matrix', confusionMatrixChart(classification)],
      ['reliability', 'Reliability', reliabilityChart(evaluation)],
    ];
    if (evaluation.curves.length > 0)
      charts.push(['roc', 'ROC, precision and recall', curvesChart(evaluation)]);
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

/** @returns entries relative to `folder`. */
export async function drawCharts(
  folder: string,
  charts: readonly [name: string, title: string, chart: Chart][],
): Promise<Report['files']> {
  await mkdir(join(folder, 'charts'), { recursive: true });
  const files: Report['files'] = [];
  for (const [name, title, chart] of charts) {
    const path = `charts/${name}.png`;
    await writeFile(join(folder, path), await renderChart(chart));
    files.push({ path, role: 'chart', title });
  }
  return files;
}

async function openLike(
  task: ChildTaskOf<'evaluate'>,
  { kind, dataset: trained }: Report,
  { pipeline }: OpenPipeline,
): Promise<LabelledDataset> {
  const label = trained.facts.find((fact) => fact.label === 'Label column')?.value ?? '';
  const { classes, textColumns } = pipeline;
  const like = { classes, ...(kind === 'text' ? { columns: { text: textColumns, label } } : {}) };
  const workDir = join(task.folders.workDir, 'inputs');
  const open = (asked: DataKind | null) =>
    openDataset(task.file, { workDir, kind: asked, target: task.target, like: asked && like });
  try {
    const dataset = await open(kind);
    if (
      (dataset.kind === 'image' || dataset.kind === 'text' || dataset.kind === 'audio') &&
      dataset.kind === kind
    )
      return dataset;
    throw otherKind(task.file.name, dataset.kind, kind);
  } catch (error) {
    // A file of another kind is refused in many ways; what it is says more than why it is not what was asked for.
    const found = await open(null).catch(() => null);
    if (found && found.kind !== kind) throw otherKind(task.file.name, found.kind, kind);
    throw error;
  }
}

export const otherKind = (name: string, found: string, wanted: string): UserError =>
  new UserError(
    'other-kind',
    `${JSON.stringify(name)} holds ${found} data, and the run learnt from ${wanted} data. Attach a labelled file of the same kind.`,
    { context: { name, found, wanted } },
  );

async function predictAll(dataset: LabelledDataset, opened: OpenPipeline, { emit, signal }: Options) {
  const progress = startProgress(emit);
  progress.begin('Predicting', 1);
  const inputs =
    dataset.kind === 'text'
      ? dataset.samples.map(({ text }) => ({ text }))
      : dataset.samples.map(({ path }) => ({ path }));
  const answers = await opened.predict(inputs, {
    signal,
    onProgress: (done, total) => progress.advance(done / total),
  });
  const skipped: { id: string; reason: string }[] = [];
  const rows: number[] = [];
  const probabilities: Float32Array[] = [];
  answers.forEach((answer, row) => {
    if ('reason' in answer) skipped.push({ id: dataset.samples[row]!.id, reason: answer.reason });
    else {
      rows.push(row);
      probabilities.push(answer);
    }
  });
  if (rows.length === 0)
    throw new UserError(
      'nothing-to-evaluate',
      `None of the ${answers.length} samples can be read${skipped[0] ? ` (${skipped[0].id}: ${skipped[0].reason})` : ''}. Attach a file with readable samples.`,
    );
  return { predictions: predictionsOf(probabilities, dataset.classes.length), rows, skipped };
}

interface Answered {
  predictions: Predictions;
  /** [n] samples that were read, as indices into those of the data set. */
  rows: number[];
}

/** The predictions to judge: those of samples that the Run did not learn from, or all where it did of every one. */
function leaveOutLearnt(
  dataset: LabelledDataset,
  { predictions, rows }: Answered,
  learnt: ((content: string) => boolean) | null,
): { predictions: Predictions; samples: JudgedSamples; overlap: Evaluated['overlap'] } {
  const all = judged(dataset, rows);
  if (!learnt) return { predictions, samples: all, overlap: null };
  const fresh = rows.flatMap((row, i) => (learnt(contentKey(dataset, row)) ? [] : i));
  const overlap = {
    learnt: rows.length - fresh.length,
    of: rows.length,
    withThem: accuracyOf(predictions, all.labels),
  };
  if (fresh.length === 0 || fresh.length === rows.length) return { predictions, samples: all, overlap };
  return {
    predictions: takeRows(predictions, fresh),
    samples: judged(
      dataset,
      fresh.map((i) => rows[i]!),
    ),
    overlap,
  };
}

/** Whether the figures say something beyond the Run's own test: not of its own file, nor of samples it learnt from. */
const isNews = (report: Report, { profile }: LabelledDataset, overlap: Evaluated['overlap']): boolean =>
  profile.hash !== report.dataset.hash && (overlap === null || overlap.learnt < overlap.of);

/** Least probability a single-precision softmax tells from 0. */
const FLOOR = 1e-12;

/** Single-precision rows, made to sum to 1 again. */
function predictionsOf(rows: readonly Float32Array[], classCount: number): Predictions {
  const logProbabilities = new Float64Array(rows.length * classCount);
  rows.forEach((row, i) => {
    const sum = row.reduce((all, value) => all + Math.max(FLOOR, value), 0);
    row.forEach((value, c) => {
      logProbabilities[i * classCount + c] = Math.log(Math.max(FLOOR, value) / sum);
    });
  });
  return { n: rows.length, classCount, logProbabilities };
}

function judged(dataset: LabelledDataset, rows: readonly number[]): JudgedSamples {
  const pick = <T>(list: readonly T[]) => rows.map((row) => list[row]!);
  return {
    kind: dataset.kind,
    ids: pick(dataset.samples.map(({ id }) => id)),
    labels: pick(dataset.samples.map(({ label }) => label)),
    classes: dataset.classes,
    texts: dataset.kind === 'text' ? pick(dataset.samples.map(({ text }) => text)) : null,
    paths: dataset.kind === 'text' ? null : pick(dataset.samples.map(({ path }) => path)),
    groups: dataset.groupNames ? pick(dataset.groupNames) : null,
  };
}

/** The class that the Run took for the positive one; it matters with two classes only. */
function positiveOf({ evaluation, dataset }: Report, classes: readonly string[]): number {
  const known = classes.indexOf(evaluation?.thresholds?.positive ?? '');
  return known >= 0 ? known : positiveClass(dataset.classes.map(({ count }) => count));
}

/** What a person should know of rows that are no news to the model. */
function overlapNotes(overlap: Evaluated['overlap']): Note[] {
  if (!overlap || overlap.learnt === 0) return [];
  const { learnt: count, of: total, withThem } = overlap;
  if (count === total)
    return [
      note(
        'all-learnt',
        `All ${total} rows are among those that the Run learnt from: the figures show how well it remembers, not how well it would do.`,
        { total },
      ),
    ];
  const [rest, accuracy] = [total - count, (100 * (withThem ?? 0)).toFixed(1)];
  return [
    note(
      'some-learnt',
      `${count} of ${total} rows are among those that the Run learnt from. The figures are of the other ${rest}; over all rows accuracy is ${accuracy} %.`,
      { count, total, rest, accuracy },
    ),
  ];
}

/** Unknown classes are counted in the profile's problem; here they are held against the model. */
function notesOf(
  report: Report,
  { profile }: LabelledDataset,
  { n, accuracy }: Report['classification'] & {},
  overlap: Evaluated['overlap'],
) {
  const notes: Note[] = overlapNotes(overlap);
  if (profile.hash === report.dataset.hash && overlap === null)
    notes.push(
      note(
        'file-of-training',
        'This is the very file that the Run learnt from: the figures show how well it remembers, not how well it would do.',
      ),
    );
  const unknown = profile.problems.find(({ code }) => code === 'unknown-classes');
  const left = unknown?.count ?? 0;
  if (unknown && left > 0) {
    const names = unknown.items.slice(0, 5).join(', ');
    const counted = ((100 * accuracy * n) / (n + left)).toFixed(1);
    notes.push(
      note(
        'unknown-classes-counted',
        `${left} samples are of classes that the model cannot know (${names}) and were left out. Counted as wrong, accuracy is ${counted} %.`,
        { count: left, names, accuracy: counted },
      ),
    );
  }
  const absent = profile.classes.filter(({ count }) => count === 0).map(({ name }) => name);
  const names = absent.slice(0, 8).join(', ');
  if (absent.length > 0) notes.push(note('absent-classes', `The file has no sample of ${names}.`, { names }));
  return notes;
}
