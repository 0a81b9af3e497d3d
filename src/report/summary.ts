/**
 * Report → the embed of all figures, as Discord's API takes it (no discord.js here). Data-derived text is taken apart so
 * that a class called `@everyone` or `[x](http://…)` stays plain. Next: the announcer adds files and buttons.
 */

import { inMarkdown } from '../text/escape.ts';
import { cut, fitLines, fitSections, LIMITS, linesField } from '../text/fit-embed.ts';
import { padLeft, padTo, widthOf } from '../text/fixed-width.ts';
import { duration, measure, percent, type ReportWords, reportWords, score } from '../text/words.ts';
import { deliveryLines } from './delivery-lines.ts';
import type { ClassifierEvaluation } from './evaluation.ts';
import { groupLines, mistakeLines, thresholdLines } from './evaluation-sections.ts';
import { insightLines } from './insight.ts';
import type { Contender, Report } from './report.ts';
import { leakLines } from './short/leak-lines.ts';
import { works } from './short/verdicts.ts';
import { chosenContender, verdict } from './verdict.ts';

export interface Embed {
  title: string;
  description: string;
  color: number;
  fields: { name: string; value: string; inline?: boolean }[];
  footer: { text: string };
}

const GREEN = 0x3ba55d;
const AMBER = 0xf0a020;
const MAX_CLASS_ROWS = 12;
/** Length of the fences of a code block, with their line breaks. */
const FENCES = 8;
/** Of one line of a field. */
const LINE_CHARS = 300;

/** Headline: the test figure of the delivered model. */
function title(report: Report, words: ReportWords): string {
  const model = cut(inMarkdown(report.service?.model ?? words.phrase(chosenContender(report).name)), 120);
  if (report.classification) {
    return words('title.classification', { model, percent: percent(report.classification.accuracy) });
  }
  const first = report.measures[0];
  return first
    ? words('title.measure', { model, name: words.phrase(first.name), value: measure(first.value) })
    : model;
}

/** The figures of one judgement: of a test part, or of a later file. */
export function figureLines(
  { classification: metrics, measures }: Pick<Report, 'classification' | 'measures'>,
  words: ReportWords,
): string[] {
  const lines: string[] = [];
  if (metrics) {
    const [low, high] = metrics.accuracyInterval;
    const auc = metrics.rocAuc === null ? '' : words('test.auc', { value: score(metrics.rocAuc) });
    lines.push(
      words('test.accuracy', { value: percent(metrics.accuracy), low: percent(low), high: percent(high) }),
      words('test.macro', {
        precision: score(metrics.macroPrecision),
        recall: score(metrics.macroRecall),
        f1: score(metrics.macroF1),
      }),
      words('test.calibration', { logLoss: score(metrics.logLoss), ece: score(metrics.ece), auc }),
    );
  }
  for (const { name, value, interval, baseline, note } of measures) {
    const range = interval
      ? words('test.interval', { low: measure(interval[0]), high: measure(interval[1]) })
      : '';
    const against = baseline === null ? '' : words('test.baseline', { value: measure(baseline) });
    const values = {
      name: inMarkdown(words.phrase(name)),
      value: measure(value),
      interval: range,
      baseline: against,
    };
    const line = words('test.measure', values);
    lines.push(note ? `${line} — ${inMarkdown(words.note(note))}` : line);
  }
  return lines;
}

const comparedBy = ({ scoreName }: Report, words: ReportWords): string =>
  words('field.compared', { measure: words.phrase(scoreName) });

/** Every contender but the delivered one, best first. */
function comparedLines(report: Report, words: ReportWords): string[] {
  const line = ({ name, testScore, validationScore }: Contender) => {
    const values = { name: inMarkdown(words.phrase(name)), validation: score(validationScore) };
    return testScore === null
      ? words('compared.rowValidation', values)
      : words('compared.row', { ...values, test: score(testScore) });
  };
  return report.contenders
    .filter((contender) => contender.id !== report.chosen)
    .sort((a, b) => b.validationScore - a.validationScore)
    .map((contender) => `• ${line(contender)}`);
}

const CLASS_COLUMNS = ['classes.precision', 'classes.recall', 'classes.f1', 'classes.samples'] as const;

