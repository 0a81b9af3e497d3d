/** Scores at several sizes of the training data → points with their spread, the fitted power law, twice the data. */
import type { ReportWords } from '../../text/words.ts';
import type { DataCurve } from '../insight.ts';
import { heading, INK, legendOf, TEXT, valueAxis, WIDTH } from './frame.ts';
import { type Chart, PALETTE } from './render-chart.ts';

/** Steps of the drawn law. */
const STEPS = 60;
const HEIGHT = 300;

const [BLUE, ORANGE] = [PALETTE[0]!, PALETTE[1]!];

/** Accuracy by the law between two sizes, evenly on the logarithmic axis; empty without a law. */
const lawBetween = (law: DataCurve['law'], from: number, to: number): number[][] =>
  law
    ? Array.from({ length: STEPS + 1 }, (_, i) => {
        const n = from * (to / from) ** (i / STEPS);
        return [n, 1 - (law.a * n ** -law.b + law.c)];
      })
    : [];

const line = (colour: string, data: number[][], type: 'solid' | 'dashed') => ({
  type: 'line' as const,
  data,
  showSymbol: false,
  lineStyle: { width: 2.5, color: colour, type },
  itemStyle: { color: colour },
});

const measuredPoints = (points: DataCurve['points']) => ({
  type: 'scatter' as const,
  data: points.map(({ samples, score }) => [samples, score]),
  symbolSize: 10,
  itemStyle: { color: BLUE },
  label: {
    show: true,
    position: 'bottom' as const,
    distance: 8,
    fontSize: TEXT,
    color: INK,
    formatter: (at: { dataIndex: number }) => String(points[at.dataIndex]!.samples),
  },
});

const sizeAxis = (first: number, last: number) => ({
  type: 'log' as const,
  min: first / 1.2,
  max: last * 1.2,
  splitLine: { show: false },
  axisLabel: { show: false },
  axisTick: { show: false },
});

/** @param curve with at least two points */
export function dataCurveChart(
  { points, law, doubling }: DataCurve,
  scoreName: string,
  words: ReportWords,
): Chart {
  const first = points[0]!.samples;
  const measured = points.at(-1)!.samples;
  const last = doubling ? 2 * doubling.from : measured;
  const score = words.phrase(scoreName);
  const { title, below } = heading(words('chart.data'), [words('chart.data.note', { score })]);
  const legend = legendOf(
    [
      { name: words('chart.data.measured'), colour: BLUE },
      ...(doubling ? [{ name: words('chart.data.twice'), colour: ORANGE }] : []),
    ],
    below,
  );
  const top = below + legend.height + 16;
  return {
    width: WIDTH,
    height: top + HEIGHT,
    option: {
      title,
      graphic: legend.elements,
      grid: { left: 62, right: 28, top, bottom: 30 },
      xAxis: sizeAxis(first, last),
      yAxis: { ...valueAxis(), scale: true, splitNumber: 4 },
      series: [
        ...(law ? [line(BLUE, lawBetween(law, first, measured), 'solid')] : []),
        ...(doubling ? [line(ORANGE, lawBetween(law, measured, last), 'dashed')] : []),
        spread(points),
        measuredPoints(points),
      ],
    },
  };
}

/** A vertical bar at each size, from the lowest to the highest score. */
const spread = (points: DataCurve['points']) => ({
  type: 'scatter' as const,
  data: [],
  markLine: {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { type: 'solid' as const, width: 3, color: '#99c7e0' },
    data: points.map(({ samples, low, high }): [{ coord: number[] }, { coord: number[] }] => [
      { coord: [samples, low] },
      { coord: [samples, high] },
    ]),
  },
});
