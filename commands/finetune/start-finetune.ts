/**
 * From an attachment to a queued Run: what `/finetune` and "Fine-tune on this" share. Everything that can be refused
 * is refused before the Run exists; after that the announcer reports.
 */

import { needsModel } from '../../src/child/needs-model.ts';
import type { RunSpec } from '../../src/child/run-spec.ts';
import { DATA_KINDS, type DataKind, type DatasetProfile } from '../../src/datasets/dataset.ts';
import type { Context, GuildContext } from '../../src/discord/command.ts';
import { type DataRequest, fetchDataset } from '../../src/discord/data-source.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { UserError } from '../../src/errors.ts';
import type { AttachmentRef } from '../../src/fetch/attachment.ts';
import type { Run } from '../../src/runs/run.ts';
import { formatSeconds, parseBudget } from '../../src/text/duration.ts';
import { code, plain } from '../../src/text/escape.ts';
import { dataWord } from '../../src/text/terms.ts';
import { checkOwnModel, inspect } from '../children.ts';
import { checkModel } from './model-choice.ts';
import { understoodEmbed } from './understood.ts';

export interface FinetuneRequest extends DataRequest {
  test?: AttachmentRef | undefined;
  task?: string | undefined;
  model?: string | undefined;
  /** The person's own ONNX file, instead of `model`. */
  modelFile?: AttachmentRef | undefined;
  target?: string | undefined;
  /** What the person wrote beside the data; names a column where `target` does not. */
  description?: string | undefined;
  unfreeze?: RunSpec['unfreeze'] | undefined;
  budget?: string | undefined;
  seed?: number | undefined;
  /** Steps to forecast; for time series only. */
  horizon?: number | undefined;
}

const DEFAULT_BUDGET_SECONDS = 120;
const MINIMUM_BUDGET_SECONDS = 10;
const DEFAULT_SEED = 42;

/** @throws UserErrors of every check; then there is no Run. */
export async function startFinetune(context: GuildContext, request: FinetuneRequest): Promise<void> {
  const { guildId, services, respond } = context;
  const budgetSeconds = budgetOf(request, services.config.maxBudgetSeconds);
  const task = parseKind(request.task);
  await respond.defer();
  await services.runs.checkQuota({ guildId, userId: context.person.id });
  await services.downloads.inFolder(async (folder) => {
    const dataset = await fetchDataset(services, request, folder);
    const test = request.test ? await services.downloads.fetch(request.test, folder) : null;
    const { description } = request;
    const asked = { file: dataset.local, folder, target: request.target ?? null, task, description };
    const profile = await inspect(context, asked);
    const target = asked.target ?? describedColumn(profile);
    const model = checkModel(request.model ?? 'auto', profile);
    const modelFile = await fetchModelFile(context, request, { folder, profile });
    if (profile.kind === 'prose' && model === 'auto' && !modelFile) throw needsModel(model);
    if (test) await checkTest(context, { folder, target, profile, file: test.local });
    const run = await services.runs.create(
      {
        dataset: await dataset.store(),
        test: test ? await test.store() : null,
        kind: profile.kind,
        model,
        modelFile: modelFile ? await modelFile.store() : null,
        target,
        unfreeze: request.unfreeze ?? 'auto',
        budgetSeconds,
        seed: request.seed ?? DEFAULT_SEED,
        horizon: horizonOf(request, profile),
      },
      { guildId, channelId: context.channelId, userId: context.person.id, locale: context.locale },
      // Once more: a Run that was removed meanwhile may have taken the same file along.
      () => Promise.all([dataset.store(), test?.store(), modelFile?.store()]),
    );
    context.log.info({ runId: run.id, kind: profile.kind }, 'run created');
    await respond.send(startedReply(context, run, profile));
  });
}

/** From here on the column goes by its name; what was written beside the file is not kept. */
const describedColumn = ({ labelColumn }: DatasetProfile): string | null =>
  labelColumn?.isDescribed ? labelColumn.name : null;

/** What every way to start a Run asks for, in its definition. */
export const RUN_DEMANDS = { where: 'guild', needs: ['training', 'announcing'] } as const;

