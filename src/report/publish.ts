/**
 * The artifact folder → the files of it that may be published: the model with its configuration, the card, the report and
 * the charts of figures. Samples are the person's own: no text, picture, value or file name of one leaves. What a
 * model is made of does: that of texts has a vocabulary (words and pairs of words). Next: `hub/push-model.ts`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Note } from '../text/notes.ts';
import { renderStored } from '../text/render.ts';
import type { Values } from '../text/term.ts';
import { renderModelCard, usageOf } from './model-card.ts';
import { type Report, reportSchema } from './report.ts';

/** Those that show figures alone; galleries show samples, a forecast shows values of a series. */
const PUBLIC_CHARTS = [
  'confusion-matrix',
  'confusion-matrix-all',
  'contenders',
  'data-curve',
  'learning-curve',
  'reliability',
  'roc',
  'trials',
];

/** How Reports of earlier versions, which kept sentences without their values, name samples and series. */
const NAMED_BEFORE = [
  /(?<=^\d+ of \d+ clips [^:]*: ).*(?=\. (?:They were kept|Record them|Only their first))/s,
  /(?<=^The last \d+ steps do not continue what came before in ).*(?=: the forecast)/s,
];

/** The same finding, with "…" where a sample, a file or a series was named. */
function withoutNames<N extends Note>(note: N): N {
  if (note.code === '')
    return { ...note, message: NAMED_BEFORE.reduce((text, names) => text.replace(names, '…'), note.message) };
  if (note.values.names === undefined) return note;
  const values: Values = { ...note.values, names: '…' };
  return { ...note, message: renderStored('en', `note.${note.code}`, values) ?? '…', values };
}

/** Findings whose sentence names files. */
const NAMING_PROBLEMS = ['other-tables'];

/** Names of classes, columns and the data set stay: the model cannot be used without them. */
export function publicReport(report: Report): Report {
  const { dataset, evaluation, insight } = report;
  const suspects = insight?.suspects ?? null;
  return {
    ...report,
    dataset: {
      ...dataset,
      problems: dataset.problems.map((problem) => ({
        ...(NAMING_PROBLEMS.includes(problem.code) ? withoutNames(problem) : problem),
        items: [],
      })),
    },
    evaluation: evaluation && { ...evaluation, mistakes: [], groups: [] },
    insight: insight && { ...insight, suspects: suspects && { ...suspects, items: [] } },
    forecasts: [],
    warnings: report.warnings.map(withoutNames),
    files: report.files.filter(
      ({ path, role }) => role !== 'table' && role !== 'page' && (role !== 'chart' || isPublicChart(path)),
    ),
  };
}

const isPublicChart = (path: string): boolean => PUBLIC_CHARTS.some((name) => path === `charts/${name}.png`);

/** A forecaster is its pipeline: the methods with their settings. The weights of single series, which name them, stay. */
function withoutSeries(text: string): string {
  const pipeline = JSON.parse(text) as { weights?: { overall: number[] } };
  const { weights } = pipeline;
  return JSON.stringify({ ...pipeline, ...(weights && { weights: { ...weights, series: {} } }) }, null, 1);
}

/**
 * @param folder a temporary one, for the card, the report and the pipeline as they are published
 * @returns path in the repository → file on disk; `model/` becomes the root
 */
export async function filesToPublish(artifactDir: string, folder: string): Promise<Map<string, string>> {
  const read = (name: string) => readFile(join(artifactDir, name), 'utf8');
  const report = publicReport(reportSchema.parse(JSON.parse(await read('report.json'))));
  const [card, text] = [join(folder, 'README.md'), join(folder, 'report.json')];
  await writeFile(card, renderModelCard(report, usageOf(await read('README.md'))));
  await writeFile(text, JSON.stringify(report, null, 1));
  const files = new Map([
    ['README.md', card],
    ['report.json', text],
  ]);
  if (report.kind === 'series') {
    const pipeline = join(folder, 'pipeline.json');
    await writeFile(pipeline, withoutSeries(await read('pipeline.json')));
    files.set('pipeline.json', pipeline);
  }
  const entries = await readdir(artifactDir, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(artifactDir, file).split(sep).join('/');
    if (path.startsWith('model/')) files.set(path.slice('model/'.length), file);
    else if (isPublicChart(path)) files.set(path, file);
  }
  return files;
}
