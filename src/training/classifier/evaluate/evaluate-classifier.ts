/**
 * Predictions of judged samples go in, everything the Report says of them beyond the headline metrics comes out, with the
 * tables beside it. Called once for the test part of a Run, and by `/evaluate` for a later file.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../hash.ts';
import { renderGallery } from '../../../report/charts/render-chart.ts';
import { type GalleryItem, mistakesChart } from '../../../report/charts/suspects.ts';
import type { ClassifierEvaluation, Thresholds } from '../../../report/evaluation.ts';
import type { Report } from '../../../report/report.ts';
import type { ReportWords } from '../../../text/words.ts';
import { makeThumbnail } from '../features/pictures/thumbnail.ts';
import { brierScore, reliabilityBins } from './calibration.ts';
import { classCurves } from './curves.ts';
import {
  findMistakes,
  groupAccuracies,
  type JudgedSamples,
  writeMistakesCsv,
  writeTestPredictions,
} from './mistakes.ts';
import { type Predictions, withTemperature } from './predictions.ts';

/** Mistakes in the Report; all of them are in `mistakes.csv`. */
const MISTAKES_KEPT = 20;

/**
 * @param options.temperature the one that `predictions` were made with; null when that is not to be undone.
 * @param options.positive index of the positive class of two.
 */
export function evaluateClassifier(
  predictions: Predictions,
  samples: JudgedSamples,
  options: { temperature: number | null; positive: number; thresholds: Thresholds | null },
): ClassifierEvaluation {
  const { labels, classes } = samples;
  const { temperature, positive, thresholds } = options;
  const mistakes = findMistakes(predictions, samples);
  return {
    uncalibrated: temperature ? reliabilityBins(withTemperature(predictions, 1 / temperature), labels) : null,
    calibrated: reliabilityBins(predictions, labels),
    brier: brierScore(predictions, labels),
    ...classCurves(predictions, labels, classes, positive),
    thresholds,
    groups: groupAccuracies(predictions, samples),
    mistakes: mistakes.slice(0, MISTAKES_KEPT).map(({ index: _, ...mistake }) => mistake),
    mistakeCount: mistakes.length,
    testPart: testPartOf(samples),
  };
}

function testPartOf({ ids, labels, classes, texts }: JudgedSamples): string {
  const lines = ids.map((id, row) => JSON.stringify([id, classes[labels[row]!], texts?.[row] ?? '']));
  return sha256(lines.sort().join('\n'));
}

/** Pictures in the gallery. */
const PICTURES = 15;

/**
 * Writes `test-predictions.csv` and, where there are mistakes, `mistakes.csv` and for images `charts/mistakes.png`.
 * @returns entries for `Report.files`.
 */
export async function writeJudged(
  folder: string,
  predictions: Predictions,
  samples: JudgedSamples,
  words: ReportWords,
): Promise<Report['files']> {
  await writeTestPredictions(join(folder, 'test-predictions.csv'), predictions, samples);
  const mistakes = findMistakes(predictions, samples);
  if (mistakes.length === 0) return [];
  await writeMistakesCsv(join(folder, 'mistakes.csv'), samples.kind, mistakes);
  const table = { path: 'mistakes.csv', role: 'table' as const, title: 'Mistakes' };
  if (samples.kind !== 'image' || !samples.paths) return [table];
  const items: GalleryItem[] = [];
  for (const { index, id, truth, predicted, confidence } of mistakes.slice(0, PICTURES))
    items.push({
      id,
      given: truth,
      suggested: predicted,
      confidence,
      picture: await makeThumbnail(samples.paths[index]!),
    });
  await mkdir(join(folder, 'charts'), { recursive: true });
  await writeFile(join(folder, 'charts', 'mistakes.png'), await renderGallery(mistakesChart(items, words)));
  return [{ path: 'charts/mistakes.png', role: 'chart', title: 'Mistakes' }, table];
}
