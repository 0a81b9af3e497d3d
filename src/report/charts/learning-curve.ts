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

const bestMark = (epoch: number) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { type: 'dashed' as const, color: '#57606a' },
  label: { formatter: `best: epoch ${epoch}`, color: '#57606a', position: 'insideEndTop' as const },
  data: [{ xAxis: epoch }],
});

const epochAxis = (history: History, panel: number) => ({
  type: 'value' as const,
  gridIndex: panel,
  min: history[0]!.epoch,
  max: Math.max(history.at(-1)!.epoch, history[0]!.epoch + 1),
  minInterval: 1,
  name: 'epoch',
  nameLocation: 'middle' as const,
  nameGap: 28,
  splitLine: { show: false },
});

const valueAxis = (name: string, panel: number) => ({
  type: 'value' as const,
  gridIndex: panel,
  scale: true,
  name,
  nameTextStyle: { align: 'left' as const },
});

const [TRAIN, VALIDATION] = [PALETTE[0]!, PALETTE[1]!];

/** Training and validation of one panel. */
function pairOf(
  history: History,
  panel: number,
  read: (entry: History[number]) => { train: number | null; validation: number | null },
) {
  const points = (part: 'train' | 'validation') =>
    history.map((entry): [number, number | null] => [entry.epoch, read(entry)[part]]);
  return [
    line('training', panel, TRAIN, points('train')),
    line('validation', panel, VALIDATION, points('validation')),
  ] as const;
}

/** @param history at least one epoch. */
export function learningCurveChart(history: History, scoreName: string): Chart {
  const withScore = history.some((entry) => entry.validationScore !== null);
  const panels = withScore ? ['loss', scoreName] : ['loss'];
  const [trainLoss, validationLoss] = pairOf(history, 0, (entry) => ({
    train: entry.trainLoss,
    validation: entry.validationLoss,
  }));
  const scores = pairOf(history, 1, (entry) => ({
    train: entry.trainScore,
    validation: entry.validationScore,
  }));
  return {
    width: withScore ? 960 : 540,
    height: 380,
    option: {
      title: { text: 'Learning curve', left: 16, top: 8, textStyle: { fontSize: 16 } },
      legend: { top: 10, right: 16, data: ['training', 'validation'] },
      grid: panels.map((_, panel) => ({ left: 70 + panel * 470, top: 80, width: 380, height: 230 })),
      xAxis: panels.map((_, panel) => epochAxis(history, panel)),
      yAxis: panels.map(valueAxis),
      series: [
        trainLoss,
        { ...validationLoss, markLine: bestMark(bestEpoch(history)) },
        ...(withScore ? scores : []),
      ],
    },
  };
}
