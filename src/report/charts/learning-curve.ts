/** History of the chosen model → two panels: loss, and score where it was recorded; the best epoch is marked. */
import type { Report } from '../report.ts';
import { type Chart, PALETTE } from './render-chart.ts';

type History = Report['history'];

const line = (name: string, panel: number, colour: string, points: [number, number | null][]) => ({
  type: 'line' as const,
  name,
  xAxisIndex: panel,
  yAxisIndex: panel,
  data: points,
  showSymbol: points.length <= 20,
  symbolSize: 5,
  lineStyle: { width: 2, color: colour },
  itemStyle: { color: colour },
});

/** Epoch of the lowest validation loss: the one early stopping restored. */
const bestEpoch = (history: History) =>
  history.reduce((best, entry) => (entry.validationLoss < best.validationLoss ? entry : best), history[0]!)
    .epoch;

/** @param history at least one epoch. */
export function learningCurveChart(history: History, scoreName: string): Chart {
  const points = (read: (entry: History[number]) => number | null) =>
    history.map((entry): [number, number | null] => [entry.epoch, read(entry)]);
  const withScore = history.some((entry) => entry.validationScore !== null);
  const best = bestEpoch(history);
  const mark = {
    silent: true,
    symbol: 'none',
    lineStyle: { type: 'dashed' as const, color: '#57606a' },
    label: { formatter: `best: epoch ${best}`, color: '#57606a', position: 'insideEndTop' as const },
    data: [{ xAxis: best }],
  };
  const [train, validation] = [PALETTE[0]!, PALETTE[1]!];
  const panels = withScore ? 2 : 1;
  const axis = (panel: number, title: string) => ({
    x: {
      type: 'value' as const,
      gridIndex: panel,
      min: history[0]!.epoch,
      max: Math.max(history.at(-1)!.epoch, history[0]!.epoch + 1),
      minInterval: 1,
      name: 'epoch',
      nameLocation: 'middle' as const,
      nameGap: 28,
      splitLine: { show: false },
    },
    y: {
      type: 'value' as const,
      gridIndex: panel,
      scale: true,
      name: title,
      nameTextStyle: { align: 'left' as const },
    },
  });
  const axes = [axis(0, 'loss'), ...(withScore ? [axis(1, scoreName)] : [])];
  return {
    width: withScore ? 960 : 540,
    height: 380,
    option: {
      title: { text: 'Learning curve', left: 16, top: 8, textStyle: { fontSize: 16 } },
      legend: { top: 10, right: 16, data: ['training', 'validation'] },
      grid: Array.from({ length: panels }, (_, panel) => ({
        left: 70 + panel * 470,
        top: 80,
        width: 380,
        height: 230,
      })),
      xAxis: axes.map(({ x }) => x),
      yAxis: axes.map(({ y }) => y),
      series: [
        line(
          'training',
          0,
          train,
          points((entry) => entry.trainLoss),
        ),
        {
          ...line(
            'validation',
            0,
            validation,
            points((entry) => entry.validationLoss),
          ),
          markLine: mark,
        },
        ...(withScore
          ? [
              line(
                'training',
                1,
                train,
                points((entry) => entry.trainScore),
              ),
              line(
                'validation',
                1,
                validation,
                points((entry) => entry.validationScore),
              ),
            ]
          : []),
      ],
    },
  };
}
