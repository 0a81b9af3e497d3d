/**
 * Report → model card: the README.md of the delivered folder, with the front matter that the Hugging Face Hub reads
 * (Mitchell et al. 2019 for what belongs in a card), in the language of whoever asked; English on the Hub.
 */

import { inMarkdown } from '../text/escape.ts';
import type { Note } from '../text/notes.ts';
import { duration, measure, percent, type ReportWords, reportWords, score } from '../text/words.ts';
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

/** Languages that cards are written in. */
const LOCALES_OF_CARDS = ['en', 'zh-CN'];

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

const deliverySection = ({ delivery }: Report, words: ReportWords): string[] => {
  const lines = deliveryLines(delivery, words);
  return lines.length > 0 ? [`## ${words('card.size')}`, '', ...lines.map((line) => `- ${line}`), ''] : [];
};

const testSection = ({ classification, measures }: Report, words: ReportWords): string[] => [
  `## ${words('card.test')}`,
  '',
  words('card.once'),
  '',
  ...(classification ? classificationTables(classification, words) : []),
  ...measureTable(measures, words),
];

function classificationTables(metrics: ClassificationMetrics, words: ReportWords): string[] {
  const [low, high] = metrics.accuracyInterval.map(percent);
  const { macroPrecision, macroRecall, macroF1, rocAuc } = metrics;
  const accuracy = words('card.accuracy', { value: percent(metrics.accuracy), low: low!, high: high! });
  const figures = [
    [words('card.samples'), String(metrics.n)],
    [words.phrase('accuracy'), accuracy],
    [words('card.macro'), [macroPrecision, macroRecall, macroF1].map(score).join(' / ')],
    [words('card.log-loss'), score(metrics.logLoss)],
    [words('card.ece'), score(metrics.ece)],
    [words('card.auc'), rocAuc === null ? words('card.undefined') : score(rocAuc)],
  ];
  const classes = metrics.perClass.map(({ name, precision, recall, f1, support }) => [
    cell(name),
    ...[precision, recall, f1].map(score),
    String(support),
  ]);
  const head = [
    words('card.class'),
    words('card.precision'),
    words('card.recall'),
    'F1',
    words('card.count'),
  ];
  return [...table([words('card.metric'), words('card.value')], figures), '', ...table(head, classes), ''];
}

function measureTable(measures: Report['measures'], words: ReportWords): string[] {
  if (measures.length === 0) return [];
  const rows = measures.map(({ name, value, interval, baseline, note }) => [
    cell(words.phrase(name)),
    measure(value),
    interval ? interval.map(measure).join(' – ') : '',
    baseline === null ? '' : measure(baseline),
    note ? cell(words.note(note)) : '',
  ]);
  const heads = ['measure', 'value', 'interval', 'baseline', 'note'] as const;
  return [
    ...table(
      heads.map((head) => words(`card.${head}`)),
      rows,
    ),
    '',
  ];
}

function contenderSection(report: Report, words: ReportWords): string[] {
  const rows = [...report.contenders]
    .sort((a, b) => b.validationScore - a.validationScore)
    .map((contender) => {
      const name = cell(words.phrase(contender.name));
      const settings = Object.entries(contender.hyperparameters).map(([key, value]) => `${key} ${value}`);
      return [
        contender.id === report.chosen ? `**${name}**` : name,
        words(contender.role === 'transfer' ? 'card.yes' : 'card.no'),
        score(contender.validationScore),
        contender.testScore === null ? '' : score(contender.testScore),
        cell(settings.join(', ')),
        duration(contender.seconds),
      ];
    });
  const head = [
    words('card.model'),
    words('card.transfer'),
    words('card.validation', { score: words.phrase(report.scoreName) }),
    words('card.on-test'),
    words('card.hyperparameters'),
    words('card.time'),
  ];
  return [
    `## ${words('card.tried')}`,
    '',
    verdict(report, words),
    '',
    ...table(head, rows),
    '',
    ...searchLines(report, words),
  ];
}