function budgetOf(request: FinetuneRequest, maximum: number): number {
  if (request.budget !== undefined)
    return parseBudget(request.budget, { minimum: MINIMUM_BUDGET_SECONDS, maximum });
  return Math.min(DEFAULT_BUDGET_SECONDS, maximum);
}

function horizonOf({ horizon }: FinetuneRequest, { kind }: DatasetProfile): number | null {
  if (horizon === undefined || kind === 'series') return horizon ?? null;
  throw new UserError('horizon-without-series', { horizon, kind: dataWord(kind) });
}

/** `image`, `images`, `text-classification`, … → the kind of data; undefined → to be detected. */
export function parseKind(task: string | undefined): DataKind | null {
  if (task === undefined || task.trim() === '' || task === 'auto') return null;
  const word = task.trim().toLowerCase();
  const kind = KIND_WORDS[word] ?? DATA_KINDS.find((candidate) => word.startsWith(candidate));
  if (kind) return kind;
  throw new UserError('unknown-task', { task, tasks: TASKS.join(', ') });
}

/** What `task` suggests: kinds of data, and for plain text what is done with it. */
export const TASKS = DATA_KINDS.map((kind) => (kind === 'prose' ? 'generation' : kind));

const KIND_WORDS: Record<string, DataKind> = {
  forecasting: 'series',
  'time-series': 'series',
  'offline-policy': 'policy',
  reinforcement: 'policy',
  generation: 'prose',
  'text-generation': 'prose',
};

/** @throws UserErrors `model-and-file`, `model-file-kind`, and those of a file that is no usable ONNX model */
async function fetchModelFile(
  context: Context,
  { model, modelFile }: FinetuneRequest,
  { folder, profile }: { folder: string; profile: DatasetProfile },
) {
  if (!modelFile) return null;
  if (model !== undefined) throw new UserError('model-and-file', { model, name: modelFile.name });
  if (profile.kind === 'series') throw new UserError('model-file-kind', { kind: dataWord(profile.kind) });
  const fetched = await context.services.downloads.fetch(modelFile, folder);
  await checkOwnModel(context, { file: fetched.local, folder });
  return fetched;
}

/** The separate test file must be of the same kind, with no class that training has never seen. */
async function checkTest(
  context: Context,
  options: {
    folder: string;
    target: string | null;
    profile: DatasetProfile;
    file: { path: string; name: string };
  },
): Promise<void> {
  const { profile, file } = options;
  const tested = await inspect(context, { ...options, task: profile.kind });
  const known = new Set(profile.classes.map(({ name }) => name));
  const unknown = tested.classes.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const names = unknown.slice(0, 5).join(', ');
  throw new UserError('test-classes', { name: file.name, count: unknown.length, names });
}

const modelName = ({ model, modelFile }: RunSpec, t: Context['t']): string => {
  if (modelFile) return plain(modelFile.name);
  return model === 'auto' ? t('finetune.auto') : plain(model);
};

function startedReply(context: Context, run: Run, profile: DatasetProfile): Reply {
  const { t } = context;
  const { spec } = run;
  const embed = understoodEmbed(profile, t, context.locale);
  const plan = [
    t('finetune.budget', { time: formatSeconds(spec.budgetSeconds) }),
    t('finetune.model', { model: modelName(spec, t) }),
    t('finetune.unfreeze', { mode: t(`choice.unfreeze.${spec.unfreeze}`) }),
    t('finetune.seed', { seed: spec.seed }),
    ...(spec.horizon ? [t('finetune.horizon', { steps: spec.horizon })] : []),
    ...(spec.test ? [t('finetune.test', { name: plain(spec.test.name) })] : []),
  ];
  return {
    content: t('finetune.started', { id: code(run.id) }),
    embeds: [
      { ...embed, fields: [...(embed.fields ?? []), { name: t('finetune.plan'), value: plan.join('\n') }] },
    ],
    result: {
      runId: run.id,
      state: run.state,
      follow: true,
      profile,
      spec,
      candidates: profile.labelColumn?.isGuess ? profile.candidates : [],
    },
  };
}
