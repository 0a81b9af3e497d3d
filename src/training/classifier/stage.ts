/** What the steps of a classifier's training hand on to each other. `train-classifier.ts` makes it. */
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
  task: ChildTaskOf<'train'>;
  dataset: LabelledDataset;
  test: LabelledDataset | null;
  budget: Budget;
  progress: Progress;
  emit: (event: ChildEvent) => void;
  signal: AbortSignal;
}

export interface Stage {
  job: ClassifierJob;
  options: ContenderOptions;
  race: Race;
  /** Those tried so far. */
  finalists: Finalist[];
  /** By id: the Backbones whose features were used. */
  backbones: Map<string, Backbone>;
  /** Features without pretraining, of images and sounds. */
  simple: Simple | null;
  warnings: Note[];
  /** For the Report: how settings and the pretrained model were chosen. */
  searchNotes: Note[];
  /** Releases what stays open until the final fit. */
  closers: (() => Promise<void>)[];
  /** Time spent, by step. */
  seconds: Record<string, number>;
}

export interface Simple {
  backbone: Backbone;
  features: Embedded;
}
