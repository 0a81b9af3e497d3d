/** History of the chosen model → two panels: loss, and score where it was recorded; the best epoch is marked. */
import type { ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';
import { heading, legendOf, MUTED, panelTitle, TEXT, valueAxis, WIDTH } from './frame.ts';
import { type Chart, PALETTE } from './render-chart.ts';

type History = Report['history'];

const PANEL = 240;
const [TRAIN, VALIDATION] = [PALETTE[0]!, PALETTE[1]!];

const line = (panel: number, colour: string, points: [number, number | null][]) => ({
  type: 'line' as const,
  xAxisIndex: panel,
  yAxisIndex: panel,
  data: points,
  showSymbol: points.length <= 20,
  symbolSize: 5,
  lineStyle: { width: 2.5, color: colour },
  itemStyle: { color: colour },
});

/** Epoch of the lowest validation loss: the one early stopping restored. */
const bestEpoch = (history: History) =>
  history.reduce((best, entry) => (entry.validationLoss < best.validationLoss ? entry : best), history[0]!)
    .epoch;

const bestMark = (epoch: number) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { type: 'dashed' as const, color: MUTED },
  label: { show: false },
  data: [{ xAxis: epoch }],
});

const epochAxis = (history: History, panel: number) => ({
  ...valueAxis(panel),
  min: history[0]!.epoch,
  max: Math.max(history.at(-1)!.epoch, history[0]!.epoch + 1),
  minInterval: 1,
  splitLine: { show: false },
});

/** Training and validation of one panel. */
function pairOf(
  history: History,
  panel: number,
  read: (entry: History[number]) => { train: number | null; validation: number | null },
) {
  const points = (part: 'train' | 'validation') =>
    history.map((entry): [number, number | null] => [entry.epoch, read(entry)[part]]);
  return [line(panel, TRAIN, points('train')), line(panel, VALIDATION, points('validation'))] as const;
}

/** @param history at least one epoch. */
export function learningCurveChart(history: History, scoreName: string, words: ReportWords): Chart {
  const withScore = history.some((entry) => entry.validationScore !== null);
  const panels = [words('chart.loss'), ...(withScore ? [words.phrase(scoreName)] : [])];
  const best = bestEpoch(history);
  const { title, below } = heading(words('chart.learning'), [words('chart.learning.note', { epoch: best })]);
  const legend = legendOf(
    [
      { name: words('chart.training'), colour: TRAIN },
      { name: words('chart.validation'), colour: VALIDATION },
    ],
    below,
  );
  const top = below + legend.height + 14;
  const [trainLoss, validationLoss] = pairOf(history, 0, (entry) => ({
    train: entry.trainLoss,
    validation: entry.validationLoss,
  }));
  const scores = pairOf(history, 1, (entry) => ({
    train: entry.trainScore,
    validation: entry.validationScore,
  }));
  return {
    width: WIDTH,
    height: top + panels.length * PANEL,
    option: {
      title: [title, ...panels.map((name, panel) => panelTitle(name, top + panel * PANEL))],
      graphic: legend.elements,
      grid: panels.map((_, panel) => ({
        left: 66,
        right: 24,
        top: top + 32 + panel * PANEL,
        height: PANEL - 74,
      })),
      xAxis: panels.map((_, panel) => epochAxis(history, panel)),
      yAxis: panels.map((_, panel) => ({ ...valueAxis(panel), scale: true, splitNumber: 4 })),
      series: [trainLoss, { ...validationLoss, markLine: bestMark(best) }, ...(withScore ? scores : [])],
      textStyle: { fontSize: TEXT },
    },
  };
}
