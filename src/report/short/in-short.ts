/**
 * Report → what is read in ten seconds: the verdict in words, what is confused, how to improve. Used by the last message
 * of a Run and by `/runs show`; all figures stand in `summary.ts`.
 */
import { inMarkdown } from '../../text/escape.ts';
import type { ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';
import { improveLine } from './improve.ts';
import { leakLines } from './leak-lines.ts';
import { plainVerdict } from './verdicts.ts';

const CONFUSIONS = 2;
const NAME_CHARS = 24;

/** The lead first, unless something gives the classes away; all in Markdown. */
export function shortLines(report: Report, words: ReportWords): string[] {
  const { lead, lines } = plainVerdict(report, words);
  return [
    ...leakLines(report, words),
    [lead, ...lines].join(words('sentences.between')),
    [...confusionLine(report, words), improveLine(report, words)].join(words('sentences.between')),
  ];
}

/** For the small print: how many things more there are to know. */
export const warningWords = ({ warnings }: Report, words: ReportWords): string[] =>
  warnings.length > 0 ? [words('short.warnings', { count: warnings.length })] : [];

/** The commonest mistakes, the wrong answer after the right one; nothing of a model that does not work. */
function confusionLine({ classification, guessing }: Report, words: ReportWords): string[] {
  if (!classification || guessing?.outcome === 'no-better') return [];
  const { confusion, perClass } = classification;
  const name = (index: number) =>
    `*${inMarkdown([...(perClass[index]?.name ?? '')].slice(0, NAME_CHARS).join(''))}*`;
  const mistakes = confusion
    .flatMap((row, truth) =>
      row.map((count, predicted) => ({ truth, predicted, count: truth === predicted ? 0 : count })),
    )
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  if (mistakes.length === 0) return [words('short.noMistake')];
  const [first, second] = mistakes.map(({ truth, predicted }) =>
    words('short.takes', { truth: name(truth), predicted: name(predicted) }),
  );
  const shown = [first, second].slice(0, CONFUSIONS).filter((one) => one !== undefined);
  return [words('short.confuses', { list: shown.join(words('list.between')) })];
}
