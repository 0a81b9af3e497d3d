/**
 * Trials of the search → validation score against the rungs, the effort spent on a trial: each setting a point, those
 * that went on joined by a line; the chosen one in orange. What was chosen for the head stands on the left.
 */
import type { Report, Trial } from '../report.ts';
import { type Chart, PALETTE } from './render-chart.ts';

const DROPPED = '#a0a7b0';
/** Columns between which trials of one rung are spread, so that equal scores stay apart. */
const SPREAD = 0.6;

interface Point {
  trial: Trial;
  x: number;
  y: number;
}

/** One column a stage and rung, in the order of trying. */
function columnsOf(trials: readonly Trial[]): { key: string; label: string }[] {
  const columns = new Map<string, string>();
  for (const trial of trials) columns.set(keyOf(trial), labelOf(trial, trials));
  return [...columns].map(([key, label]) => ({ key, label }));
}

const keyOf = ({ stage, rung }: Trial): string => `${stage} ${rung}`;

function labelOf({ stage, rung, epochs }: Trial, all: readonly Trial[]): string {
  if (stage === 'backbone') return 'models';
  if (stage === 'head') return 'head on frozen\nfeatures';
  const last = Math.max(...all.filter((trial) => trial.stage === 'layers').map((trial) => trial.rung));
  return rung === last && rung > 1 ? 'layers, in full,\nall folds' : `layers, rung ${rung}\n${epochs} epochs`;
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
  trial.outcome === 'chosen' ? PALETTE[1]! : trial.outcome === 'kept' ? PALETTE[0]! : DROPPED;
const at = ({ x, y }: Point): [number, number] => [x, y];

const title = (scoreName: string) => ({
  text: 'Settings that were tried',
  subtext: `${scoreName} on validation — orange: chosen, blue: went on, grey: dropped; only points of one column are comparable`,
  left: 16,
  top: 8,
  textStyle: { fontSize: 16 },
  subtextStyle: { fontSize: 12, color: '#57606a' },
});

const columnAxis = (columns: readonly { label: string }[]) => ({
  type: 'value' as const,
  min: -0.5,
  max: columns.length - 0.5,
  interval: 0.5,
  axisLabel: { formatter: (value: number) => columns[value]?.label ?? '', lineHeight: 16 },
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
export function trialsChart({ trials, scoreName }: Pick<Report, 'trials' | 'scoreName'>): Chart {
  const columns = columnsOf(trials);
  const points = pointsOf(trials, columns);
  return {
    width: 960,
    height: 420,
    option: {
      title: title(scoreName),
      grid: { left: 80, right: 40, top: 100, height: 250 },
      xAxis: columnAxis(columns),
      yAxis: {
        type: 'value',
        scale: true,
        name: scoreName,
        nameTextStyle: { align: 'left' },
        axisLine: { onZero: false },
      },
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
