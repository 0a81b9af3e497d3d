/** `/evaluate`: the model of a Run on a labelled file that came later, beside the figure of the Run's own test. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureData } from '../../src/discord/announce/final-message.ts';
import { keepArtifact } from '../../src/discord/artifacts.ts';
import { type Context, chatCommand, type GuildContext } from '../../src/discord/command.ts';
import { keepAnswer } from '../../src/discord/kept/answer.ts';
import type { Reply, ReplyFile } from '../../src/discord/reply.ts';
import type { Report } from '../../src/report/report.ts';
import type { Run } from '../../src/runs/run.ts';
import { reportWords } from '../../src/text/words.ts';
import { cacheDir, evaluate as evaluateInChild } from '../children.ts';
import { findDelivered } from '../runs/find-run.ts';
import { suggestRuns } from '../runs/run-choice.ts';
import { type Evaluated, evaluationEmbed, shortEvaluation } from './figures.ts';

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
      await respond.send(await evaluationReply(context, run, result, files));
    });
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

/** Those that Discord takes here; a table of very many samples may be too large. */
async function fittingFiles(context: Context, run: Run, { files }: Evaluated, folder: string) {
  const words = reportWords(context.locale);
  const read = await Promise.all(
    files.map(async ({ path, role, title }) => ({
      name: `${run.id}-${path.split('/').at(-1)!}`,
      data: await readFile(join(folder, path)),
      alt: role === 'chart' ? words('alt.evaluated', { title: words.phrase(title), id: run.id }) : null,
    })),
  );
  return read.filter(({ data }) => data.length <= context.uploadLimitBytes);
}

/** The verdict with one chart; everything is kept for the button. */
async function evaluationReply(
  context: GuildContext,
  run: Run,
  result: Evaluated,
  files: ReplyFile[],
): Promise<Reply> {
  const { services, guildId, person, locale, t } = context;
  const embeds = [evaluationEmbed(context, run, result)];
  const id = await keepAnswer(services.objects, { guildId, userId: person.id }, { embeds, files });
  const button = `evaluation-figures:${id}`;
  return {
    content: shortEvaluation(run, result, reportWords(locale)).join('\n'),
    files: files.filter(({ name }) => name.endsWith('.png')).slice(0, 1),
    buttons: [{ id: button, label: t('button.figures'), style: 'secondary' }],
    result: { ...evaluationData(run, result), more: [button] },
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
