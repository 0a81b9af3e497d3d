/** What gives the classes away in the data → warnings that stand above every score. Used by the summary, the short report and the card. */
import { isLeak } from '../../datasets/dataset.ts';
import { inMarkdown } from '../../text/escape.ts';
import type { ReportWords } from '../../text/words.ts';
import type { Report } from '../report.ts';

/** Rules that are named of each. */
const NAMED = 3;
const RULE_CHARS = 80;

export const leakLines = ({ dataset }: Pick<Report, 'dataset'>, words: ReportWords): string[] =>
  dataset.problems.filter(isLeak).map((problem) => {
    const { values = {}, items } = problem;
    const rules = items.slice(0, NAMED).map((rule) => inMarkdown([...rule].slice(0, RULE_CHARS).join('')));
    const named = rules.length > 0 ? ` (${rules.join(words('items.between'))})` : '';
    return `⚠️ ${inMarkdown(words.note({ ...problem, values }))}${named}`;
  });
