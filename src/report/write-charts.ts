/** Report → PNG files in the artifact folder; runs in the trainer child, after the test. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportWords } from '../text/words.ts';
import {
  confusionMatrixChart,
  LEGIBLE_CLASSES,
  wholeConfusionMatrixChart,
} from './charts/confusion-matrix.ts';
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

interface NamedChart {
  name: string;
  /** English, as a phrase; the chart itself speaks the reader's language. */
  title: string;
  chart: Chart;
}

/** Which charts a Report has, in the order in which they are shown. */
function chartsOf(report: Report, words: ReportWords): NamedChart[] {
  const { history, scoreName, classification, evaluation, forecasts, contenders, trials, insight } = report;
  const charts: NamedChart[] = [];
  const add = (name: string, title: string, chart: Chart) => void charts.push({ name, title, chart });
  if (history.length > 0)
    add('learning-curve', 'Learning curve', learningCurveChart(history, scoreName, words));
  if (classification) {
    add('confusion-matrix', 'Confusion matrix', confusionMatrixChart(classification, words));
    if (classification.perClass.length > LEGIBLE_CLASSES)
      add(
        'confusion-matrix-all',
        'Confusion matrix of all classes',
        wholeConfusionMatrixChart(classification, words),
      );
  }
  if (evaluation) {
    add('reliability', 'Reliability', reliabilityChart(evaluation, words));
    if (evaluation.curves.length > 0) add('roc', 'ROC, precision and recall', curvesChart(evaluation, words));
  }
  if (forecasts.length > 0) add('forecast', 'Forecast', forecastChart(forecasts, words));
  if (contenders.length > 1) add('contenders', 'What was tried', contendersChart(report, words));
  if (trials.filter(({ validationScore }) => validationScore !== null).length > 1)
    add('trials', 'Settings that were tried', trialsChart(report, words));
  if (insight?.dataCurve) add('data-curve', 'More data', dataCurveChart(insight.dataCurve, scoreName, words));
  return charts;
}

/**
 * Writes `charts/<name>.png` below `artifactDir`.
 * @returns entries for `Report.files`, paths relative to `artifactDir`.
 */
export async function writeCharts(
  report: Report,
  artifactDir: string,
  words: ReportWords,
): Promise<ChartFile[]> {
  await mkdir(join(artifactDir, 'charts'), { recursive: true });
  const files: ChartFile[] = [];
  for (const { name, title, chart } of chartsOf(report, words)) {
    const path = `charts/${name}.png`;
    await writeFile(join(artifactDir, path), await renderChart(chart));
    files.push({ path, role: 'chart', title });
  }
  return files;
}
