/** `/evaluate`: the model of a Run on a labelled file that came later, beside the figure of the Run's own test. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf } from '../../src/child/messages.ts';
import { measureData } from '../../src/discord/announce/final-message.ts';
import { keepArtifact } from '../../src/discord/artifacts.ts';
import { type Context, chatCommand } from '../../src/discord/command.ts';
import type { Reply, ReplyFile } from '../../src/discord/reply.ts';
import { groupLines, mistakeLines } from '../../src/report/evaluation-sections.ts';
import type { Report } from '../../src/report/report.ts';
import { classField, figureLines } from '../../src/report/summary.ts';
import type { Run } from '../../src/runs/run.ts';
import { code, plain } from '../../src/text/escape.ts';
import { fitFields, linesField } from '../../src/text/fit-embed.ts';
import type { Locale } from '../../src/text/localise.ts';
import { noteText } from '../../src/text/notes.ts';
import { phrase } from '../../src/text/phrases.ts';
import { measure, percent, type ReportWords, reportWords } from '../../src/text/words.ts';
import { cacheDir, evaluate as evaluateInChild } from '../children.ts';
import { findDelivered } from '../runs/find-run.ts';
import { suggestRuns } from '../runs/run-choice.ts';

type Evaluated = ChildResultOf<'evaluated'>;

/** Discord takes 6,000 characters an embed. */

export const evaluate = chatCommand({
  definition: {
    kind: 'chat',
    name: 'evaluate',
    where: 'guild',
    options: [
      { name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true },
      { name: 'dataset', type: 'attachment', required: true },
      { name: 'target', type: 'string', maxLength: 100 },
    ],
  },
  async run(context, { run: typed, dataset, target }) {
    const { services, respond } = context;
    await respond.defer();
    const run = await findDelivered(context, typed);
    await services.downloads.inFolder(async (folder) => {
      const { local } = await services.downloads.fetch(dataset, folder);
      const artifactDir = await keepArtifact(run, services.objects, cacheDir(context));
      const result = await evaluateInChild(context, {
        artifactDir,
        folder,
        file: local,
        target: target ?? null,
      });
      const files = await fittingFiles(context, run, result, join(folder, 'evaluate'));
      await respond.send(evaluationReply(context, run, result, files));
    });
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

const signed = (value: number, text: (value: number) => string): string =>
  `${value < 0 ? '−' : '+'}${text(Math.abs(value))}`;

/** Here against the Run's own test part, and whether that is beyond chance. */
function driftLines({ comparison, notes }: Evaluated, words: ReportWords, locale: Locale): string[] {
  const noted = notes.map((note) => `• ${plain(noteText(locale, note), 500)}`);
  if (!comparison) return noted;
  const { name, run, file, difference, interval } = comparison;
  const text = name === 'accuracy' ? percent : measure;
  const step = name === 'accuracy' ? (value: number) => `${(value * 100).toFixed(1)} pp` : measure;
  const worse = name === 'accuracy' ? difference < 0 : difference > 0;
  const [low, high] = interval;
  const key = low <= 0 && high >= 0 ? 'drift.none' : worse ? 'drift.worse' : 'drift.better';
  return [
    words('drift.figures', {
      name: phrase(locale, name),
      run: text(run),
      file: text(file),
      difference: signed(difference, step),
      low: signed(low, step),
      high: signed(high, step),
    }),
    words(key),
    ...noted,
  ];
}

/** Those that Discord takes here; a table of very many samples may be too large. */
async function fittingFiles(context: Context, run: Run, { files }: Evaluated, folder: string) {
  const read = await Promise.all(
    files.map(async ({ path }) => ({
      name: `${run.id}-${path.split('/').at(-1)!}`,
      data: await readFile(join(folder, path)),
    })),
  );
  return read.filter(({ data }) => data.length <= context.uploadLimitBytes);
}

function evaluationReply(context: Context, run: Run, result: Evaluated, files: ReplyFile[]): Reply {
  const words = reportWords(context.locale);
  const { classification, evaluation, measures, profile, skipped } = result;
  const figures = { classification, measures };
  const judged = (lines: typeof groupLines) => (evaluation ? lines(evaluation, words) : []);
  const n = classification?.n ?? profile.sampleCount;
  const left = skipped
    .slice(0, 5)
    .map(
      ({ id, reason }) =>
        `⚠️ ${context.t('predict.skipped', { id: code(id, 40), reason: plain(phrase(context.locale, reason), 200) })}`,
    );
  const problems = profile.problems
    .filter(({ severity, code: kind }) => severity === 'warning' && kind !== 'sparse-data')
    .map((problem) => `• ${plain(noteText(context.locale, problem), 300)}`);
  const sections = [
    linesField(words('evaluate.test', { n }), figureLines(figures, words)),
    linesField(words('evaluate.drift'), driftLines(result, words, context.locale)),
    ...classField(classification, words),
    linesField(words('field.groups'), judged(groupLines)),
    linesField(words('field.mistakes'), judged(mistakeLines)),
    linesField(words('field.warnings'), [...left, ...problems]),
  ];
  return {
    embeds: [
      {
        title: words('evaluate.title', { id: run.id, name: plain(profile.name, 100) }),
        color: 0x5865f2,
        fields: fitFields(sections),
      },
    ],
    files,
    result: evaluationData(run, result),
  };
}

/** What a script sees. */
function evaluationData(
  run: Run,
  { files, evaluation, measures, ...result }: Evaluated,
): Record<string, unknown> {
  const roles = files.map(({ path, role, title }: Report['files'][number]) => ({ path, role, title }));
  return {
    runId: run.id,
    ...result,
    measures: measureData(measures),
    kind: run.spec.kind,
    mistakes: evaluation?.mistakes ?? [],
    mistakeCount: evaluation?.mistakeCount ?? null,
    groups: evaluation?.groups ?? [],
    brier: evaluation?.brier ?? null,
    averagePrecision: evaluation?.averagePrecision ?? null,
    files: roles,
  };
}
