/** Reliability bins → how often predictions of a confidence are right, before and after calibration, and how many. */

import type { ClassifierEvaluation, ReliabilityBin } from '../evaluation.ts';
import { diagonal } from './diagonal.ts';
import { type Chart, PALETTE } from './render-chart.ts';

const GREY = '#a0a7b0';
/** Bins with fewer samples are drawn hollow: their share means little. */
const FEW = 5;

const line = (name: string, colour: string, bins: readonly ReliabilityBin[]) => ({
  type: 'line' as const,
  name,
  data: bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, accuracy, count }) => ({
      value: [confidence, accuracy],
      symbol: count < FEW ? 'emptyCircle' : 'circle',
    })),
  symbolSize: 9,
  lineStyle: { width: 2, color: colour },
  itemStyle: { color: colour },
});

const NAMED = { nameLocation: 'middle' as const, nameGap: 42 };
const BEFORE = 'before calibration';

const title = () => ({
  text: 'Reliability',
  subtext: `on the diagonal a confidence of 70 % is right 7 times in 10\nhollow: fewer than ${FEW} samples`,
  left: 16,
  top: 8,
  textStyle: { fontSize: 16 },
  subtextStyle: { fontSize: 11, lineHeight: 15, color: '#57606a' },
});

/** Of both panels: shares above, bins of confidence and their samples below. */
function axesOf(bins: readonly ReliabilityBin[]) {
  const share = { type: 'value' as const, min: 0, max: 1, gridIndex: 0 };
  return {
    xAxis: [
      share,
      {
        type: 'category' as const,
        gridIndex: 1,
        name: 'confidence (%)',
        ...NAMED,
        nameGap: 34,
        data: bins.map(({ from, to }) => `${Math.round(from * 100)}–${Math.round(to * 100)}`),
        axisLabel: { interval: 0, fontSize: 10 },
      },
    ],
    yAxis: [
      { ...share, name: 'share that is right', ...NAMED },
      { type: 'value' as const, gridIndex: 1, name: 'samples', ...NAMED, minInterval: 1, splitNumber: 3 },
    ],
  };
}

const samplesBar = (bins: readonly ReliabilityBin[]) => ({
  type: 'bar' as const,
  xAxisIndex: 1,
  yAxisIndex: 1,
  barWidth: 38,
  itemStyle: { color: PALETTE[0]! },
  data: bins.map(({ count }) => count),
});

/** Upper panel: accuracy over mean confidence of each bin, against the diagonal; lower panel: samples a bin. */
export function reliabilityChart({ calibrated, uncalibrated }: ClassifierEvaluation): Chart {
  const after = uncalibrated ? 'calibrated' : 'the model';
  return {
    width: 560,
    height: 620,
    option: {
      title: title(),
      legend: { top: 10, right: 16, itemGap: 40, data: [...(uncalibrated ? [BEFORE] : []), after] },
      grid: [
        { left: 70, top: 86, width: 460, height: 330 },
        { left: 70, top: 460, width: 460, height: 100 },
      ],
      ...axesOf(calibrated),
      series: [
        diagonal('#57606a'),
        ...(uncalibrated ? [line(BEFORE, GREY, uncalibrated)] : []),
        line(after, PALETTE[0]!, calibrated),
        samplesBar(calibrated),
      ],
    },
  };
}
