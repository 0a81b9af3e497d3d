/**
 * A finished Run → its last message: the report with charts, model file and buttons, or what went wrong and what
 * to do. In: the Run and its artifact in object storage. Out: a Reply for `announcer.ts`.
 */

import { type Report, reportSchema } from '../../report/report.ts';
import { summaryEmbed } from '../../report/summary.ts';
import type { Run } from '../../runs/run.ts';
import type { Links } from '../../storage/links.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import { plain, plainLines } from '../../text/escape.ts';
import { describeUserError, pickLocale, translator } from '../../text/localise.ts';
import { joinNotes } from '../../text/notes.ts';
import type { Reply } from '../reply.ts';
import { colourOf } from './live-run.ts';
import { sendFiles, sentName } from './send-files.ts';

type Succeeded = Extract<Run, { state: 'succeeded' }>;

/** Discord takes 10 files a message. */
const MAX_FILES = 10;

/** Marks a message as the end of this Run; the announcer looks for it before it posts after a crash. */
export function finalFooter(run: Run): string {
  const t = translator(pickLocale(run.place.locale));
  return t('run.final', { id: run.id, state: t(`state.${run.state}`) });
}

export const readReport = async (run: Succeeded, objects: ObjectStore): Promise<Report> =>
  reportSchema.parse(
    JSON.parse(Buffer.from(await objects.getBytes(`${run.artifactKey}report.json`)).toString('utf8')),
  );

/** Where the files of Runs are, and how those are linked to that cannot be attached. */
export interface Stored {
  objects: ObjectStore;
  links: Links;
}

/** @param uploadLimitBytes largest file the place takes */
export async function finalReply(run: Run, stored: Stored, uploadLimitBytes: number): Promise<Reply> {
  switch (run.state) {
    case 'succeeded':
      return reportReply(run, stored, uploadLimitBytes);
    case 'failed':
      return failureReply(run);
    case 'cancelled':
      return cancelledReply(run);
    case 'queued':
    case 'running':
      throw new Error(`run ${run.id} is not over: ${run.state}`);
  }
}

async function reportReply(run: Succeeded, stored: Stored, limit: number): Promise<Reply> {
  const locale = pickLocale(run.place.locale);
  const t = translator(locale);
  const report = await readReport(run, stored.objects);
  const sendable = { run, files: sentFiles(report), limitBytes: limit, locale };
  const { files, fitting, notSent, lines } = await sendFiles(sendable, stored);
  return {
    content: [
      t(doesNotWork(report) ? 'run.done-in-vain' : 'run.done', {
        user: `<@${run.place.userId}>`,
        name: plain(run.spec.dataset.name, 80),
      }),
      ...lines,
    ].join('\n'),
    embeds: [{ ...summaryEmbed(report, locale), footer: { text: finalFooter(run) } }],
    files,
    buttons: [
      { id: `predict:${run.id}`, label: t('button.predict'), style: 'primary' },
      { id: `download:${run.id}`, label: t('button.download'), style: 'secondary' },
    ],
    result: {
      runId: run.id,
      state: run.state,
      final: true,
      report: headline(report),
      files: fitting.map(({ path, role, title }) => ({ name: sentName(run, path), role, title })),
      notSent: notSent.map(({ path, role, bytes, url }) => ({ path, role, bytes, url })),
    },
  };
}

/** No better than guessing: nobody is told that something is ready. */
const doesNotWork = ({ guessing }: Report): boolean => guessing?.outcome === 'no-better';

/** Charts by how much they tell; where there is no room for all, the last are left to `model.zip`. */
const CHARTS = [
  ...['forecast', 'confusion-matrix', 'mistakes', 'suspects', 'contenders', 'roc'],
  ...['reliability', 'data-curve', 'trials', 'learning-curve'],
];
const rank = ({ path }: Report['files'][number]): number => {
  const at = CHARTS.findIndex((name) => path.endsWith(`/${name}.png`));
  return at < 0 ? CHARTS.length : at;
};

/** Charts first, as they are looked at; but where there are too many, it is charts that are left out. */
function sentFiles(report: Report): Report['files'] {
  const charts = report.files.filter(({ role }) => role === 'chart').toSorted((a, b) => rank(a) - rank(b));
  const others = report.files.filter(({ role }) => role !== 'chart');
  return [...charts.slice(0, Math.max(0, MAX_FILES - others.length)), ...others].slice(0, MAX_FILES);
}

/** Measures as scripts take them, with English notes. */
export const measureData = (measures: Report['measures']) =>
  measures.map((one) => ({ ...one, note: one.note?.message ?? '' }));

/** The numbers scripts ask for first. */
export const headline = (report: Report) => ({
  kind: report.kind,
  chosen: report.chosen,
  transferWon: report.transferWon,
  transfer: report.transfer,
  guessing: report.guessing,
  scoreName: report.scoreName,
  backbone: report.backbone?.id ?? null,
  engines: report.engines,
  samples: report.dataset.sampleCount,
  split: { ...report.split, note: joinNotes(report.split.note) },
  accuracy: report.classification?.accuracy ?? null,
  accuracyInterval: report.classification?.accuracyInterval ?? null,
  macroPrecision: report.classification?.macroPrecision ?? null,
  macroRecall: report.classification?.macroRecall ?? null,
  macroF1: report.classification?.macroF1 ?? null,
  measures: measureData(report.measures),
  contenders: report.contenders.map(({ id, name, role, validationScore, testScore }) => ({
    id,
    name,
    role,
    validationScore,
    testScore,
  })),
  verdict: report.verdict,
  warnings: report.warnings.map(({ message }) => message),
  seconds: report.seconds,
});

/** After error 40005: the charts alone, and a sentence instead of the rest. */
export function withoutLargeFiles(run: Run, reply: Reply): Reply {
  const t = translator(pickLocale(run.place.locale));
  const charts = (reply.files ?? []).filter(({ name }) => name.endsWith('.png'));
  return {
    ...reply,
    content: `${reply.content ?? ''}\n${t('run.refused-files')}`,
    files: charts,
  };
}

function failureReply(run: Extract<Run, { state: 'failed' }>): Reply {
  const locale = pickLocale(run.place.locale);
  const t = translator(locale);
  const message = describeUserError(locale, run.failure);
  return {
    content: t('run.failed', { user: `<@${run.place.userId}>`, name: plain(run.spec.dataset.name, 80) }),
    embeds: [
      {
        title: t('run.title.failed', { id: run.id }),
        description: plainLines(message, 3_000),
        color: colourOf('failed'),
        footer: { text: finalFooter(run) },
      },
    ],
    result: { runId: run.id, state: run.state, final: true, error: { code: run.failure.code, message } },
  };
}

function cancelledReply(run: Extract<Run, { state: 'cancelled' }>): Reply {
  const t = translator(pickLocale(run.place.locale));
  return {
    embeds: [
      {
        title: t('run.title.cancelled', { id: run.id }),
        description: t('run.cancelled'),
        color: colourOf('cancelled'),
        footer: { text: finalFooter(run) },
      },
    ],
    result: { runId: run.id, state: run.state, final: true },
  };
}
