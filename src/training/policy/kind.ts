/** Logged decisions: the row of `kinds.ts`. */
import { type Kind, nothingToMeasure, profileOf, refuseTestFile } from '../job/kind.ts';

export const policy: Kind<'policy'> = {
  inspect: profileOf,
  async train(job, dataset) {
    refuseTestFile(job.task, 'policy');
    const { trainPolicy } = await import('./train-policy.ts');
    const { compareActions, policyReport, policyUsage, writeActionTable } = await import(
      './policy-report.ts'
    );
    const { episodeContents, writeLearnt } = await import('../classifier/evaluate/learnt-samples.ts');
    const trained = await trainPolicy({ ...job, dataset });
    const { artifactDir, runId } = job.task;
    await writeLearnt(artifactDir, runId, episodeContents(dataset));
    const actions = await compareActions(dataset, trained);
    await writeActionTable(artifactDir, actions);
    return {
      report: policyReport(job.task, dataset, trained, actions),
      usage: policyUsage(dataset, actions),
    };
  },
  predict: async (task) => (await import('./predict-policy.ts')).predictPolicy(task),
  evaluate: async (task, report) => (await import('./judge/evaluate-policy.ts')).evaluatePolicy(task, report),
  async measure() {
    throw nothingToMeasure('policy');
  },
};
