/** Time series: the row of `kinds.ts`. */
import { type Kind, nothingToMeasure, profileOf, refuseTestFile } from '../job/kind.ts';

export const series: Kind<'series'> = {
  inspect: profileOf,
  async train(job, dataset) {
    refuseTestFile(job.task, 'series');
    const { trainSeries } = await import('./train-series.ts');
    const { SERIES_USAGE, seriesReport } = await import('./report/series-report.ts');
    const { pointContents, writeLearnt } = await import('../classifier/evaluate/learnt-samples.ts');
    const trained = await trainSeries({ ...job, dataset });
    const points = dataset.series.flatMap((_, index) => pointContents(dataset, index));
    const { artifactDir, runId } = job.task;
    await writeLearnt(
      artifactDir,
      runId,
      points.filter((point) => point !== null),
    );
    return { report: seriesReport(job.task, dataset, trained), usage: SERIES_USAGE };
  },
  predict: async (task) => (await import('./predict-series.ts')).predictSeries(task),
  evaluate: async (task, report) => (await import('./evaluate-series.ts')).evaluateSeries(task, report),
  async measure() {
    throw nothingToMeasure('series');
  },
};
