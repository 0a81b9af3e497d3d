/**
 * What the steps of a classifier's training share. `train-classifier.ts` makes it; steps add to its lists and replace
 * nothing, so that what was tried stays as it was tried.
 */
import type { Backbone } from '../../backbones/backbone.ts';
import type { ChildEvent } from '../../child/events.ts';
import type { ChildTaskOf } from '../../child/messages.ts';
import type { LabelledDataset } from '../../datasets/dataset.ts';
import type { Note } from '../../text/notes.ts';
import type { Budget } from '../job/budget.ts';
import type { Progress } from '../job/progress.ts';
import type { ContenderOptions, Embedded } from './classifier-features.ts';
import type { Finalist } from './finalist.ts';
import type { Race } from './race.ts';

export interface ClassifierJob {
  readonly task: ChildTaskOf<'train'>;
  readonly dataset: LabelledDataset;
  readonly test: LabelledDataset | null;
  readonly budget: Budget;
  readonly progress: Progress;
  readonly emit: (event: ChildEvent) => void;
  readonly signal: AbortSignal;
}

export interface Stage {
  readonly job: ClassifierJob;
  readonly options: ContenderOptions;
  readonly race: Race;
  /** Those tried so far. */
  readonly finalists: Finalist[];
  /** By id: the Backbones whose features were used. */
  readonly backbones: Map<string, Backbone>;
  /** Features without pretraining, of images and sounds. */
  readonly simple: Simple | null;
  readonly warnings: Note[];
  /** For the Report: how settings and the pretrained model were chosen. */
  readonly searchNotes: Note[];
  /** Releases what stays open until the final fit. */
  readonly closers: (() => Promise<void>)[];
  /** Time spent, by step. */
  readonly seconds: Record<string, number>;
}

export interface Simple {
  readonly backbone: Backbone;
  readonly features: Embedded;
}
