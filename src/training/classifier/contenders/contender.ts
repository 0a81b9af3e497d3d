/**
 * A contender: one way to classify, which can be tried on the folds with a grid of hyperparameters and fitted for good
 * with the chosen ones. `race.ts` runs them, `choose.ts` judges them, `export/` delivers the winner.
 */
import type { Note } from '../../../text/notes.ts';
import type { Predictions } from '../evaluate/predictions.ts';
import type { FoldPlan } from '../folds.ts';
import type { LinearHead } from '../head/fit-heads.ts';
import type { SparseClassifier } from '../text/sparse-classifier.ts';
import type { Vectoriser } from '../text/vectoriser.ts';

export type Hyperparameters = Record<string, string | number | boolean>;

/** One setting, scored on every fold. Rows of the predictions: `FoldPlan.scored`. */
export interface Scored {
  hyperparameters: Hyperparameters;
  predictions: Predictions;
}

/** What a fitted contender consists of: everything that `export/` needs to write it down. */
export type FittedPart =
  | { kind: 'prior'; logPriors: Float64Array }
  | { kind: 'tfidf'; vectoriser: Vectoriser; classifier: SparseClassifier }
  | {
      kind: 'head';
      /** Which features the head takes: the id of the Backbone that made them. */
      backbone: string;
      /** Columns [from, to) of the Backbone's features. */
      columns: [number, number];
      /** On features as they were extracted. */
      head: LinearHead;
    };

export interface Fitted {
  part: FittedPart;
  /** Uncalibrated predictions for any samples, test included. */
  predict(rows: Int32Array): Predictions;
}

export interface LearningCurvePoint {
  epoch: number;
  trainLoss: number;
  validationLoss: number;
  /** Null where it is not measured. */
  trainScore: number | null;
  validationScore: number;
}

export interface Contender {
  id: string;
  name: string;
  role: 'baseline' | 'transfer';
  /** False for comparisons that nobody would want delivered. */
  deliverable: boolean;
  /** @param onFold told how many folds are done */
  tryAll(plan: FoldPlan, watch: Watch): Promise<Scored[]>;
  fit(hyperparameters: Hyperparameters, rows: Int32Array): Promise<Fitted>;
  /** Learning curve of one setting from train to validation, where learning has epochs. */
  curve?(
    hyperparameters: Hyperparameters,
    parts: { train: Int32Array; validation: Int32Array },
    watch: { signal: AbortSignal; onEpoch: (point: LearningCurvePoint) => void },
  ): Promise<void>;
}

export interface Watch {
  signal: AbortSignal;
  onFold: (done: number, total: number) => void;
  /** Time is short: the recipe's smaller grid will do. */
  reduced: boolean;
  /** All fits of the trial and the final one may take so long; more is made to fit. */
  seconds: number;
  /** Told what was left out to keep to the time. */
  onLeftOut?: (said: Note) => void;
}
