/** Contenders of the race → a bar each of its validation score, the name above it; the delivered one marked. */
import type { ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';
import { GREY, heading, INK, TEXT, WIDTH } from './frame.ts';
import { type Chart, PALETTE, shorten } from './render-chart.ts';

const ROW = 46;
const BAR = 14;

/** Baselines in grey, transfer in blue, the delivered model in orange; best at the top. */
export function contendersChart(
  report: Pick<Report, 'kind' | 'contenders' | 'chosen' | 'scoreName'>,
  words: ReportWords,
): Chart {
  const rows = [...report.contenders].sort((a, b) => a.validationScore - b.validationScore);
  const colour = (row: (typeof rows)[number]) => {
    if (row.id === report.chosen) return PALETTE[1]!;
    return row.role === 'transfer' ? PALETTE[0]! : GREY;
  };
  const scores = rows.map((row) => row.validationScore);
  const [lowest, highest] = [Math.min(0, ...scores), Math.max(0, ...scores)];
  const score = words.phrase(report.scoreName);
  const key = report.kind === 'policy' ? 'chart.contenders.policy' : 'chart.contenders.note';
  const { title, below } = heading(words('chart.contenders'), [words(key, { score })]);
  const height = rows.length * ROW;
  return {
    width: WIDTH,
    height: below + height + 20,
    option: {
      title,
      grid: { left: 16, right: 76, top: below, height },
      xAxis: {
        type: 'value',
        min: lowest,
        max: highest > 0 && highest <= 1 ? 1 : undefined,
        show: false,
      },
      yAxis: {
        type: 'category',
        z: 10,
        data: rows.map((row) => shorten(words.phrase(row.name), 44)),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          inside: true,
          margin: 0,
          fontSize: TEXT,
          color: INK,
          verticalAlign: 'bottom',
          padding: [0, 0, BAR / 2 + 2, 0],
        },
      },
      series: [
        {
          type: 'bar',
          barWidth: BAR,
          data: rows.map((row) => ({ value: row.validationScore, itemStyle: { color: colour(row) } })),
          label: {
            show: true,
            position: 'right',
            fontSize: TEXT,
            color: INK,
            formatter: ({ value }: { value: unknown }) => Number(value).toFixed(3),
          },
        },
      ],
    },
  };
}
