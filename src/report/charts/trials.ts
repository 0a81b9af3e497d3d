/**
 * Trials of the search → validation score against the rungs, the effort spent on a trial: each setting a point, those
 * that went on joined by a line; the chosen one in orange. What was chosen for the head stands on the left.
 */
import type { ReportWords } from '../../text/words.ts';
import type { Report, Trial } from '../report.ts';
import { GREY, heading, INK, TEXT, valueAxis, WIDTH } from './frame.ts';
import { type Chart, PALETTE } from './render-chart.ts';

const DRAWING = 260;
/** Columns between which trials of one rung are spread, so that equal scores stay apart. */
const SPREAD = 0.6;

interface Point {
  trial: Trial;
  x: number;
  y: number;
}

/** One column a stage and rung, in the order of trying. */
function columnsOf(trials: readonly Trial[], words: ReportWords): { key: string; label: string }[] {
  const columns = new Map<string, string>();
  for (const trial of trials) columns.set(keyOf(trial), labelOf(trial, trials, words));
  return [...columns].map(([key, label]) => ({ key, label }));
}

const keyOf = ({ stage, rung }: Trial): string => `${stage} ${rung}`;

function labelOf({ stage, rung }: Trial, all: readonly Trial[], words: ReportWords): string {
  if (stage === 'backbone') return words('chart.trials.models');
  if (stage === 'head') return words('chart.trials.head');
  const last = Math.max(...all.filter((trial) => trial.stage === 'layers').map((trial) => trial.rung));
  return rung === last && rung > 1 ? words('chart.trials.full') : words('chart.trials.layers', { rung });
}

function pointsOf(trials: readonly Trial[], columns: readonly { key: string }[]): Point[] {
  return columns.flatMap(({ key }, column) => {
    const inside = trials.filter((trial) => keyOf(trial) === key);
    return inside.flatMap((trial, i): Point[] => {
      if (trial.validationScore === null) return [];
      const shift = inside.length > 1 ? SPREAD * (i / (inside.length - 1) - 0.5) : 0;
      return [{ trial, x: column + shift, y: trial.validationScore }];
    });
  });
}

/** The points of each setting that was scored more than once, in order. */
function pathsOf(points: readonly Point[]): Point[][] {
  const paths = new Map<string, Point[]>();
  for (const point of points) paths.set(point.trial.id, [...(paths.get(point.trial.id) ?? []), point]);
  return [...paths.values()].filter((path) => path.length > 1);
}

const colourOf = ({ trial }: Point): string =>
  trial.outcome === 'chosen' ? PALETTE[1]! : trial.outcome === 'kept' ? PALETTE[0]! : GREY;
const at = ({ x, y }: Point): [number, number] => [x, y];

const columnAxis = (columns: readonly { label: string }[]) => ({
  type: 'value' as const,
  min: -0.5,
  max: columns.length - 0.5,
  interval: 0.5,
  axisLabel: {
    formatter: (value: number) => columns[value]?.label ?? '',
    fontSize: TEXT,
    color: INK,
    lineHeight: 19,
  },
  axisTick: { show: false },
  splitLine: { show: false },
});

const pathLine = (path: readonly Point[]) => ({
  type: 'line' as const,
  data: path.map(at),
  showSymbol: false,
  lineStyle: { width: 1.5, color: colourOf(path.at(-1)!) },
});

/** @param report with at least one trial that has a score */
export function trialsChart(
  { trials, scoreName }: Pick<Report, 'trials' | 'scoreName'>,
  words: ReportWords,
): Chart {
  const columns = columnsOf(trials, words);
  const points = pointsOf(trials, columns);
  const note = words('chart.trials.note', { score: words.phrase(scoreName) });
  const { title, below } = heading(words('chart.trials'), [note]);
  return {
    width: WIDTH,
    height: below + DRAWING + 60,
    option: {
      title,
      grid: { left: 66, right: 20, top: below + 4, height: DRAWING },
      xAxis: columnAxis(columns),
      yAxis: { ...valueAxis(), scale: true, axisLine: { onZero: false } },
      series: [
        ...pathsOf(points).map(pathLine),
        {
          type: 'scatter' as const,
          symbolSize: 11,
          data: points.map((point) => ({ value: at(point), itemStyle: { color: colourOf(point) } })),
        },
      ],
    },
  };
}
