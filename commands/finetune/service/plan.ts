/**
 * A request whose model a service tunes → what is sent there, how much it costs, and a button by which only the person starts
 * it. Nothing has left this machine and nothing is queued before. `start.ts` goes on with it.
 */
import type { ServiceJob } from '../../../src/child/run-spec.ts';
import type { DatasetProfile } from '../../../src/datasets/dataset.ts';
import type { Context, GuildContext } from '../../../src/discord/command.ts';
import { draftKey, keepDraft, makeDraftId } from '../../../src/discord/draft.ts';
import { UserError } from '../../../src/errors.ts';
import type { Downloaded } from '../../../src/fetch/downloads.ts';
import { billedTokens, EPOCHS, money, priceOf } from '../../../src/remote/plan.ts';
import { closingOf, openService, type ServiceModel } from '../../../src/remote/services.ts';
import { code, plain, safeFileName } from '../../../src/text/escape.ts';
import { dataWord } from '../../../src/text/terms.ts';
import { prepareForService } from '../../children.ts';
import type { FetchedFiles, FinetuneRequest } from '../request.ts';
import { understoodEmbed } from '../understood.ts';

type Planned = Awaited<ReturnType<typeof prepareForService>> & { job: ServiceJob };

interface Planning {
  folder: string;
  files: FetchedFiles;
  profile: DatasetProfile;
  target: string | null;
  seed: number;
}

/** @throws UserErrors `service-off`, `service-closed`, `service-texts-only`, `service-price-unknown`, `service-too-dear` */
export async function planAtService(
  context: GuildContext,
  { id, model }: ServiceModel,
  {
    folder,
    files,
    profile,
    target,
    seed,
    mergeSpellings,
  }: Planning & { mergeSpellings: boolean | undefined },
): Promise<Planned> {
  const { tuning } = context.services.config;
  openService(tuning, id);
  if (profile.kind !== 'text') throw new UserError('service-texts-only', { kind: dataWord(profile.kind) });
  const { dataset, test } = files;
  const data = { dataset: dataset.local, test: test?.local ?? null };
  const prepared = await prepareForService(context, { ...data, folder, target, seed, mergeSpellings });
  const tokens = billedTokens(prepared.tokens);
  return { ...prepared, job: { id, model, epochs: EPOCHS, tokens, dollars: priceOf(tokens, id, tuning) } };
}

/** Shows the plan, and keeps the request for the button. */
export async function askToStart(
  context: GuildContext,
  request: FinetuneRequest,
  planned: Planned & Pick<Planning, 'files' | 'profile' | 'target'>,
): Promise<void> {
  const { services, guildId, person, respond, t, locale } = context;
  const { files, profile, target, job } = planned;
  const id = makeDraftId();
  const store = (file: Downloaded) => file.store(draftKey(id, safeFileName(file.local.name)));
  const { task, model, seed, merge, consent } = request;
  await keepDraft(services.objects, {
    id,
    guildId,
    userId: person.id,
    columns: [],
    request: {
      ...{ task, model, seed, merge, consent },
      ...(target === null ? {} : { target }),
      dataset: await store(files.dataset),
      ...(files.test ? { test: await store(files.test) } : {}),
    },
    agreed: job,
  });
  const dollars = money(job.dollars);
  const embed = understoodEmbed(profile, t, locale);
  const plan = { name: t('finetune.plan'), value: planLines(context, planned).join('\n') };
  await respond.send({
    content: t('service.ask', { dollars }),
    embeds: [{ ...embed, fields: [...(embed.fields ?? []), plan] }],
    buttons: [{ id: `finetune-service:${id}`, label: t('service.start', { dollars }), style: 'danger' }],
    result: { question: 'cost', job, samples: planned.samples, profile },
  });
}

function planLines({ t, services: { config } }: Context, { job, samples, tokens }: Planned): string[] {
  const { name, url, dollarsPerMillion = 0 } = config.tuning.services[job.id]!;
  const closing = closingOf(url);
  return [
    t('service.model', { name: plain(name), model: code(job.model, 100) }),
    `⚠️ ${t('service.leaves', { ...samples, name: plain(name), host: code(new URL(url).host, 100) })}`,
    t('service.tokens', {
      total: job.tokens.toLocaleString('en'),
      epochs: job.epochs,
      once: (tokens.train + tokens.validation).toLocaleString('en'),
    }),
    t('service.price', { dollars: money(job.dollars), price: money(dollarsPerMillion) }),
    t('service.stays', { name: plain(name) }),
    ...(closing ? [`⚠️ ${t('service.closing', { ...closing, name: plain(name) })}`] : []),
  ];
}
