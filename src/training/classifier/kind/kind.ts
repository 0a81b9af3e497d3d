/** Samples with classes, be they images, texts or sounds: three rows of `kinds.ts`. */
import { type Kind, profileOf } from '../../job/kind.ts';

export const classifier: Kind<'image' | 'text' | 'audio'> = {
  inspect: profileOf,
  train: async (job, dataset) => (await import('./train-classes.ts')).trainClasses(job, dataset),
  predict: async (task, options) => (await import('./predict-classes.ts')).predictClasses(task, options),
  evaluate: async (task, report, options) =>
    (await import('./evaluate-classes.ts')).evaluateClasses(task, report, options),
  measure: async (job, dataset) => (await import('./measure-classes.ts')).measureClasses(job, dataset),
};
