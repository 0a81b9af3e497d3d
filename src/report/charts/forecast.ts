/** Test windows of up to three series → history, what came, the forecast and its 80 % interval. */
import type { Report } from '../report.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

const PANEL = 230;

type Forecast = Report['forecasts'][number];

/** Series of one panel: the interval is a transparent base with a band stacked on it. */
function lines(forecast: Forecast, panel: number) {
  const before = forecast.history.length;
  const blank = Array.from({ length: before }, () => null);
  const common = { type: 'line' as const, xAxisIndex: panel, yAxisIndex: panel, showSymbol: false };
  const band = (data: (number | null)[], opacity: number, name: string) => ({
    ...common,
    name,
    data,
    stack: `band${panel}`,
    stackStrategy: 'all' as const,
    lineStyle: { opacity: 0 },
    areaStyle: { opacity, color: PALETTE[1] },
    itemStyle: { color: PALETTE[1], opacity: opacity === 0 ? 0 : 0.4 },
  });
  const heights = forecast.high.map((high, step) => high - forecast.low[step]!);
  return [
    band([...blank, ...forecast.low], 0, 'base'),
    band([...blank, ...heights], 0.2, '80 % interval'),
    {
      ...common,
      name: 'observed',
      data: [...forecast.history, ...forecast.actual],
      lineStyle: { color: '#1f2328', width: 1.6 },
      itemStyle: { color: '#1f2328' },
    },
    {
      ...common,
      name: 'forecast',
      data: [...blank, ...forecast.point],
      lineStyle: { color: PALETTE[1], width: 2.2 },
      itemStyle: { color: PALETTE[1] },
    },
  ];
}

/** @param forecasts at least one. */
export function forecastChart(forecasts: readonly Forecast[]): Chart {
  const shown = forecasts.slice(0, 3);
  return {
    width: 900,
    height: 70 + shown.length * PANEL,
    option: {
      title: [
        { text: 'Forecast of the test part', left: 16, top: 8, textStyle: { fontSize: 16 } },
        ...shown.map(({ id }, panel) => ({
          text: shorten(id, 60),
          left: 70,
          top: 44 + panel * PANEL,
          textStyle: { fontSize: 12, color: '#57606a' },
        })),
      ],
      legend: { top: 10, right: 16, data: ['observed', 'forecast', '80 % interval'] },
      grid: shown.map((_, panel) => ({ left: 70, right: 30, top: 68 + panel * PANEL, height: PANEL - 68 })),
      xAxis: shown.map(({ times }, panel) => ({
        type: 'category' as const,
        gridIndex: panel,
        data: times,
        axisLabel: { fontSize: 11, hideOverlap: true },
        boundaryGap: false,
      })),
      yAxis: shown.map((_, panel) => ({ type: 'value' as const, gridIndex: panel, scale: true })),
      series: shown.flatMap(lines),
    },
  };
}
