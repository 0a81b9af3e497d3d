/** Reliability bins → how often predictions of a confidence are right, before and after calibration, and how many. */
import type { ReportWords } from '../../text/words.ts';
import type { ClassifierEvaluation, ReliabilityBin } from '../evaluation.ts';
import { diagonal } from './diagonal.ts';
import { GREY, heading, legendOf, MUTED, panelTitle, TEXT, valueAxis, WIDTH } from './frame.ts';
import { type Chart, PALETTE } from './render-chart.ts';

/** Bins with fewer samples are drawn hollow: their share means little. */
const FEW = 5;
const SHARES = 330;
const SAMPLES = 90;

const line = (colour: string, bins: readonly ReliabilityBin[]) => ({
  type: 'line' as const,
  data: bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, accuracy, count }) => ({
      value: [confidence, accuracy],
      symbol: count < FEW ? 'emptyCircle' : 'circle',
    })),
  symbolSize: 10,
  lineStyle: { width: 2.5, color: colour },
  itemStyle: { color: colour },
});

const share = { ...valueAxis(), min: 0, max: 1 };

/** Of both panels: shares above, bins of confidence and their samples below. */
const axesOf = (bins: readonly ReliabilityBin[]) => ({
  xAxis: [
    share,
    {
      type: 'category' as const,
      gridIndex: 1,
      data: bins.map(({ from }) => `${Math.round(from * 100)} %`),
      axisTick: { show: false },
      axisLabel: { fontSize: TEXT, hideOverlap: true },
    },
  ],
  yAxis: [share, { ...valueAxis(1), minInterval: 1, splitNumber: 2 }],
});

const samplesBar = (bins: readonly ReliabilityBin[]) => ({
  type: 'bar' as const,
  xAxisIndex: 1,
  yAxisIndex: 1,
  barWidth: 28,
  itemStyle: { color: PALETTE[0]! },
  data: bins.map(({ count }) => count),
});

type Bins = Pick<ClassifierEvaluation, 'calibrated' | 'uncalibrated'>;

/** Upper panel: accuracy over mean confidence of each bin, against the diagonal; lower panel: samples a bin. */
export function reliabilityChart({ calibrated, uncalibrated }: Bins, words: ReportWords): Chart {
  const { title, below } = heading(words('chart.reliability'), [
    words('chart.reliability.note'),
    words('chart.reliability.hollow', { few: FEW }),
  ]);
  const after = { name: words(uncalibrated ? 'chart.calibrated' : 'chart.model'), colour: PALETTE[0]! };
  const before = { name: words('chart.uncalibrated'), colour: GREY };
  const legend = legendOf([...(uncalibrated ? [before] : []), after], below);
  const top = below + legend.height + 16;
  const lower = top + SHARES + 46;
  return {
    width: WIDTH,
    height: lower + SAMPLES + 70,
    option: {
      title: [title, panelTitle(words('chart.reliability.samples'), lower)],
      graphic: legend.elements,
      grid: [
        { left: 52, right: 24, top, height: SHARES },
        { left: 52, right: 24, top: lower + 30, height: SAMPLES },
      ],
      ...axesOf(calibrated),
      series: [
        diagonal(MUTED),
        ...(uncalibrated ? [line(before.colour, uncalibrated)] : []),
        line(after.colour, calibrated),
        samplesBar(calibrated),
      ],
    },
  };
}
