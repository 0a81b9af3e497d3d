/**
 * A finished Run → its last message: the verdict with a chart and buttons, or what went wrong and what to do. In: the Run and its artifact in object storage. Out: a Reply for `announcer.ts`.
 */

import { type Report, reportSchema } from '../../report/report.ts';
import { altTexts } from '../../report/short/alt.ts';
import { allFiles, leadingChart } from '../../report/short/files.ts';
import { shortLines, warningWords } from '../../report/short/in-short.ts';
import type { Run } from '../../runs/run.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import { plain, plainLines } from '../../text/escape.ts';
import {
  describeUserError,
  type Locale,
  pickLocale,
  type Translate,
  translator,
} from '../../text/localise.ts';
import { joinNotes } from '../../text/notes.ts';
import { reportWords } from '../../text/words.ts';
import type { Button, Reply } from '../reply.ts';
import { colourOf } from './live-run.ts';
import { type Stored, sendFiles, sentName, sortFiles } from './send-files.ts';

type Succeeded = Extract<Run, { state: 'succeeded' }>;

/** Marks a message as the end of this Run; the announcer looks for it before it posts after a crash. */
export function finalFooter(run: Run, locale: Locale = pickLocale(run.place.locale)): string {
  const t = translator(locale);
  return t('run.final', { id: run.id, state: t(`state.${run.state}`) });
}

export const readReport = async (run: Succeeded, objects: ObjectStore): Promise<Report> =>
  reportSchema.parse(
    JSON.parse(Buffer.from(await objects.getBytes(`${run.artifactKey}report.json`)).toString('utf8')),
  );

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
  const report = await readReport(run, stored.objects);
  const locale = pickLocale(run.place.locale);
  const reply = await shortReply({ run, report, locale, limitBytes: limit }, stored);
  return { ...reply, result: { ...reply.result, final: true } };
}

interface Finished {
  run: Succeeded;
  report: Report;
  locale: Locale;
  /** Largest file the place takes. */
  limitBytes: number;
}

/** The verdict in words, one chart, and buttons to what comes next and to everything else. */
export async function shortReply(
  { run, report, locale, limitBytes }: Finished,
  stored: Stored,
): Promise<Reply> {
  const t = translator(locale);
  const words = reportWords(locale);
  const sendable = { run, limitBytes, locale };
  const alt = altTexts(report, words);
  const { files } = await sendFiles({ ...sendable, files: leadingChart(report) }, stored, alt);
  const { fitting, notSent } = await sortFiles({ ...sendable, files: allFiles(report) }, stored);
  const small = [
    ...warningWords(report, words),
    `<@${run.place.userId}>`,
    plain(run.spec.dataset.name, 60),
    finalFooter(run, locale),
  ];
  return {
    content: [...shortLines(report, words), `-# ${small.join(' · ')}`].join('\n'),
    files,
    buttons: [
      ...(report.service ? [] : modelButtons(run, t)),
      { id: `improve:${run.id}`, label: t('button.improve'), style: 'secondary' },
      { id: `figures:${run.id}`, label: t('button.figures'), style: 'secondary' },
    ],
    result: {
      runId: run.id,
      state: run.state,
      report: headline(report),
      files: fitting.map(({ path, role, title }) => ({ name: sentName(run, path), role, title })),
      notSent: notSent.map(({ path, role, bytes, url }) => ({ path, role, bytes, url })),
      more: (report.service ? ['figures'] : ['figures', 'try', 'download']).map(
        (name) => `${name}:${run.id}`,
      ),
    },
  };
}

/** For what was delivered here. */
const modelButtons = ({ id }: Run, t: Translate): Button[] => [
  { id: `try:${id}`, label: t('button.try'), style: 'primary' },
  { id: `download:${id}`, label: t('button.download'), style: 'secondary' },
];

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
  service: report.service,
  warnings: report.warnings.map(({ message }) => message),
  seconds: report.seconds,
});

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
