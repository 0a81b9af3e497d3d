/** Report → PNG files in the artifact folder; runs in the trainer child, after the test. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { confusionMatrixChart } from './charts/confusion-matrix.ts';
import { contendersChart } from './charts/contenders.ts';
import { curvesChart } from './charts/curves.ts';
import { dataCurveChart } from './charts/data-curve.ts';
import { forecastChart } from './charts/forecast.ts';
import { learningCurveChart } from './charts/learning-curve.ts';
import { reliabilityChart } from './charts/reliability.ts';
import { type Chart, renderChart } from './charts/render-chart.ts';
import { trialsChart } from './charts/trials.ts';
import type { Report } from './report.ts';

type ChartFile = Report['files'][number] & { role: 'chart' };

/** Which charts a Report has, in the order in which they are shown. */
function chartsOf(report: Report): { name: string; title: string; chart: Chart }[] {
  const charts: { name: string; title: string; chart: Chart }[] = [];
  if (report.history.length > 0) {
    const chart = learningCurveChart(report.history, report.scoreName);
    charts.push({ name: 'learning-curve', title: 'Learning curve', chart });
  }
  if (report.classification) {
    const chart = confusionMatrixChart(report.classification);
    charts.push({ name: 'confusion-matrix', title: 'Confusion matrix', chart });
  }
  if (report.evaluation) {
    charts.push({ name: 'reliability', title: 'Reliability', chart: reliabilityChart(report.evaluation) });
    if (report.evaluation.curves.length > 0)
      charts.push({ name: 'roc', title: 'ROC, precision and recall', chart: curvesChart(report.evaluation) });
  }
  if (report.forecasts.length > 0) {
    charts.push({ name: 'forecast', title: 'Forecast', chart: forecastChart(report.forecasts) });
  }
  if (report.contenders.length > 1) {
    charts.push({ name: 'contenders', title: 'What was tried', chart: contendersChart(report) });
  }
  if (report.trials.filter(({ validationScore }) => validationScore !== null).length > 1) {
    charts.push({ name: 'trials', title: 'Settings that were tried', chart: trialsChart(report) });
  }
  if (report.insight?.dataCurve) {
    const chart = dataCurveChart(report.insight.dataCurve, report.scoreName);
    charts.push({ name: 'data-curve', title: 'More data', chart });
  }
  return charts;
}

/**
 * Writes `charts/<name>.png` below `artifactDir`.
 * @returns entries for `Report.files`, paths relative to `artifactDir`.
 */
export async function writeCharts(report: Report, artifactDir: string): Promise<ChartFile[]> {
  await mkdir(join(artifactDir, 'charts'), { recursive: true });
  const files: ChartFile[] = [];
  for (const { name, title, chart } of chartsOf(report)) {
    const path = `charts/${name}.png`;
    await writeFile(join(artifactDir, path), await renderChart(chart));
    files.push({ path, role: 'chart', title });
  }
  return files;
}
