/** Plain text for a generator: the row of `kinds.ts`. */

import { UserError } from '../../errors.ts';
import { dataWord } from '../../text/terms.ts';
import { type Kind, nothingToMeasure, profileOf, refuseTestFile } from '../job/kind.ts';
import { startProgress } from '../job/progress.ts';

export const generation: Kind<'prose'> = {
  inspect: profileOf,
  async train(job, dataset) {
    refuseTestFile(job.task, 'prose');
    const { trainGeneration } = await import('./train-generation.ts');
    const { GENERATION_USAGE, generationReport } = await import('./generation-report.ts');
    const trained = await trainGeneration({ ...job, dataset });
    return { report: generationReport(job.task, dataset, trained), usage: GENERATION_USAGE };
  },
  async predict(task, { emit, signal }) {
    const progress = startProgress(emit);
    progress.begin('Writing', 1);
    const { predictGeneration } = await import('./predict-generation.ts');
    return predictGeneration(task, { signal, onProgress: progress.advance });
  },
  async evaluate(_, { kind }) {
    throw new UserError('kind-not-evaluated', { kind: dataWord(kind) });
  },
  async measure() {
    throw nothingToMeasure('prose');
  },
};
