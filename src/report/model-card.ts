/**
 * Report → model card: the README.md of the delivered folder, with the front matter that the Hugging Face Hub reads
 * (Mitchell et al. 2019 for what belongs in a card). Always English: it travels with the model.
 */

import { inMarkdown } from '../text/escape.ts';
import { joinNotes } from '../text/notes.ts';
import { duration, measure, percent, reportWords, score } from '../text/words.ts';
import { deliveryLines } from './delivery-lines.ts';
import { evaluationSection } from './evaluation-sections.ts';
import { insightSection } from './insight.ts';
import type { ClassificationMetrics, Report } from './report.ts';
import { leakLines } from './short/leak-lines.ts';
import { chosenContender, verdict } from './verdict.ts';

const PIPELINE_TAGS: Record<Report['kind'], string> = {
  image: 'image-classification',
  text: 'text-classification',
  audio: 'audio-classification',
  series: 'time-series-forecasting',
  policy: 'reinforcement-learning',
  prose: 'text-generation',
};

/** YAML string in double quotes: JSON's escapes are valid there. */
const yaml = (text: string) => JSON.stringify(text);

/** The Hub refuses a base model that it does not have. */
const HUB_SOURCE = /^([\w.-]+\/[\w.-]+)@[0-9a-f]{40}$/;

function frontMatter(report: Report): string[] {
  const baseModel = HUB_SOURCE.exec(report.backbone?.source ?? '')?.[1];
  return [
    '---',
    'library_name: onnx',
    `pipeline_tag: ${PIPELINE_TAGS[report.kind]}`,
    `tags: [tunesmith, onnx, ${report.kind}]`,
    ...(baseModel ? [`base_model: ${yaml(baseModel)}`] : []),
    ...(report.dataset.language ? [`language: ${yaml(report.dataset.language)}`] : []),
    '---',
  ];
}

/** A cell holds no pipe and no line break. */
const cell = (text: string) => inMarkdown(text).replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

const deliverySection = ({ delivery }: Report): string[] => {
  const lines = deliveryLines(delivery, reportWords('en'));
  return lines.length > 0 ? ['## Size and speed', '', ...lines.map((line) => `- ${line}`), ''] : [];
};

const testSection = ({ classification, measures }: Report): string[] => [
  '## Measured on the test part',
  '',
  'Read once, after every choice was made.',
  '',
  ...(classification ? classificationTables(classification) : []),
  ...measureTable(measures),
];

function classificationTables(metrics: ClassificationMetrics): string[] {
  const [low, high] = metrics.accuracyInterval;
  const { macroPrecision, macroRecall, macroF1, rocAuc } = metrics;
  const figures = [
    ['test samples', String(metrics.n)],
    ['accuracy', `${percent(metrics.accuracy)} (95 % Wilson interval ${percent(low)} – ${percent(high)})`],
    ['macro precision / recall / F1', [macroPrecision, macroRecall, macroF1].map(score).join(' / ')],
    ['log-loss', score(metrics.logLoss)],
    ['expected calibration error', score(metrics.ece)],
    ['ROC-AUC (macro, one vs rest)', rocAuc === null ? 'undefined' : score(rocAuc)],
  ];
  const classes = metrics.perClass.map(({ name, precision, recall, f1, support }) => [
    cell(name),
    ...[precision, recall, f1].map(score),
    String(support),
  ]);
  return [
    ...table(['metric', 'value'], figures),
    '',
    ...table(['class', 'precision', 'recall', 'F1', 'samples'], classes),
    '',
  ];
}

function measureTable(measures: Report['measures']): string[] {
  if (measures.length === 0) return [];
  const rows = measures.map(({ name, value, interval, baseline, note }) => [
    cell(name),
    measure(value),
    interval ? interval.map(measure).join(' – ') : '',
    baseline === null ? '' : measure(baseline),
    cell(note?.message ?? ''),
  ]);
  return [...table(['measure', 'value', '95 % interval', 'best baseline', 'note'], rows), ''];
}

