/**
 * From an attachment to a queued Run: what `/finetune`, "Fine-tune on this" and the buttons share. Everything that can be
 * refused is refused before the Run exists, and what only the person knows is asked; after that the announcer reports.
 */

import { needsModel } from '../../src/child/needs-model.ts';
import type { RunSpec, ServiceJob } from '../../src/child/run-spec.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import type { GuildContext } from '../../src/discord/command.ts';
import { fetchDataset, fetchFile } from '../../src/discord/data-source.ts';
import { parseServiceModel, type ServiceModel } from '../../src/remote/services.ts';
import { inspect } from '../children.ts';
import { openColumns } from '../column-choice.ts';
import { askColumn } from './ask-column.ts';
import {
  budgetOf,
  checkTest,
  fetchModelFile,
  horizonOf,
  parseKind,
  requireFetchable,
} from './check-request.ts';
import { chooseAmong } from './choose-among.ts';
import { checkModel } from './model-choice.ts';
import type { FetchedFiles, FinetuneRequest } from './request.ts';
import { askToStart, planAtService } from './service/plan.ts';
import { startedReply } from './started-reply.ts';

const DEFAULT_SEED = 42;

/**
 * Queues the Run, or asks which column holds the classes where only the person knows.
 * @throws UserErrors of every check; then there is no Run.
 */
export async function startFinetune(context: GuildContext, request: FinetuneRequest): Promise<void> {
  const { guildId, services, respond } = context;
  const budgetSeconds = budgetOf(request, services.config.maxBudgetSeconds);
  const task = parseKind(request.task);
  await respond.defer();
  await services.runs.checkQuota({ guildId, userId: context.person.id });
  await services.downloads.inFolder(async (folder) => {
    const dataset = await fetchDataset(services, request, folder);
    const test = request.test ? await fetchFile(services, request.test, folder) : null;
    const { description, merge: mergeSpellings } = request;
    const asked = { folder, target: request.target ?? null, description, mergeSpellings };
    const profile = await inspect(context, { ...asked, file: dataset.local, task });
    const atService = parseServiceModel(request.model);
    const model = atService ? request.model!.trim() : checkModel(request.model ?? 'auto', profile);
    if (!atService) await requireFetchable(context, model, profile.kind);
    const modelFile = await fetchModelFile(context, request, { folder, profile });
    if (profile.kind === 'prose' && model === 'auto' && !modelFile) throw needsModel(model);
    const files = { dataset, test, modelFile };
    const horizon = horizonOf(request, profile);
    if (openColumns(profile, asked.target).length > 0) return askColumn(context, request, { files, profile });
    const target = asked.target ?? profile.labelColumn?.name ?? null;
    if (test) await checkTest(context, { ...asked, target, profile, file: test.local });
    const among =
      model === 'auto' && !modelFile ? await chooseAmong(context, request, { profile, budgetSeconds }) : {};
    const service =
      atService && (await agreeOnPrice(context, request, atService, { files, profile, target, folder }));
    if (atService && !service) return;
    const settings = {
      kind: profile.kind,
      model,
      target,
      mergeSpellings,
      budgetSeconds,
      horizon,
      ...among,
      ...(service ? { service } : {}),
    };
    await createRun(context, { request, files, settings, profile });
  });
}

/** The job that the person agreed to; null where they are asked first, or again because it would cost more by now. */
async function agreeOnPrice(
  context: GuildContext,
  request: FinetuneRequest,
  atService: ServiceModel,
  data: { files: FetchedFiles; profile: DatasetProfile; target: string | null; folder: string },
): Promise<ServiceJob | null> {
  const seed = request.seed ?? DEFAULT_SEED;
  const planned = await planAtService(context, atService, { ...data, seed, mergeSpellings: request.merge });
  if (request.agreed && planned.job.dollars <= request.agreed.dollars) return planned.job;
  await askToStart(context, request, { ...planned, ...data });
  return null;
}

async function createRun(
  context: GuildContext,
  made: {
    request: FinetuneRequest;
    files: FetchedFiles;
    settings: Pick<
      RunSpec,
      | 'kind'
      | 'model'
      | 'target'
      | 'mergeSpellings'
      | 'budgetSeconds'
      | 'horizon'
      | 'candidates'
      | 'notFetched'
      | 'service'
    >;
    profile: DatasetProfile;
  },
): Promise<void> {
  const { guildId, services } = context;
  const { request, settings, profile } = made;
  const { dataset, test, modelFile } = made.files;
  const run = await services.runs.create(
    {
      ...settings,
      dataset: await dataset.store(),
      test: test ? await test.store() : null,
      modelFile: modelFile ? await modelFile.store() : null,
      unfreeze: request.unfreeze ?? 'auto',
      seed: request.seed ?? DEFAULT_SEED,
    },
    {
      guildId,
      channelId: context.reportChannelId(),
      userId: context.person.id,
      locale: context.locale,
      ...(request.consent ? { consent: request.consent } : {}),
    },
    // Once more: a Run that was removed meanwhile may have taken the same file along.
    () => Promise.all([dataset.store(), test?.store(), modelFile?.store()]),
  );
  context.log.info({ runId: run.id, kind: profile.kind }, 'run created');
  await context.respond.send(startedReply(context, run, profile));
}
