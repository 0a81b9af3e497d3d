/**
 * A trained classifier and its Report go in; the Report leaves with what they say about the data: suspect labels, the
 * curve of data size, and their files. Called by `train.ts` after the test, so that no choice can follow from it.
 */

import type { Report } from '../../../report/report.ts';
import { wordsOf } from '../../job/words-of.ts';
import { type FoldPlan, planFolds } from '../folds.ts';
import type { ClassifierJob } from '../stage.ts';
import type { TrainedClassifier } from '../train-classifier.ts';
import { measureDataCurve } from './data-curve.ts';
import { describeSuspects, findSuspects } from './find-suspects.ts';
import { averageRepeats, frozenForm, type OutOfSample, predictFolds } from './out-of-sample.ts';
import { writeSuspects } from './write-suspects.ts';

/** Seconds allowed however little the Run has left: its budget times the share, within the bounds. */
const ALLOWED = { share: 0.1, least: 3, most: 30 };
/** Of the seconds until the Run must be over: the model is written after this. */
const SHARE = 0.35;
/** Folds for large sets, whose contenders were only scored on the validation part. */
const FOLDS = [{ below: Number.MAX_SAFE_INTEGER, folds: 3, repeats: 1 }];

export async function gainInsight(
  job: Pick<ClassifierJob, 'task' | 'budget' | 'progress' | 'signal'>,
  trained: TrainedClassifier,
  report: Report,
): Promise<void> {
  const { task, budget, progress, signal } = job;
  const { samples, plan, winner } = trained;
  const { seed, budgetSeconds } = task.spec;
  const least = Math.min(ALLOWED.most, Math.max(ALLOWED.least, ALLOWED.share * budgetSeconds));
  const allowed = Math.min(Math.max(least, Math.min(ALLOWED.most, budget.left())), SHARE * budget.lastLeft());
  const end = performance.now() + 1_000 * allowed;
  const finalist = frozenForm(winner, trained.finalists);
  // What the last fit took, the next one takes: it is not begun where it would end too late.
  const fitMs = finalist === winner ? 1_000 * (trained.seconds.final ?? 0) : 0;
  const isOver = () => performance.now() + fitMs > end;
  const start = performance.now();

  progress.begin('Looking for labels that look wrong', 0.97);
  const scored = await outOfSample(trained, { seed, isOver, signal });
  const suspects = findSuspects(scored, samples);
  progress.begin('Measuring what more data would bring', 0.975);
  const dataCurve = await measureDataCurve({ finalist, samples, plan, seed, isOver, signal });
  report.files.push(
    ...(await writeSuspects(suspects, samples, { folder: task.artifactDir, words: wordsOf(task) })),
  );
  report.insight = { suspects: describeSuspects(suspects, samples, scored.rows.length), dataCurve };
  report.seconds.insight = (performance.now() - start) / 1_000;
}

/** Every sample of train + validation where cross-validation scored them, or time allows to do so now. */
async function outOfSample(
  { winner, finalists, plan, samples }: TrainedClassifier,
  { seed, isOver, signal }: { seed: number; isOver: () => boolean; signal: AbortSignal },
): Promise<OutOfSample> {
  const own = averageRepeats(plan.scored, winner.validation);
  if (own.rows.length === samples.pool.length) return own;
  const whole: FoldPlan = planFolds(samples, FOLDS, seed);
  return (await predictFolds(frozenForm(winner, finalists), whole, { isOver, signal })) ?? own;
}
