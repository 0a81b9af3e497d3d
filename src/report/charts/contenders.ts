/** Contenders of the race → horizontal bars of their validation scores, the delivered one marked. */
import type { Report } from '../report.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

/** Baselines in grey, transfer in blue, the delivered model in orange; best at the top. */
export function contendersChart(report: Pick<Report, 'kind' | 'contenders' | 'chosen' | 'scoreName'>): Chart {
  const rows = [...report.contenders].sort((a, b) => a.validationScore - b.validationScore);
  const colour = (row: (typeof rows)[number]) => {
    if (row.id === report.chosen) return PALETTE[1]!;
    return row.role === 'transfer' ? PALETTE[0]! : '#a0a7b0';
  };
  const lowest = Math.min(0, ...rows.map((row) => row.validationScore));
  const highest = Math.max(...rows.map((row) => row.validationScore), 0);
  return {
    width: 960,
    height: 120 + rows.length * 38,
    option: {
      title: {
        text: 'What was tried',
        subtext: `${report.scoreName} on validation — orange: delivered, ${report.kind === 'policy' ? 'blue: learnt from rewards, grey: baselines' : 'blue: transfer learning, grey: without it'}`,
        left: 16,
        top: 8,
        textStyle: { fontSize: 16 },
        subtextStyle: { fontSize: 12, color: '#57606a' },
      },
      grid: { left: 400, right: 80, top: 70, height: rows.length * 38 },
      xAxis: { type: 'value', min: lowest, max: highest > 0 && highest <= 1 ? 1 : undefined },
      yAxis: {
        type: 'category',
        data: rows.map((row) => shorten(row.name, 54)),
        axisTick: { show: false },
        axisLabel: { width: 375, overflow: 'truncate' },
      },
      series: [
        {
          type: 'bar',
          barWidth: 22,
          data: rows.map((row) => ({ value: row.validationScore, itemStyle: { color: colour(row) } })),
          label: {
            show: true,
            position: 'right',
            formatter: ({ value }: { value: unknown }) => Number(value).toFixed(3),
          },
        },
      ],
    },
  };
}
