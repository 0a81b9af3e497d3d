/** Test windows of up to three series → history, what came, the forecast and its 80 % interval. */
import type { ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';
import { heading, INK, legendOf, panelTitle, TEXT, valueAxis, WIDTH } from './frame.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

const PANEL = 184;
const SHOWN = 3;
const BAND = 0.25;

type Forecast = Report['forecasts'][number];

/** Series of one panel: the interval is a transparent base with a band stacked on it. */
function lines(forecast: Forecast, panel: number) {
  const before = forecast.history.length;
  const blank = Array.from({ length: before }, () => null);
  const common = { type: 'line' as const, xAxisIndex: panel, yAxisIndex: panel, showSymbol: false };
  const band = (data: (number | null)[], opacity: number) => ({
    ...common,
    data,
    stack: `band${panel}`,
    stackStrategy: 'all' as const,
    lineStyle: { opacity: 0 },
    areaStyle: { opacity, color: PALETTE[1] },
  });
  const heights = forecast.high.map((high, step) => high - forecast.low[step]!);
  return [
    band([...blank, ...forecast.low], 0),
    band([...blank, ...heights], BAND),
    { ...common, data: [...forecast.history, ...forecast.actual], lineStyle: { color: INK, width: 2 } },
    { ...common, data: [...blank, ...forecast.point], lineStyle: { color: PALETTE[1], width: 2.8 } },
  ];
}

/** @param forecasts at least one. */
export function forecastChart(forecasts: readonly Forecast[], words: ReportWords): Chart {
  const shown = forecasts.slice(0, SHOWN);
  const { title, below } = heading(words('chart.forecast'));
  const legend = legendOf(
    [
      { name: words('chart.observed'), colour: INK },
      { name: words('chart.forecast.line'), colour: PALETTE[1]! },
      { name: words('chart.forecast.band'), colour: '#f4cdb0' },
    ],
    below,
  );
  const top = below + legend.height + 14;
  return {
    width: WIDTH,
    height: top + shown.length * PANEL,
    option: {
      title: [title, ...shown.map(({ id }, panel) => panelTitle(shorten(id, 40), top + panel * PANEL))],
      graphic: legend.elements,
      grid: shown.map((_, panel) => ({
        left: 70,
        right: 24,
        top: top + 28 + panel * PANEL,
        height: PANEL - 72,
      })),
      xAxis: shown.map(({ times }, panel) => ({
        type: 'category' as const,
        gridIndex: panel,
        data: times,
        // The first, one in the middle and the last can be told apart.
        axisLabel: { fontSize: TEXT, color: INK, interval: Math.max(1, Math.floor(times.length / 3)) },
        boundaryGap: false,
      })),
      yAxis: shown.map((_, panel) => ({ ...valueAxis(panel), scale: true, splitNumber: 3 })),
      series: shown.flatMap(lines),
    },
  };
}
