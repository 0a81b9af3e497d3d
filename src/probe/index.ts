/** What the trainer child's `measure.ts` takes from here. */
export { compareMeasured } from './compare.ts';
export { type Features, gramMatrix, scaleFeatures } from './gram.ts';
export { type Measured, type MeasureOptions, measureCandidate, measureGram } from './measure-candidate.ts';