const notesText = (notes: readonly Note[], words: ReportWords): string =>
  inMarkdown(notes.map(words.note).join(words('sentences.between')));

/** The search for settings in a sentence; every trial stands in report.json. */
function searchLines({ trials, searchNote }: Report, words: ReportWords): string[] {
  if (trials.length === 0 && searchNote.length === 0) return [];
  const count = trials.length > 0 ? [words('card.trials', { count: trials.length })] : [];
  return [[...count, notesText(searchNote, words)].join(words('sentences.between')).trim(), ''];
}

function dataSection({ dataset, split }: Report, words: ReportWords): string[] {
  const { note, ...counts } = split;
  const values = {
    name: inMarkdown(dataset.name),
    samples: dataset.sampleCount,
    hash: dataset.hash,
    note: notesText(note, words),
  };
  const facts = dataset.facts.map(words.fact);
  return [
    `## ${words('card.data')}`,
    '',
    words('card.split', { ...counts, ...values }),
    '',
    ...facts.map(({ label, value }) => `- ${inMarkdown(label)}: ${inMarkdown(value)}`),
    ...dataset.problems.map(
      (problem) => `- ${words('card.problem', { text: inMarkdown(words.note(problem)) })}`,
    ),
    '',
  ];
}

function limitSection({ warnings, backbone, service }: Report, words: ReportWords): string[] {
  const { source = '', licence = '' } = backbone ?? {};
  const values = { source: inMarkdown(source), licence: inMarkdown(licence) };
  return [
    `## ${words('card.limits')}`,
    '',
    `- ${words('card.limits.like')}`,
    `- ${words('card.limits.wide')}`,
    ...warnings.map((warning) => `- ${inMarkdown(words.note(warning))}`),
    '',
    `## ${words('card.licence')}`,
    '',
    service
      ? words('card.licence.service', { model: inMarkdown(service.baseModel) })
      : words(backbone ? 'card.licence.weights' : 'card.licence.none', values),
    '',
  ];
}

/** The section on using the model, as it stands in a card of any language; empty where there is none. */
export function usageOf(card: string): string {
  for (const locale of LOCALES_OF_CARDS) {
    const words = reportWords(locale);
    const [, ...after] = card.split(`\n## ${words('card.use')}\n\n`);
    const end = `\n\n## ${words('card.test')}\n`;
    const rest = after.join(`\n## ${words('card.use')}\n\n`);
    if (rest.includes(end)) return rest.slice(0, rest.indexOf(end));
  }
  return '';
}

/**
 * @param usage Markdown with loaders for JavaScript and Python, as the export writes it for this kind of model.
 * @param words of whoever reads it; English where it goes to the Hub
 */
export function renderModelCard(report: Report, usage = '', words: ReportWords = reportWords('en')): string {
  const { backbone, dataset } = report;
  const engines = Object.entries(report.engines).map(([part, engine]) => `${words.phrase(part)} ${engine}`);
  return [
    ...frontMatter(report),
    '',
    `# ${words('card.title', {
      model: inMarkdown(report.service?.model ?? words.phrase(chosenContender(report).name)),
      data: inMarkdown(dataset.name),
    })}`,
    '',
    words('card.made', {
      date: report.createdAt.slice(0, 10),
      id: report.runId,
      backbone: backbone
        ? words('card.on', {
            name: inMarkdown(words.phrase(backbone.name)),
            frozen: inMarkdown(words.phrase(backbone.frozen)),
          })
        : '',
      engines: engines.join(words('list.between')),
    }),
    '',
    ...leakLines(report, words).flatMap((line) => [line, '']),
    ...(usage ? [`## ${words('card.use')}`, '', usage.trim(), ''] : []),
    ...testSection(report, words),
    ...deliverySection(report, words),
    ...evaluationSection(report.evaluation, words),
    ...contenderSection(report, words),
    ...dataSection(report, words),
    ...insightSection(report.insight, words),
    ...limitSection(report, words),
  ].join('\n');
}
