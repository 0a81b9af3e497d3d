/** Predictions of named samples go in, the mistakes and the accuracy of each named group come out. */
import { writeFile } from 'node:fs/promises';
import type { GroupRow, Mistake } from '../../../report/evaluation.ts';
import { wilsonInterval } from '../../../statistics/intervals.ts';
import { csvCell } from '../../job/predictions-csv.ts';
import { type Predictions, predictedClasses } from './predictions.ts';

/** Samples that were judged, all lists in one order. */
export interface JudgedSamples {
  kind: 'image' | 'text' | 'audio';
  ids: readonly string[];
  labels: ArrayLike<number>;
  classes: readonly string[];
  /** Texts, or null for files. */
  texts: readonly string[] | null;
  /** Files on disk, or null for texts. */
  paths: readonly string[] | null;
  /** Name of each sample's group, empty where it has none; null without groups. */
  groups: readonly string[] | null;
}

const EXCERPT = 160;

function excerptOf(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  return letters.length <= EXCERPT ? letters.join('') : `${letters.slice(0, EXCERPT - 1).join('')}…`;
}

/** Every wrong prediction, the most confident first; equals in the order of the samples. */
export function findMistakes(
  predictions: Predictions,
  samples: JudgedSamples,
): (Mistake & { index: number })[] {
  const { ids, labels, classes, texts } = samples;
  const predicted = predictedClasses(predictions);
  const mistakes: (Mistake & { index: number })[] = [];
  predicted.forEach((guess, row) => {
    if (guess === labels[row]) return;
    mistakes.push({
      index: row,
      id: ids[row]!,
      truth: classes[labels[row]!]!,
      predicted: classes[guess]!,
      confidence: Math.min(1, Math.exp(predictions.logProbabilities[row * predictions.classCount + guess]!)),
      excerpt: texts ? excerptOf(texts[row]!) : null,
    });
  });
  return mistakes.sort((a, b) => b.confidence - a.confidence || a.index - b.index);
}

const GROUPS_SHOWN = 20;

/** Accuracy a group, the weakest first; none where fewer than two groups have a name. */
export function groupAccuracies(predictions: Predictions, { labels, groups }: JudgedSamples): GroupRow[] {
  if (!groups) return [];
  const predicted = predictedClasses(predictions);
  const counts = new Map<string, { n: number; hits: number }>();
  groups.forEach((name, row) => {
    if (name === '') return;
    const count = counts.get(name) ?? { n: 0, hits: 0 };
    counts.set(name, { n: count.n + 1, hits: count.hits + Number(predicted[row] === labels[row]) });
  });
  if (counts.size < 2) return [];
  return [...counts]
    .map(
      ([name, { n, hits }]): GroupRow => ({ name, n, accuracy: hits / n, interval: wilsonInterval(hits, n) }),
    )
    .sort((a, b) => a.accuracy - b.accuracy || b.n - a.n || (a.name < b.name ? -1 : 1))
    .slice(0, GROUPS_SHOWN);
}

/** `row` or `file`, `true`, `predicted`, `confidence` and, for texts, `text`: a line a mistake. */
export async function writeMistakesCsv(
  path: string,
  kind: JudgedSamples['kind'],
  mistakes: readonly Mistake[],
): Promise<void> {
  const isText = kind === 'text';
  const head = [isText ? 'row' : 'file', 'true', 'predicted', 'confidence', ...(isText ? ['text'] : [])];
  const lines = mistakes.map(({ id, truth, predicted, confidence, excerpt }) => [
    csvCell(id),
    csvCell(truth),
    csvCell(predicted),
    confidence.toFixed(6),
    ...(isText ? [csvCell(excerpt ?? '')] : []),
  ]);
  await writeFile(path, `${[head, ...lines].map((cells) => cells.join(',')).join('\n')}\n`);
}

/** `id`, `true`, `predicted`, then a probability a class with all its digits: what `/compare` pairs two Runs by. */
export async function writeTestPredictions(
  path: string,
  predictions: Predictions,
  { ids, labels, classes }: JudgedSamples,
): Promise<void> {
  const predicted = predictedClasses(predictions);
  const { classCount, logProbabilities } = predictions;
  const lines = ids.map((id, row) => {
    const own = logProbabilities.subarray(row * classCount, (row + 1) * classCount);
    const numbers = Array.from(own, (value) => Math.exp(value).toPrecision(9));
    return [
      csvCell(id),
      csvCell(classes[labels[row]!]!),
      csvCell(classes[predicted[row]!]!),
      ...numbers,
    ].join(',');
  });
  const head = ['id', 'true', 'predicted', ...classes.map((name) => `p(${name})`)].map(csvCell).join(',');
  await writeFile(path, `${[head, ...lines].join('\n')}\n`);
}
