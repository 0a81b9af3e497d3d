/** ROC and precision–recall curves → two panels: the positive class of two, or the hardest classes and the mean. */
import { type ReportWords, score } from '../../text/words.ts';
import type { ClassifierEvaluation, Curve } from '../evaluation.ts';
import { diagonal } from './diagonal.ts';
import { GREY, heading, INK, legendOf, panelTitle, valueAxis, WIDTH } from './frame.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

const PANEL = 330;
const DRAWING = 250;

interface Line {
  points: [number, number][];
  panel: number;
  colour: string;
  stepped: boolean;
}

const draw = ({ points, panel, colour, stepped }: Line) => ({
  type: 'line' as const,
  xAxisIndex: panel,
  yAxisIndex: panel,
  data: points,
  showSymbol: false,
  // Precision between two thresholds is that of the lower one: no straight line joins the points.
  ...(stepped ? { step: 'start' as const } : {}),
  lineStyle: { width: 2.5, color: colour },
  itemStyle: { color: colour },
});

const linesOf = ({ roc, precisionRecall }: Curve, colour: string) => [
  draw({ points: roc, panel: 0, colour, stepped: false }),
  ...(precisionRecall.length > 0 ? [draw({ points: precisionRecall, panel: 1, colour, stepped: true })] : []),
];

/** @param curves at least one. */
export function curvesChart({ curves }: Pick<ClassifierEvaluation, 'curves'>, words: ReportWords): Chart {
  const named = curves.filter(({ name }) => name !== null);
  const colourOf = (curve: Curve) =>
    curve.name === null ? INK : PALETTE[named.indexOf(curve) % PALETTE.length]!;
  const { title, below } = heading(words('chart.roc'), [words('chart.roc.note')]);
  const legend = legendOf(
    curves.map((curve) => ({
      name: words('chart.roc.area', {
        name: curve.name === null ? words('chart.roc.mean') : shorten(curve.name, 18),
        area: score(curve.rocAuc),
        ap: score(curve.averagePrecision),
      }),
      colour: colourOf(curve),
    })),
    below,
  );
  const top = below + legend.height + 16;
  const axis = (panel: number) => ({ ...valueAxis(panel), min: 0, max: 1 });
  return {
    width: WIDTH,
    height: top + 2 * PANEL,
    option: {
      title: [
        title,
        panelTitle(words('chart.roc.first'), top),
        panelTitle(words('chart.roc.second'), top + PANEL),
      ],
      graphic: legend.elements,
      grid: [0, 1].map((panel) => ({ left: 52, right: 24, top: top + 30 + panel * PANEL, height: DRAWING })),
      xAxis: [axis(0), axis(1)],
      yAxis: [axis(0), axis(1)],
      series: [diagonal(GREY), ...curves.flatMap((curve) => linesOf(curve, colourOf(curve)))],
    },
  };
}
