/** A queued Run → what was understood of its data, and the plan; a button where near spellings could be merged. */
import type { RunSpec } from '../../src/child/run-spec.ts';
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import type { Context } from '../../src/discord/command.ts';
import type { Button, Reply } from '../../src/discord/reply.ts';
import type { Run } from '../../src/runs/run.ts';
import { formatSeconds } from '../../src/text/duration.ts';
import { code, plain } from '../../src/text/escape.ts';
import { consentLines } from '../consent/consent-lines.ts';
import { understoodEmbed } from './understood.ts';

const modelName = ({ model, modelFile }: RunSpec, t: Context['t']): string => {
  if (modelFile) return plain(modelFile.name);
  return model === 'auto' ? t('finetune.auto') : plain(model);
};

/** Slips in the classes can be merged as long as they were not. */
function mergeButtons({ t }: Context, run: Run, profile: DatasetProfile): Button[] {
  const near = profile.problems.find(({ code: found }) => found === 'near-spellings');
  if (!near) return [];
  return [{ id: `finetune-merge:${run.id}`, label: t('finetune.merge'), style: 'secondary' }];
}

export function startedReply(context: Context, run: Run, profile: DatasetProfile): Reply {
  const { t } = context;
  const { spec } = run;
  const embed = understoodEmbed(profile, t, context.locale);
  const plan = [
    t('finetune.budget', { time: formatSeconds(spec.budgetSeconds) }),
    t('finetune.model', { model: modelName(spec, t) }),
    t('finetune.unfreeze', { mode: t(`choice.unfreeze.${spec.unfreeze}`) }),
    t('finetune.seed', { seed: spec.seed }),
    ...(spec.horizon ? [t('finetune.horizon', { steps: spec.horizon })] : []),
    ...(spec.mergeSpellings ? [t('finetune.merged')] : []),
    ...(spec.test ? [t('finetune.test', { name: plain(spec.test.name) })] : []),
  ];
  return {
    content: [t('finetune.started', { id: code(run.id) }), ...consentLines(run, t)].join('\n'),
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
