/**
 * Confusion counts → heat map: rows are the true classes, shaded by the share of the row. Of many classes those that are
 * mistaken most, so that every name can be read; all of them in a second chart.
 */
import type { ReportWords } from '../../text/words.ts';
import type { ClassificationMetrics } from '../report.ts';
import { heading, INK, TEXT, WIDTH } from './frame.ts';
import { type Chart, shorten } from './render-chart.ts';

/** So many classes are legible on a phone. */
export const LEGIBLE_CLASSES = 10;
const RIGHT = 16;

type Metrics = Pick<ClassificationMetrics, 'n' | 'perClass' | 'confusion'>;

interface Look {
  cell: number;
  /** Of the counts; 0: none. */
  count: number;
  /** Of the names; 0: none. */
  label: number;
  chars: number;
}

/** One cell a pair of classes: its share of the row, and the count where there is room for it. */
const cellsOf = (confusion: Metrics['confusion'], totals: readonly number[], font: number) =>
  confusion.flatMap((row, truth) =>
    row.map((count, predicted) => {
      const share = totals[truth] === 0 ? 0 : count / totals[truth]!;
      return {
        value: [predicted, truth, share],
        label: {
          show: font > 0 && count > 0,
          formatter: String(count),
          color: share > 0.55 ? '#ffffff' : INK,
          fontSize: font,
        },
      };
    }),
  );

function axesOf(names: readonly string[], font: number, rotate: number) {
  const common = {
    type: 'category' as const,
    data: names.map((_, index) => `${index}`),
    axisTick: { show: false },
    axisLine: { show: false },
    splitArea: { show: false },
  };
  const formatter = (index: string) => names[Number(index)] ?? '';
  const axisLabel = { show: font > 0, fontSize: font, interval: 0, color: INK, formatter };
  return {
    xAxis: { ...common, axisLabel: { ...axisLabel, rotate } },
    yAxis: { ...common, inverse: true, axisLabel },
  };
}

interface Drawn {
  title: string;
  notes: string[];
  names: string[];
  confusion: Metrics['confusion'];
  /** Samples of each row, with those of classes that are not shown. */
  totals: number[];
  look: Look;
}

function draw({ title, notes, names, confusion, totals, look }: Drawn): Chart {
  const { cell, count, label } = look;
  const longest = Math.max(...names.map((name) => textWidth(name, label)));
  const left = Math.ceil(longest) + 24;
  const side = cell * names.length;
  const rotate = longest > cell - 6 ? 60 : 0;
  const bottom = rotate ? Math.ceil(longest * 0.87) + 28 : 36;
  const { below, title: head } = heading(title, notes);
  return {
    width: Math.max(WIDTH, left + side + RIGHT),
    height: below + side + bottom,
    option: {
      title: head,
      grid: { left, top: below, width: side, height: side },
      ...axesOf(names, label, rotate),
      visualMap: {
        show: false,
        min: 0,
        max: 1,
        dimension: 2,
        inRange: { color: ['#f6f8fa', '#b6d4f0', '#4a90c8', '#0b4f8a'] },
      },
      series: [
        {
          type: 'heatmap',
          data: cellsOf(confusion, totals, count),
          itemStyle: { borderColor: '#ffffff', borderWidth: cell > 20 ? 1.5 : 0.5 },
        },
      ],
    },
  };
}

const totalsOf = (confusion: Metrics['confusion']): number[] =>
  confusion.map((row) => row.reduce((sum, count) => sum + count, 0));

/** Legible on a phone, whatever the number of classes. */
export function confusionMatrixChart({ n, perClass, confusion }: Metrics, words: ReportWords): Chart {
  const kept = mostConfused(confusion, LEGIBLE_CLASSES);
  const names = kept.map((index) => shorten(perClass[index]!.name, 12));
  const longest = Math.max(...names.map((name) => textWidth(name, TEXT)));
  const cell = Math.floor((WIDTH - Math.ceil(longest) - 24 - RIGHT) / kept.length);
  const all = perClass.length;
  const few = kept.length < all ? [words('chart.confusion.few', { count: kept.length, all })] : [];
  return draw({
    title: words('chart.confusion'),
    notes: [words('chart.confusion.note', { n }), ...few],
    names,
    confusion: kept.map((row) => kept.map((column) => confusion[row]![column]!)),
    totals: kept.map((row) => totalsOf(confusion)[row]!),
    look: { cell, count: Math.min(22, Math.max(TEXT, Math.floor(cell * 0.3))), label: TEXT, chars: 12 },
  });
}

/** In their order; all of them where there are few. */
function mostConfused(confusion: Metrics['confusion'], most: number): number[] {
  const all = confusion.map((_, index) => index);
  if (all.length <= most) return all;
  const mistakes = (index: number) =>
    all.reduce(
      (sum, other) => sum + (other === index ? 0 : confusion[index]![other]! + confusion[other]![index]!),
      0,
    );
  return all
    .toSorted((a, b) => mistakes(b) - mistakes(a) || a - b)
    .slice(0, most)
    .toSorted((a, b) => a - b);
}

/** Cell size and font by the number of classes: numbered for some, small and shaded alone for many. */
function lookOf(classes: number): Look {
  if (classes <= 14) return { cell: 52, count: 14, label: 12, chars: 20 };
  if (classes <= 40) return { cell: 27, count: 10, label: 11, chars: 18 };
  const cell = Math.max(8, Math.floor(1_080 / classes));
  return { cell, count: 0, label: classes > 90 ? 0 : 8, chars: 14 };
}

/** Every class, to be enlarged. */
export function wholeConfusionMatrixChart({ n, perClass, confusion }: Metrics, words: ReportWords): Chart {
  const look = lookOf(perClass.length);
  return draw({
    title: words('chart.confusion'),
    notes: [words('chart.confusion.note', { n })],
    names: perClass.map(({ name }) => shorten(name, look.chars)),
    confusion,
    totals: totalsOf(confusion),
    look,
  });
}

/** Width in px by a rule of thumb for DejaVu Sans: 0.62 em a letter, 1 em an ideograph. */
function textWidth(text: string, fontPx: number): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e7f ? 1 : 0.62) * fontPx, 0);
}
