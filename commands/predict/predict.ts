/** `/predict`: one text or picture, or a whole file, through the model of a Run; the button opens a form for either. */

import { readFile } from 'node:fs/promises';
import type { ChildResultOf, Prediction } from '../../src/child/messages.ts';
import { keepArtifact } from '../../src/discord/artifacts.ts';
import {
  type Context,
  chatCommand,
  componentCommand,
  type GuildContext,
  modalCommand,
} from '../../src/discord/command.ts';
import type { FileField, ModalForm, TextField } from '../../src/discord/modal.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { UserError } from '../../src/errors.ts';
import type { AttachmentRef } from '../../src/fetch/attachment.ts';
import type { Run } from '../../src/runs/run.ts';
import { code, plain } from '../../src/text/escape.ts';
import { fitLines, LIMITS } from '../../src/text/fit-embed.ts';
import { phrase } from '../../src/text/phrases.ts';
import { cacheDir, predict as predictInChild } from '../children.ts';
import { findDelivered } from '../runs/find-run.ts';
import { suggestRuns } from '../runs/run-choice.ts';

const TEXT_LENGTH = 4_000;
const SHOWN_ROWS = 10;
const CONTINUATION_LENGTH = 3_000;
const SHOWN_CLASSES = 5;

export const predict = chatCommand({
  definition: {
    kind: 'chat',
    name: 'predict',
    where: 'guild',
    options: [
      { name: 'run', type: 'string', required: true, maxLength: 40, autocomplete: true },
      { name: 'text', type: 'string', maxLength: TEXT_LENGTH },
      { name: 'file', type: 'attachment' },
    ],
  },
  async run(context, { run, text, file }) {
    requireOne(text ?? null, file ?? null);
    await context.respond.defer();
    await answerPrediction(context, run, { text: text ?? null, file: file ?? null });
  },
  autocomplete: (context) => suggestRuns(context, (run) => run.state === 'succeeded'),
});

/** Opens a form for this Run, with a place for what its kind of data takes: a text, a file, or either. */
export const predictButton = componentCommand({
  name: 'predict',
  where: 'guild',
  async form(context, runId): Promise<ModalForm> {
    const run = await findDelivered(context, runId);
    return {
      customId: `predict:${run.id}`,
      title: context.t('predict.form-title', { id: run.id }),
      fields: fieldsOf(run, context),
    };
  },
  // A form always opens.
  run: async () => {},
});

function fieldsOf({ spec: { kind } }: Run, { t }: Context): ModalForm['fields'] {
  const takesText = kind === 'text' || kind === 'prose';
  const takesFile = kind !== 'prose';
  const text: TextField = {
    id: 'text',
    label: t('predict.form-text'),
    paragraph: true,
    required: !takesFile,
    maxLength: TEXT_LENGTH,
  };
  const file: FileField = {
    type: 'file',
    id: 'file',
    label: t('predict.form-file'),
    description: kind === 'prose' ? '' : t(`predict.form-file.${kind}`),
    required: !takesText,
  };
  return [...(takesText ? [text] : []), ...(takesFile ? [file] : [])];
}

export const predictForm = modalCommand({
  name: 'predict',
  where: 'guild',
  async run(context, runId, fields, files) {
    const text = fields.text?.trim() ? fields.text : null;
    const file = files.file ?? null;
    requireOne(text, file);
    await context.respond.defer();
    await answerPrediction(context, runId, { text, file });
  },
});

function requireOne(text: string | null, file: AttachmentRef | null): void {
  if ((text === null) === (file === null))
    throw new UserError(text === null ? 'predict-neither' : 'predict-both');
}

async function answerPrediction(
  context: GuildContext,
  typedRun: string,
  input: { text: string | null; file: AttachmentRef | null },
): Promise<void> {
  const { services, respond } = context;
  const run = await findDelivered(context, typedRun);
  await services.downloads.inFolder(async (folder) => {
    const file = input.file ? await services.downloads.fetch(input.file, folder) : null;
    const artifactDir = await keepArtifact(run, services.objects, cacheDir(context));
    const result = await predictInChild(context, {
      artifactDir,
      folder,
      text: input.text,
      file: file?.local ?? null,
    });
    await respond.send(await predictionReply(context, run, result));
  });
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** One sample: its most probable classes, one a line. */
const oneSample = (prediction: Prediction, classes: readonly string[]): string =>
  prediction.probabilities
    .map((probability, index) => ({ name: classes[index] ?? '', probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, SHOWN_CLASSES)
    .map(({ name, probability }) => `${plain(name, 60)}: ${percent(probability)}`)
    .join('\n');

const manySamples = (predictions: readonly Prediction[]): string =>
  predictions
    .slice(0, SHOWN_ROWS)
    .map(
      ({ id, prediction, confidence }) =>
        `${code(id, 40)} → **${plain(prediction, 60)}**${confidence === null ? '' : ` (${percent(confidence)})`}`,
    )
    .join('\n');

async function predictionReply(
  context: Context,
  run: Run,
  result: ChildResultOf<'predicted'>,
): Promise<Reply> {
  const { t, locale } = context;
  const [first] = result.predictions;
  const single = result.count === 1 && result.predictions.length === 1 && first !== undefined;
  const skipped = result.skipped.slice(0, 5).map(({ id, reason }) => {
    const said = plain(phrase(locale, reason), 200);
    return `⚠️ ${t('predict.skipped', { id: code(id, 40), reason: said })}`;
  });
  const body =
    single && run.spec.kind === 'prose'
      ? t('predict.continued', { text: plain(first.prediction, CONTINUATION_LENGTH) })
      : single
        ? `**${plain(first.prediction, 100)}**${first.confidence === null ? '' : ` (${percent(first.confidence)})`}\n${oneSample(first, result.classes)}`
        : [t('predict.many', { count: result.count }), manySamples(result.predictions)].join('\n');
  const csv = !single && result.csvPath !== null ? await readFile(result.csvPath) : null;
  if (csv && csv.length > context.uploadLimitBytes) throw tooManyRows(result.count);
  return {
    embeds: [
      {
        title: t('predict.title', { id: run.id }),
        description: fitLines([body, ...skipped], LIMITS.description),
        color: 0x5865f2,
      },
    ],
    files: csv ? [{ name: `${run.id}-predictions.csv`, data: csv }] : [],
    result: {
      runId: run.id,
      classes: result.classes,
      count: result.count,
      predictions: result.predictions,
      skipped: result.skipped,
    },
  };
}

const tooManyRows = (count: number): UserError => new UserError('predictions-too-large', { count });
