/**
 * The buttons under the verdict of a Run, for anybody in its server, to them alone: all figures, the page to try it on, how
 * to improve, the model. From `report.json` and the files in storage, so they work as long as the Run is kept.
 */

import { readReport } from '../../src/discord/announce/final-message.ts';
import { type SentFiles, sendFiles } from '../../src/discord/announce/send-files.ts';
import { type Context, componentCommand, type GuildContext } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import type { Report, ReportFile } from '../../src/report/report.ts';
import { altTexts } from '../../src/report/short/alt.ts';
import { figureFiles, mendFiles, modelFiles, pageFiles } from '../../src/report/short/files.ts';
import { improveSteps } from '../../src/report/short/improve.ts';
import { summaryEmbed } from '../../src/report/summary.ts';
import { code } from '../../src/text/escape.ts';
import { fitLines, LIMITS } from '../../src/text/fit-embed.ts';
import { reportWords } from '../../src/text/words.ts';
import { type DeliveredRun, findDelivered } from './find-run.ts';
import { runData } from './run-data.ts';

/** A button `<name>:<run>` that answers from the Report. */
const reportButton = (
  name: string,
  answer: (context: Context, run: DeliveredRun, report: Report) => Promise<Reply>,
) =>
  componentCommand({
    name,
    where: 'guild',
    async run(context: GuildContext, runId: string) {
      await context.respond.defer({ ephemeral: true });
      const run = await findDelivered(context, runId);
      const report = await readReport(run, context.services.objects);
      await context.respond.send(await answer(context, run, report));
    },
  });

function send(
  { services, locale, uploadLimitBytes }: Context,
  { run, report, files }: { run: DeliveredRun; report: Report; files: readonly ReportFile[] },
): Promise<SentFiles> {
  const alt = altTexts(report, reportWords(locale));
  return sendFiles({ run, files, limitBytes: uploadLimitBytes, locale }, services, alt);
}

export const figuresButton = reportButton('figures', async (context, run, report) => {
  const { files, lines } = await send(context, { run, report, files: figureFiles(report) });
  return {
    content: lines.join('\n'),
    embeds: [summaryEmbed(report, context.locale)],
    files,
    result: { runId: run.id },
  };
});

export const tryButton = reportButton('try', async (context, run, report) => {
  const { t, locale } = context;
  const words = reportWords(locale);
  const { files, lines } = await send(context, { run, report, files: pageFiles(report) });
  const takesText = run.spec.kind === 'text' || run.spec.kind === 'prose';
  const command = code(`/predict run:${run.id} ${takesText ? 'text:…' : 'file:…'}`);
  return {
    content: [
      ...(files.length > 0 ? [words('try.text')] : []),
      ...(files.length + lines.length > 0 ? lines : [words('try.none')]),
      words('try.here', { command }),
    ].join('\n'),
    files,
    buttons: [{ id: `predict:${run.id}`, label: t('button.predict'), style: 'primary' }],
    result: { runId: run.id },
  };
});

export const improveButton = reportButton('improve', async (context, run, report) => {
  const words = reportWords(context.locale);
  const { files, lines } = await send(context, { run, report, files: mendFiles(report) });
  const steps = improveSteps(report, words).map((step) => `• ${step}`);
  return {
    content: lines.join('\n'),
    embeds: [
      {
        title: words('improve.title', { id: run.id }),
        description: fitLines(steps, LIMITS.description),
        color: 0x5865f2,
      },
    ],
    files,
    result: { runId: run.id },
  };
});

export const downloadButton = reportButton('download', (context, run, report) =>
  modelReply(context, { run, report, files: modelFiles(report) }),
);

/** Everything in one file; where that does not fit, what does, and links to the rest. For `/export`. */
export async function archiveReply(context: Context, run: DeliveredRun): Promise<Reply> {
  const report = await readReport(run, context.services.objects);
  const all = modelFiles(report);
  const archives = all.filter(({ path }) => path.endsWith('.zip'));
  const whole = await modelReply(context, { run, report, files: archives.length > 0 ? archives : all });
  const isSent = (whole.files ?? []).length > 0;
  return isSent ? whole : modelReply(context, { run, report, files: all });
}

async function modelReply(context: Context, sent: Parameters<typeof send>[1]): Promise<Reply> {
  const { t } = context;
  const { run } = sent;
  const { files, lines, notSent } = await send(context, sent);
  const lead = t(files.length > 0 ? 'runs.download' : 'runs.download-elsewhere', { id: code(run.id) });
  return { content: [lead, ...lines].join('\n'), files, result: { ...runData(run), notSent } };
}