function contenderSection(report: Report): string[] {
  const rows = [...report.contenders]
    .sort((a, b) => b.validationScore - a.validationScore)
    .map((contender) => [
      contender.id === report.chosen ? `**${cell(contender.name)}**` : cell(contender.name),
      contender.role === 'transfer' ? 'yes' : 'no',
      score(contender.validationScore),
      contender.testScore === null ? '' : score(contender.testScore),
      cell(
        Object.entries(contender.hyperparameters)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      ),
      duration(contender.seconds),
    ]);
  const head = ['model', 'transfer', `validation ${report.scoreName}`, 'test', 'hyperparameters', 'time'];
  return [
    '## What was tried',
    '',
    verdict(report, reportWords('en')),
    '',
    ...table(head, rows),
    '',
    ...searchLines(report),
  ];
}

/** The search for settings in a sentence; every trial stands in report.json. */
function searchLines({ trials, searchNote }: Report): string[] {
  if (trials.length === 0 && searchNote.length === 0) return [];
  const count = trials.length > 0 ? [`${trials.length} trials of settings, listed in report.json.`] : [];
  return [[...count, inMarkdown(joinNotes(searchNote))].join(' ').trim(), ''];
}

function dataSection(report: Report): string[] {
  const { dataset, split } = report;
  return [
    '## Data',
    '',
    `${inMarkdown(dataset.name)}: ${dataset.sampleCount} samples (SHA-256 \`${dataset.hash}\`). Split with seed ${split.seed}: ` +
      `${split.train} train, ${split.validation} validation, ${split.test} test. ${inMarkdown(joinNotes(split.note))}`,
    '',
    ...dataset.facts.map((fact) => `- ${inMarkdown(fact.label)}: ${inMarkdown(fact.value)}`),
    ...dataset.problems.map((problem) => `- ${problem.severity}: ${inMarkdown(problem.message)}`),
    '',
  ];
}

function limitSection(report: Report): string[] {
  return [
    '## Limits',
    '',
    '- The figures hold for data like the test part; other sources, cameras, writers or times may differ.',
    '- An interval that is wide says: too few test samples to be sure.',
    ...report.warnings.map(({ message }) => `- ${inMarkdown(message)}`),
    '',
    '## Licence',
    '',
    report.backbone
      ? `The pretrained weights (${inMarkdown(report.backbone.source)}) are under: ${inMarkdown(report.backbone.licence)}. The data set keeps its own licence.`
      : 'No pretrained weights are inside. The data set keeps its own licence.',
    '',
  ];
}

/** The section on using the model, as it stands in a card; empty where there is none. */
export const usageOf = (card: string): string =>
  /\n## Use\n\n([\s\S]*?)\n\n## Measured on the test part\n/.exec(card)?.[1] ?? '';

/**
 * @param usage Markdown with loaders for JavaScript and Python, as the export writes it for this kind of model.
 */
export function renderModelCard(report: Report, usage = ''): string {
  const chosen = chosenContender(report);
  const made = `Made by Tunesmith on ${report.createdAt.slice(0, 10)}, run ${report.runId}`;
  const backbone = report.backbone
    ? `, on ${inMarkdown(report.backbone.name)} (${inMarkdown(report.backbone.frozen)})`
    : '';
  return [
    ...frontMatter(report),
    '',
    `# ${inMarkdown(chosen.name)} for ${inMarkdown(report.dataset.name)}`,
    '',
    `${made}${backbone}. Engines: ${Object.entries(report.engines)
      .map(([part, engine]) => `${part} ${engine}`)
      .join(', ')}.`,
    '',
    ...leakLines(report, reportWords('en')).flatMap((line) => [line, '']),
    ...(usage ? ['## Use', '', usage.trim(), ''] : []),
    ...testSection(report),
    ...deliverySection(report),
    ...evaluationSection(report.evaluation),
    ...contenderSection(report),
    ...dataSection(report),
    ...insightSection(report.insight, reportWords('en')),
    ...limitSection(report),
  ].join('\n');
}
