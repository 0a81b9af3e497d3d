/** A queued Run → what was understood of its data, and the plan; a button where near spellings could be merged. */
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import type { RunSpec } from '../../src/child/run-spec.ts';
import { unknownLanguage } from '../../src/child/unknown-language.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import type { Context } from '../../src/discord/command.ts';
import type { Button, Reply } from '../../src/discord/reply.ts';
import { money } from '../../src/remote/plan.ts';
import type { Run } from '../../src/runs/run.ts';
import { formatSeconds } from '../../src/text/duration.ts';
import { code, plain } from '../../src/text/escape.ts';
import { noteText } from '../../src/text/notes.ts';
import { consentLines } from '../consent/consent-lines.ts';
import { understoodEmbed } from './understood.ts';

const modelName = ({ model, modelFile }: RunSpec, t: Context['t']): string => {
  if (modelFile) return plain(modelFile.name);
  return model === 'auto' ? t('finetune.auto') : plain(model);
};

/** What `auto` begins with: the text encoder that needs no network. */
const encoderOf = ({ model, modelFile }: RunSpec) => {
  const { models } = loadKnowledge();
  if (modelFile) return null;
  return model === 'auto'
    ? models.find((one) => one.runsHere === 'embedded' && one.kind === 'text')
    : models.find(({ id }) => id === model);
};

/** That the pretrained model does not know the language of the data. */
function languageLines(
  { locale }: Pick<Context, 'locale'>,
  { spec }: Run,
  profile: DatasetProfile,
): string[] {
  const encoder = profile.kind === 'text' ? encoderOf(spec) : null;
  const unknown = encoder && unknownLanguage(profile.language, encoder);
  return unknown ? [`⚠️ ${plain(noteText(locale, unknown), 400)}`] : [];
}

/** Slips in the classes can be merged as long as they were not. */
function mergeButtons({ t }: Pick<Context, 't'>, run: Run, profile: DatasetProfile): Button[] {
  const near = profile.problems.find(({ code: found }) => found === 'near-spellings');
  if (!near) return [];
  return [{ id: `finetune-merge:${run.id}`, label: t('finetune.merge'), style: 'secondary' }];
}

type StartedContext = Pick<Context, 't' | 'locale' | 'channelId'>;

/** Of what a service trains. */
const serviceLines = ({ t }: StartedContext, { service, model }: RunSpec): string[] => [
  t('finetune.model', { model: plain(model) }),
  ...(service ? [t('service.agreed', { dollars: money(service.dollars) })] : []),
];

/** Of what is trained here. */
const localLines = (context: StartedContext, run: Run, profile: DatasetProfile): string[] => {
  const { t } = context;
  const { spec } = run;
  return [
    t('finetune.budget', { time: formatSeconds(spec.budgetSeconds) }),
    t('finetune.model', { model: modelName(spec, t) }),
    ...languageLines(context, run, profile),
    t('finetune.unfreeze', { mode: t(`choice.unfreeze.${spec.unfreeze}`) }),
  ];
};

/** Where the server has a channel for reports. */
const elsewhere = ({ channelId, t }: StartedContext, { place }: Run): string[] =>
  place.channelId === channelId ? [] : [t('finetune.elsewhere', { channel: `<#${place.channelId}>` })];

export function startedReply(context: StartedContext, run: Run, profile: DatasetProfile): Reply {
  const { t } = context;
  const { spec } = run;
  const embed = understoodEmbed(profile, t, context.locale);
  const plan = [
    ...(spec.service ? serviceLines(context, spec) : localLines(context, run, profile)),
    t('finetune.seed', { seed: spec.seed }),
    ...(spec.horizon ? [t('finetune.horizon', { steps: spec.horizon })] : []),
    ...(spec.mergeSpellings ? [t('finetune.merged')] : []),
    ...(spec.test ? [t('finetune.test', { name: plain(spec.test.name) })] : []),
  ];
  return {
    content: [
      t('finetune.started', { id: code(run.id) }),
      ...elsewhere(context, run),
      ...consentLines(run, t),
    ].join('\n'),
    embeds: [
      { ...embed, fields: [...(embed.fields ?? []), { name: t('finetune.plan'), value: plan.join('\n') }] },
    ],
    buttons: mergeButtons(context, run, profile),
    result: {
      runId: run.id,
      state: run.state,
      follow: true,
      profile,
      spec,
      candidates: profile.candidates ?? [],
    },
  };
}
