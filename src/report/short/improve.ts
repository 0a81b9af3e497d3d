/**
 * Report → what to do for a better model: one line under the verdict, and all of it, a step a line, behind "Improve it".
 * From what the Report holds; where it holds nothing to go by, what helps with such data.
 */
import { inMarkdown } from '../../text/escape.ts';
import type { ReportWords } from '../../text/words.ts';
import { growthOf, insightLines } from '../insight.ts';
import type { Report } from '../report.ts';

const NAME_CHARS = 30;
const NAMED_CLASSES = 2;

const name = (text: string): string => inMarkdown([...text].slice(0, NAME_CHARS).join(''));

/** The two things that help most. */
export function improveLine(report: Report, words: ReportWords): string {
  const steps = shortSteps(report, words).slice(0, 2);
  return words('short.improve', { steps: steps.join(words('items.between')) });
}

function shortSteps(
  { kind, guessing, insight, classification, service }: Report,
  words: ReportWords,
): string[] {
  if (service) return [words('short.more.samples')];
  if (!classification)
    return [words(`short.more.${kind === 'policy' || kind === 'prose' ? kind : 'series'}`)];
  const { suspects = null, dataCurve = null } = insight ?? {};
  const weakest = (dataCurve?.weakest ?? []).slice(0, NAMED_CLASSES).map((one) => `*${name(one.name)}*`);
  const growth = dataCurve ? growthOf(dataCurve) : null;
  const isFlat = growth?.kind === 'flat';
  return [
    ...(guessing?.outcome === 'no-better' ? [words('short.checkColumn')] : []),
    ...(suspects && suspects.found > 0 ? [words('short.suspects', { count: suspects.found })] : []),
    ...(weakest.length > 0 ? [words('short.weakest', { classes: weakest.join(words('short.and')) })] : []),
    ...(growth?.kind === 'helps' ? [words('short.growth', { range: growth.range })] : []),
    words(isFlat ? 'short.flat' : 'short.more.samples'),
  ];
}

/** Every step that the Report speaks for, then a longer Run. */
export function improveSteps(report: Report, words: ReportWords): string[] {
  const { kind, guessing, insight, classification, warnings, service } = report;
  const data =
    classification || service
      ? insightLines(insight, words)
      : [words(`improve.${kind === 'policy' || kind === 'prose' ? kind : 'series'}`)];
  return [
    ...(guessing && guessing.outcome !== 'better' ? [words('improve.column')] : []),
    ...data,
    ...warnings.map((warning) => inMarkdown(words.note(warning))),
    words('improve.again'),
  ];
}
