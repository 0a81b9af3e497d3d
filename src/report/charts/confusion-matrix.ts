/** Confusion counts → heat map: rows are the true classes, shaded by the share of the row. */
import type { ClassificationMetrics } from '../report.ts';
import { type Chart, shorten } from './render-chart.ts';

/** Cell size and font by the number of classes: large and numbered for few, small for many. */
const layout = (classes: number) => {
  if (classes <= 3) return { cell: 140, font: 22, label: 13, chars: 22 };
  if (classes <= 6) return { cell: 84, font: 18, label: 13, chars: 22 };
  if (classes <= 14) return { cell: 52, font: 14, label: 12, chars: 20 };
  if (classes <= 40) return { cell: 27, font: 10, label: 11, chars: 18 };
  return { cell: Math.max(8, Math.floor(1_080 / classes)), font: 0, label: classes > 90 ? 0 : 8, chars: 14 };
};

/** One cell a pair of classes: its share of the row, and the count where there is room for it. */
const cellsOf = (confusion: ClassificationMetrics['confusion'], font: number) =>
  confusion.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => {
      const share = total === 0 ? 0 : count / total;
      return {
        value: [predicted, truth, share],
        label: {
          show: font > 0 && count > 0,
          formatter: String(count),
          color: share > 0.55 ? '#ffffff' : '#1f2328',
          fontSize: font,
        },
      };
    });
  });

const title = (n: number) => ({
  text: 'Confusion matrix',
  subtext: `${n} test samples; rows: true class, columns: prediction\nshade: share of the row`,
  left: 16,
  top: 8,
  textStyle: { fontSize: 16 },
  subtextStyle: { fontSize: 11, lineHeight: 15, color: '#57606a' },
});

interface Labels {
  /** Shortened names of the classes. */
  names: string[];
  /** Size in px; 0: none. */
  font: number;
  /** Degrees of those below the matrix. */
  rotate: number;
  /** Px from the matrix to the names of the axes. */
  gaps: { x: number; y: number };
}

function axesOf({ names, font, rotate, gaps }: Labels) {
  const common = {
    type: 'category' as const,
    data: names.map((_, index) => `${index}`),
    axisTick: { show: false },
    axisLine: { show: false },
    splitArea: { show: false },
    nameLocation: 'middle' as const,
  };
  const formatter = (index: string) => names[Number(index)] ?? '';
  const axisLabel = { show: font > 0, fontSize: font, interval: 0, color: '#1f2328', formatter };
  return {
    xAxis: { ...common, axisLabel: { ...axisLabel, rotate }, name: 'predicted', nameGap: gaps.x },
    yAxis: { ...common, inverse: true, axisLabel, name: 'true', nameGap: gaps.y },
  };
}

/** Chart for any number of classes; above 40 the counts are left to the shading. */
export function confusionMatrixChart({ n, perClass, confusion }: ClassificationMetrics): Chart {
  const { cell, font, label, chars } = layout(perClass.length);
  const names = perClass.map(({ name }) => shorten(name, chars));
  const longest = Math.max(...names.map((name) => textWidth(name, label)));
  const margin = Math.ceil(longest) + 16;
  const side = cell * names.length;
  const rotate = longest > cell - 6 ? 60 : 0;
  const bottom = rotate ? Math.ceil(longest * 0.87) + 56 : 64;
  const borders = { borderColor: '#ffffff', borderWidth: cell > 20 ? 1.5 : 0.5 };
  return {
    width: margin + side + 90,
    height: 84 + side + bottom,
    option: {
      title: title(n),
      grid: { left: margin + 28, top: 84, width: side, height: side },
      ...axesOf({ names, font: label, rotate, gaps: { x: bottom - 30, y: margin } }),
      visualMap: {
        show: false,
        min: 0,
        max: 1,
        dimension: 2,
        inRange: { color: ['#f6f8fa', '#b6d4f0', '#4a90c8', '#0b4f8a'] },
      },
      series: [{ type: 'heatmap', data: cellsOf(confusion, font), itemStyle: borders }],
    },
  };
}

/** Width in px by a rule of thumb for DejaVu Sans: 0.62 em a letter, 1 em an ideograph. */
function textWidth(text: string, fontPx: number): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e7f ? 1 : 0.62) * fontPx, 0);
}
