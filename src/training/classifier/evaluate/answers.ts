/**
 * A delivered classifier and a labelled data set go in; its predictions come out, and which of them to judge: those of
 * samples that the Run did not learn from. Used by: `evaluate-file.ts`.
 */

import type { ChildEvent } from '../../../child/events.ts';
import type { ChildResultOf } from '../../../child/messages.ts';
import type { LabelledDataset } from '../../../datasets/dataset.ts';
import { contentKey } from '../../../datasets/split.ts';
import { UserError } from '../../../errors.ts';
import { startProgress } from '../../job/progress.ts';
import type { OpenPipeline } from '../export/run-pipeline.ts';
import type { JudgedSamples } from './mistakes.ts';
import { accuracyOf, type Predictions, takeRows } from './predictions.ts';

type Overlap = ChildResultOf<'evaluated'>['overlap'];

/** @throws UserError `nothing-to-evaluate`, `nothing-readable` */
export async function predictAll(
  dataset: LabelledDataset,
  opened: OpenPipeline,
  { emit, signal }: { emit: (event: ChildEvent) => void; signal: AbortSignal },
): Promise<Answered & { skipped: { id: string; reason: string }[] }> {
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
    throw skipped[0]
      ? new UserError('nothing-readable', { count: answers.length, ...skipped[0] })
      : new UserError('nothing-to-evaluate', { count: answers.length });
  return { predictions: predictionsOf(probabilities, dataset.classes.length), rows, skipped };
}

interface Answered {
  predictions: Predictions;
  /** [n] samples that were read, as indices into those of the data set. */
  rows: number[];
}

/** The predictions to judge: those of samples that the Run did not learn from, or all where it did of every one. */
export function leaveOutLearnt(
  dataset: LabelledDataset,
  { predictions, rows }: Answered,
  learnt: ((content: string) => boolean) | null,
): { predictions: Predictions; samples: JudgedSamples; overlap: Overlap } {
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
