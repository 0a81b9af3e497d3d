/**
 * Reports of several Runs, and their test predictions where they were kept → what may be said of which is better. Pure;
 * `/compare` shows it.
 */
import { labelColumnOf } from '../datasets/dataset.ts';
import { joinNotes } from '../text/notes.ts';
import { type ReportWords, score } from '../text/words.ts';
import type { Report } from './report.ts';

export interface ComparedRun {
  report: Report;
  /** Right (1) or wrong (0) by sample id; null where the Run kept no predictions. */
  correct: ReadonlyMap<string, number> | null;
}

/** The figure a Run is judged by, on its own test part. */
export interface Headline {
  name: string;
  value: number;
  interval: readonly [number, number] | null;
  higherIsBetter: boolean;
}

export function headlineOf({ classification, measures }: Report): Headline | null {
  if (classification) {
    const { accuracy, accuracyInterval } = classification;
    return { name: 'accuracy', value: accuracy, interval: accuracyInterval, higherIsBetter: true };
  }
  const first = measures[0];
  if (!first) return null;
  const { name, value, interval } = first;
  return { name, value, interval, higherIsBetter: !/MASE|perplexity/i.test(name) };
}

export type Comparability = 'same' | 'otherKind' | 'otherData' | 'otherQuestion' | 'otherTest';

/** Whether figures of these Runs may be held against each other. */
export function comparability(reports: readonly Report[]): Comparability {
  const [first, ...rest] = reports;
  const differs = (key: (report: Report) => string) => rest.some((report) => key(report) !== key(first!));
  if (differs(({ kind }) => kind)) return 'otherKind';
  if (differs(({ dataset }) => dataset.hash) && differs(testPartOf)) return 'otherData';
  if (differs(questionOf)) return 'otherQuestion';
  return differs(testPartOf) ? 'otherTest' : 'same';
}

/** What a model was to tell apart: two columns of one table are two questions, and so are two lists of classes. */
const questionOf = ({ dataset }: Report): string =>
  JSON.stringify([dataset.classes.map(({ name }) => name).toSorted(), labelColumnOf(dataset)]);

/** What identifies the samples a Run was tested on; the split's note names horizon and windows of series. */
function testPartOf({ evaluation, dataset, split }: Report): string {
  if (evaluation) return evaluation.testPart;
  const { train: _, note, ...counts } = split;
  return JSON.stringify([dataset.hash, counts, joinNotes(note)]);
}

/** Right or wrong in the order of the first Run's samples; null unless both kept the same samples. */
export function pairedRows(first: ComparedRun, second: ComparedRun): [number[], number[]] | null {
  const { correct } = second;
  if (!first.correct || !correct || first.correct.size !== correct.size) return null;
  const ids = [...first.correct.keys()];
  if (!ids.every((id) => correct.has(id))) return null;
  return [[...first.correct.values()], ids.map((id) => correct.get(id)!)];
}

/** One sentence on two Runs by their intervals; null where they have no figure in common. */
export function intervalSentence(runs: readonly [Report, Report], words: ReportWords): string | null {
  const [a, b] = [headlineOf(runs[0]), headlineOf(runs[1])];
  if (!a || !b || a.name !== b.name) return null;
  const firstLeads = a.higherIsBetter ? a.value >= b.value : a.value <= b.value;
  const [best, other] = firstLeads ? runs : [runs[1], runs[0]];
  const names = { best: best.runId, other: other.runId };
  if (!a.interval || !b.interval) return words('compare.noInterval', names);
  const overlap = a.interval[0] <= b.interval[1] && b.interval[0] <= a.interval[1];
  return words(overlap ? 'compare.overlap' : 'compare.apart', names);
}

/** `test-predictions.csv` → right or wrong by sample id. */
export function readCorrectness(csv: string): Map<string, number> {
  const correct = new Map<string, number>();
  const [, ...rows] = parseCsv(csv);
  for (const [id = '', truth, predicted] of rows) correct.set(id, Number(truth === predicted));
  return correct;
}

/** Quoted cells may hold commas, doubled quotes and line breaks (RFC 4180). */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/g)) {
    const [all, quoted, bare = '', end] = match;
    if (all === '' && row.length === 0) break;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

export const points = (value: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;

/** Figures of one Run in a line of the table: score with interval, then macro-F1 or the second measure. */
export function figureTexts(report: Report, words: ReportWords): string[] {
  const headline = headlineOf(report);
  if (!headline) return [];
  const range = headline.interval ? ` (${headline.interval.map(score).join(' – ')})` : '';
  const macroF1 = report.classification
    ? [`${words.phrase('macro-F1')} ${score(report.classification.macroF1)}`]
    : [];
  return [`${words.phrase(headline.name)} **${score(headline.value)}**${range}`, ...macroF1];
}
