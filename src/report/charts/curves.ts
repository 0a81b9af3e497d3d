/** ROC and precision–recall curves → two panels: the positive class of two, or the hardest classes and the mean. */

import { score } from '../../text/words.ts';
import type { ClassifierEvaluation, Curve } from '../evaluation.ts';
import { diagonal } from './diagonal.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

const MEAN = '#1f2328';

interface Line {
  points: [number, number][];
  panel: number;
  colour: string;
  name: string;
  stepped: boolean;
}

const draw = ({ points, panel, colour, name, stepped }: Line) => ({
  type: 'line' as const,
  name,
  xAxisIndex: panel,
  yAxisIndex: panel,
  data: points,
  showSymbol: false,
  // Precision between two thresholds is that of the lower one: no straight line joins the points.
  ...(stepped ? { step: 'start' as const } : {}),
  lineStyle: { width: 2, color: colour },
  itemStyle: { color: colour },
});

function linesOf(curve: Curve, index: number) {
  const name = curve.name === null ? 'mean of all classes' : shorten(curve.name, 24);
  const colour = curve.name === null ? MEAN : PALETTE[index % PALETTE.length]!;
  const label = (figure: string, value: number) => `${name} (${figure} ${score(value)})`;
  return [
    draw({ points: curve.roc, panel: 0, colour, name: label('area', curve.rocAuc), stepped: false }),
    ...(curve.precisionRecall.length > 0
      ? [
          draw({
            points: curve.precisionRecall,
            panel: 1,
            colour,
            name: label('AP', curve.averagePrecision),
            stepped: true,
          }),
        ]
      : []),
  ];
}

/** @param curves at least one. */
export function curvesChart({ curves }: Pick<ClassifierEvaluation, 'curves'>): Chart {
  const series = curves.flatMap((curve, index) =>
    linesOf(curve, curves[0]!.name === null ? index - 1 : index),
  );
  const legend = (panel: number) => ({
    top: 462,
    left: 66 + panel * 470,
    orient: 'vertical' as const,
    itemHeight: 8,
    data: series.filter(({ xAxisIndex }) => xAxisIndex === panel).map(({ name }) => name),
  });
  const axis = (panel: number, name: string, gap: number) => ({
    type: 'value' as const,
    gridIndex: panel,
    min: 0,
    max: 1,
    name,
    nameLocation: 'middle' as const,
    nameGap: gap,
  });
  return {
    width: 960,
    height: 490 + curves.length * 24,
    option: {
      title: [
        { text: 'ROC', left: 16, top: 8, textStyle: { fontSize: 16 } },
        { text: 'Precision and recall', left: 486, top: 8, textStyle: { fontSize: 16 } },
      ],
      legend: [legend(0), legend(1)],
      grid: [0, 1].map((panel) => ({ left: 70 + panel * 470, top: 50, width: 370, height: 350 })),
      xAxis: [axis(0, 'false positive rate', 28), axis(1, 'recall', 28)],
      yAxis: [axis(0, 'true positive rate', 40), axis(1, 'precision', 40)],
      series: [diagonal('#a0a7b0'), ...series],
    },
  };
}
