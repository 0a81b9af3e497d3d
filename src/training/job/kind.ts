/**
 * What a kind of data has to do: one row of `kinds.ts`, written in the folder of the kind (`kind.ts` there). Every verb
 * loads its own code, so that a prediction waits for no training library.
 */

import type { ChildEvent } from '../../child/events.ts';
import type { ChildResultOf, ChildTaskOf } from '../../child/messages.ts';
import type { DataKind, Dataset, DatasetProfile } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import type { Report } from '../../report/report.ts';
import { term } from '../../text/term.ts';
import type { Budget } from './budget.ts';
import type { Evaluated } from './evaluated.ts';
import type { Progress } from './progress.ts';

export interface TaskOptions {
  emit: (event: ChildEvent) => void;
  signal: AbortSignal;
}

/** A task with a time budget, and the means to keep it. */
export interface Timed<T extends 'train' | 'measure'> extends TaskOptions {
  task: ChildTaskOf<T>;
  budget: Budget;
  progress: Progress;
}

/** What the training of any kind of data hands over: a Report that lists the model's files, and how to use them. */
export interface Outcome {
  report: Report;
  usage: string;
}

export type DatasetOf<K extends DataKind> = { [P in DataKind]: Extract<Dataset, { kind: P }> }[K];

export interface Kind<K extends DataKind> {
  /** What a person is told of their data before anything is trained. */
  inspect(dataset: DatasetOf<K>): DatasetProfile;
  /** Writes model and tables into the artifact folder; report, charts and card follow in `train.ts`. */
  train(job: Timed<'train'>, dataset: DatasetOf<K>): Promise<Outcome>;
  /** With a delivered model. */
  predict(task: ChildTaskOf<'predict'>, options: TaskOptions): Promise<ChildResultOf<'predicted'>>;
  /** A delivered model on a later file. */
  evaluate(task: ChildTaskOf<'evaluate'>, report: Report, options: TaskOptions): Promise<Evaluated>;
  /** Pretrained candidates on the data. */
  measure(job: Timed<'measure'>, dataset: DatasetOf<K>): Promise<ChildResultOf<'measured'>>;
}

export const profileOf = ({ profile }: Dataset): DatasetProfile => profile;

/** For kinds without pretrained candidates. */
export const nothingToMeasure = (kind: 'series' | 'policy' | 'prose'): UserError =>
  new UserError('nothing-to-measure', { names: term(`word.unmeasured.${kind}`) });

/** For kinds that make their test part themselves. */
export function refuseTestFile(task: ChildTaskOf<'train'>, kind: 'series' | 'policy' | 'prose'): void {
  if (task.test) throw new UserError('no-test-file-here', { reason: term(`word.tested-on.${kind}`) });
}
