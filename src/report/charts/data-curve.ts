/** Scores at several sizes of the training data → points with their spread, the fitted power law, twice the data. */
import type { DataCurve } from '../insight.ts';
import { type Chart, PALETTE } from './render-chart.ts';

/** Steps of the drawn law. */
const STEPS = 60;

const [BLUE, ORANGE] = [PALETTE[0]!, PALETTE[1]!];

/** Accuracy by the law between two sizes, evenly on the logarithmic axis; empty without a law. */
const lawBetween = (law: DataCurve['law'], from: number, to: number): number[][] =>
  law
    ? Array.from({ length: STEPS + 1 }, (_, i) => {
        const n = from * (to / from) ** (i / STEPS);
        return [n, 1 - (law.a * n ** -law.b + law.c)];
      })
    : [];

const line = (name: string, colour: string, data: number[][], type: 'solid' | 'dashed') => ({
  type: 'line' as const,
  name,
  data,
  showSymbol: false,
  lineStyle: { width: 2, color: colour, type },
  itemStyle: { color: colour },
});

const measuredPoints = (points: DataCurve['points']) => ({
  type: 'scatter' as const,
  name: 'measured, bars over draws',
  data: points.map(({ samples, score }) => [samples, score]),
  symbolSize: 9,
  itemStyle: { color: BLUE },
  label: {
    show: true,
    position: 'bottom' as const,
    distance: 8,
    formatter: (at: { dataIndex: number }) => `n = ${points[at.dataIndex]!.samples}`,
  },
});

const sizeAxis = (first: number, last: number) => ({
  type: 'log' as const,
  min: first / 1.2,
  max: last * 1.2,
  name: 'samples learnt from (logarithmic)',
  nameLocation: 'middle' as const,
  nameGap: 30,
  splitLine: { show: false },
  axisLabel: { show: false },
  axisTick: { show: false },
});

/** @param curve with at least two points */
export function dataCurveChart({ points, law, doubling }: DataCurve, scoreName: string): Chart {
  const first = points[0]!.samples;
  const measured = points.at(-1)!.samples;
  const last = doubling ? 2 * doubling.from : measured;
  return {
    width: 720,
    height: 420,
    option: {
      title: { text: 'More data', left: 16, top: 8, textStyle: { fontSize: 16 } },
      // ECharts measures text without the font: names would touch.
      legend: { top: 34, left: 60, itemGap: 48 },
      grid: { left: 70, right: 40, top: 84, bottom: 60 },
      xAxis: sizeAxis(first, last),
      yAxis: { type: 'value', scale: true, name: scoreName, nameTextStyle: { align: 'left' } },
      series: [
        ...(law ? [line('power law', BLUE, lawBetween(law, first, measured), 'solid')] : []),
        ...(doubling ? [line('twice the data', ORANGE, lawBetween(law, measured, last), 'dashed')] : []),
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