/** Precision, recall and F1 a class in a code block; the weakest when there are many. */
export function classField(metrics: Report['classification'], words: ReportWords): Embed['fields'] {
  if (!metrics) return [];
  const many = metrics.perClass.length > MAX_CLASS_ROWS;
  const rows = many
    ? [...metrics.perClass].sort((a, b) => a.f1 - b.f1).slice(0, MAX_CLASS_ROWS)
    : metrics.perClass;
  const heads = CLASS_COLUMNS.map((key) => words(key));
  const cells = (name: string, values: string[]) =>
    [
      padTo(name, 18),
      ...values.map((value, column) => padLeft(value, Math.max(5, widthOf(heads[column]!)))),
    ].join(' ');
  const table = [
    cells(words('classes.header'), heads),
    ...rows.map((row) =>
      cells(row.name.replace(/[`\s]+/g, ' '), [
        ...[row.precision, row.recall, row.f1].map((value) => value.toFixed(2)),
        String(row.support),
      ]),
    ),
  ];
  const name = many
    ? words('field.classesWorst', { count: rows.length, total: metrics.perClass.length })
    : words('field.classes');
  return [{ name, value: `\`\`\`\n${fitLines(table, LIMITS.fieldValue - FENCES)}\n\`\`\`` }];
}

function dataLines(report: Report, words: ReportWords): string[] {
  const { dataset, split } = report;
  const { note, ...counts } = split;
  const values = {
    name: cut(inMarkdown(dataset.name), 80),
    samples: dataset.sampleCount,
    classes: dataset.classes.length,
  };
  return [
    words(
      dataset.classes.length > 0 ? 'data.counts' : report.kind === 'prose' ? 'data.prose' : 'data.series',
      values,
    ),
    words('data.split', { ...counts }),
    ...(note.length > 0 ? [inMarkdown(note.map(words.note).join(words('sentences.between')))] : []),
  ];
}

function modelLines(report: Report, words: ReportWords): string[] {
  const backbone = report.backbone;
  const engines = Object.entries(report.engines).map(([part, engine]) => `${words.phrase(part)} ${engine}`);
  return [
    backbone
      ? words('model.backbone', {
          name: inMarkdown(words.phrase(backbone.name)),
          frozen: inMarkdown(words.phrase(backbone.frozen)),
          licence: inMarkdown(backbone.licence),
        })
      : words('model.none'),
    words('model.engines', { engines: engines.join(words('list.between')) }),
    ...(report.trials.length > 0 ? [words('model.trials', { count: report.trials.length })] : []),
    ...report.searchNote.map((note) => inMarkdown(words.note(note))),
  ];
}

function timeLine(report: Report, words: ReportWords): string {
  const { total, ...parts } = report.seconds;
  const sum = total ?? Object.values(parts).reduce((all, seconds) => all + seconds, 0);
  const list = Object.entries(parts).map(([step, seconds]) => `${words.phrase(step)} ${duration(seconds)}`);
  return words('time.total', { total: duration(sum), parts: list.join(words('list.between')) });
}

/** One section a line: what it is called, what it says, and how dispensable it is where there is no room for all. */
function sections(report: Report, words: ReportWords) {
  const { evaluation } = report;
  const n = report.classification?.n ?? report.split.test;
  const field = (name: string, lines: readonly string[]): Embed['fields'] =>
    [
      linesField(
        name,
        lines.map((line) => cut(line, LINE_CHARS)),
      ),
    ].filter((one) => one !== null);
  const judged = (lines: (given: ClassifierEvaluation, words: ReportWords) => string[]) =>
    evaluation ? lines(evaluation, words) : [];
  const warnings = report.warnings.map((warning) => `• ${inMarkdown(words.note(warning))}`);
  return [
    { spare: 0, fields: field(words('field.test', { n }), figureLines(report, words)) },
    { spare: 1, fields: field(words('field.delivery'), deliveryLines(report.delivery, words)) },
    { spare: 3, fields: field(comparedBy(report, words), comparedLines(report, words)) },
    { spare: 2, fields: classField(report.classification, words) },
    { spare: 5, fields: field(words('field.threshold'), judged(thresholdLines)) },
    { spare: 4, fields: field(words('field.groups'), judged(groupLines)) },
    { spare: 6, fields: field(words('field.mistakes'), judged(mistakeLines)) },
    { spare: 3, fields: field(words('field.data'), dataLines(report, words)) },
    { spare: 2, fields: field(words('field.insight'), insightLines(report.insight, words)) },
    { spare: 8, fields: field(words('field.model'), modelLines(report, words)) },
    { spare: 7, fields: field(words('field.time'), [timeLine(report, words)]) },
    { spare: 1, fields: field(words('field.warnings'), warnings) },
  ];
}

/** @param locale Discord's locale code of the person who asked. */
export function summaryEmbed(report: Report, locale: string): Embed {
  const words = reportWords(locale);
  return {
    title: cut(title(report, words), LIMITS.title),
    description: cut([...leakLines(report, words), verdict(report, words)].join('\n'), 1_200),
    color: works(report) ? GREEN : AMBER,
    fields: fitSections(sections(report, words)),
    footer: { text: words('footer.run', { id: report.runId }) },
  };
}
