/** How a classifier was judged, in words: lines for the summary embed and sections for the model card. */

import { inMarkdown } from '../text/escape.ts';
import { cut } from '../text/fit-embed.ts';
import { percent, type ReportWords, score } from '../text/words.ts';
import type { ClassifierEvaluation, Decision, Thresholds } from './evaluation.ts';

const MISTAKES_SHOWN = 3;
const GROUPS_SHOWN = 4;

/** Three most confident mistakes, with the start of the text where there is one. */
export function mistakeLines({ mistakes, mistakeCount }: ClassifierEvaluation, words: ReportWords): string[] {
  const rows = mistakes.slice(0, MISTAKES_SHOWN).map(({ id, truth, predicted, confidence, excerpt }) => {
    const values = {
      id: cut(inMarkdown(id), 60),
      truth: cut(inMarkdown(truth), 40),
      predicted: cut(inMarkdown(predicted), 40),
      confidence: percent(confidence),
    };
    const line = words('mistakes.row', values);
    return excerpt === null ? line : `${line} — ${inMarkdown([...excerpt].slice(0, 70).join(''))}`;
  });
  const rest = mistakeCount - rows.length;
  return rest > 0 ? [...rows, words('mistakes.more', { count: rest })] : rows;
}

/** The weakest named groups. */
export const groupLines = ({ groups }: ClassifierEvaluation, words: ReportWords): string[] =>
  groups.slice(0, GROUPS_SHOWN).map(({ name, n, accuracy, interval: [low, high] }) =>
    words('groups.row', {
      name: cut(inMarkdown(name), 60),
      n,
      value: percent(accuracy),
      low: percent(low),
      high: percent(high),
    }),
  );

const figures = ({ precision, recall, f1 }: Decision) => ({
  precision: score(precision),
  recall: score(recall),
  f1: score(f1),
});

/** Advice on the threshold of a binary task; empty for other tasks. */
export function thresholdLines({ thresholds }: ClassifierEvaluation, words: ReportWords): string[] {
  if (!thresholds) return [];
  const { positive, rows, defaultIsAsGood } = thresholds;
  const lines = rows.map(({ goal, threshold, test }) =>
    threshold === null || test === null
      ? words('threshold.unreached', { goal: words(`threshold.${goal}`) })
      : words('threshold.row', {
          goal: words(`threshold.${goal}`),
          threshold: score(threshold),
          ...figures(test),
        }),
  );
  const advice = words(defaultIsAsGood ? 'threshold.keep' : 'threshold.change', {
    positive: cut(inMarkdown(positive), 60),
  });
  return [advice, ...lines.map((line) => `• ${line}`)];
}

const cell = (text: string) => inMarkdown(text).replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

function thresholdTable({ rows, positive, defaultIsAsGood }: Thresholds, words: ReportWords): string[] {
  const shown = (decision: Decision | null) =>
    decision ? Object.values(figures(decision)).join(' / ') : words('card.unreached');
  const advice = words(defaultIsAsGood ? 'threshold.keep' : 'threshold.change', {
    positive: inMarkdown(positive),
  });
  const head = ['goal', 'threshold', 'threshold.validation', 'threshold.test'] as const;
  return [
    `### ${words('card.threshold')}`,
    '',
    [advice, words('card.threshold.chosen')].join(words('sentences.between')),
    '',
    ...table(
      head.map((one) => words(`card.${one}`)),
      rows.map(({ goal, threshold, validation, test }) => [
        words(`threshold.${goal}`),
        threshold === null ? '' : score(threshold),
        shown(validation),
        shown(test),
      ]),
    ),
    '',
  ];
}

function groupTable(groups: ClassifierEvaluation['groups'], words: ReportWords): string[] {
  if (groups.length === 0) return [];
  const rows = groups.map(({ name, n, accuracy, interval }) => [
    cell(name),
    percent(accuracy),
    interval.map(percent).join(' – '),
    String(n),
  ]);
  const head = [words('card.group'), words.phrase('accuracy'), words('card.interval'), words('card.samples')];
  return [`### ${words('card.groups')}`, '', ...table(head, rows), ''];
}

function mistakeTable({ mistakes, mistakeCount }: ClassifierEvaluation, words: ReportWords): string[] {
  if (mistakes.length === 0) return [];
  const rows = mistakes.map(({ id, truth, predicted, confidence }) => [
    cell(id),
    cell(truth),
    cell(predicted),
    percent(confidence),
  ]);
  const head = (['sample', 'true', 'predicted', 'confidence'] as const).map((one) => words(`card.${one}`));
  return [`### ${words('card.mistakes', { count: mistakeCount })}`, '', ...table(head, rows), ''];
}

/** Card section, without texts of samples; empty for reports without such a judgement. */
export function evaluationSection(evaluation: ClassifierEvaluation | null, words: ReportWords): string[] {
  if (!evaluation) return [];
  const { thresholds, groups, brier, averagePrecision } = evaluation;
  const ap = averagePrecision === null ? words('card.undefined') : score(averagePrecision);
  return [
    `## ${words('card.closely')}`,
    '',
    words('card.brier', { brier: score(brier), ap }),
    '',
    ...(thresholds ? thresholdTable(thresholds, words) : []),
    ...groupTable(groups, words),
    ...mistakeTable(evaluation, words),
  ];
}
