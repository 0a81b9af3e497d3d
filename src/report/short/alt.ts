/** A chart of a Report → what it shows, in words, for those who do not see it. */
import type { ReportWords } from '../../text/words.ts';
import { percent, score } from '../../text/words.ts';
import type { Report, ReportFile } from '../report.ts';
import { plainVerdict } from './verdicts.ts';

const LISTED = 8;

/** Asked of any file; null of what is no picture. */
export const altTexts =
  (report: Report, words: ReportWords) =>
  ({ path, role, title }: ReportFile): string | null => {
    if (role !== 'chart') return null;
    const name = path.split('/').at(-1)!.replace('.png', '');
    const shown = describe(name, report, words);
    return words('alt.chart', { title: words.phrase(title), shown });
  };

function describe(name: string, report: Report, words: ReportWords): string {
  const { evaluation, insight, history, classification } = report;
  const list = (items: readonly string[]) => items.slice(0, LISTED).join(words('items.between'));
  if (name === 'contenders')
    return list(
      report.contenders.map(
        (one) => `${words.phrase(one.name)} ${score(one.testScore ?? one.validationScore)}`,
      ),
    );
  if (name === 'learning-curve' && history.length > 0)
    return words('alt.learning', {
      epochs: history.length,
      from: score(history[0]!.validationLoss),
      to: score(history.at(-1)!.validationLoss),
    });
  if (name === 'data-curve' && insight?.dataCurve)
    return list(insight.dataCurve.points.map(({ samples, score: right }) => `${samples}: ${percent(right)}`));
  if (name === 'mistakes' && evaluation)
    return list(evaluation.mistakes.map(({ truth, predicted }) => `${truth} → ${predicted}`));
  if (name === 'suspects' && insight?.suspects)
    return list(insight.suspects.items.map(({ given, suggested }) => `${given} → ${suggested}`));
  if (name === 'reliability' && classification)
    return words('alt.reliability', { error: percent(classification.ece) });
  return plainVerdict(report, words).lead.replaceAll('**', '');
}
