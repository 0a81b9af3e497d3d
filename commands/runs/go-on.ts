/**
 * A Run that is over → what to do next, under `/runs show`: the same again with one thing changed, for whose data it is; and a
 * comparison with another Run that the person sees, of the same data first. `run-again.ts` and `compare-with.ts` carry it out.
 */
import type { GuildContext } from '../../src/discord/command.ts';
import type { Select } from '../../src/discord/reply.ts';
import type { Run } from '../../src/runs/run.ts';
import { formatSeconds } from '../../src/text/duration.ts';
import type { Translate } from '../../src/text/localise.ts';

/** What may be changed, one at a time; `same` is for a Run that failed. */
export const CHANGES = ['same', 'longer', 'auto', 'deep', 'seed'] as const;
export type Change = (typeof CHANGES)[number];

/** Times the time budget, up to the operator's limit. */
const LONGER = 4;
/** A select holds 25. */
const OTHERS = 25;
const LOOKED_AT = 100;

export const longerBudget = ({ spec }: Run, maximum: number): number =>
  Math.min(spec.budgetSeconds * LONGER, maximum);

export async function goOnSelects(context: GuildContext, run: Run): Promise<Select[]> {
  const others = run.state === 'succeeded' ? await comparable(context, run) : [];
  const { t } = context;
  return [
    ...(run.place.userId === context.person.id && isOver(run) ? [againSelect(context, run)] : []),
    {
      id: `compare-with:${run.id}`,
      placeholder: t('runs.compare-with'),
      options: others.map((one) => choice(one, t)),
    },
  ];
}

const isOver = ({ state }: Run): boolean => state !== 'queued' && state !== 'running';

function againSelect({ t, services: { config } }: GuildContext, run: Run): Select {
  const seconds = longerBudget(run, config.maxBudgetSeconds);
  const { spec } = run;
  const fits: Record<Change, boolean> = {
    same: run.state !== 'succeeded',
    longer: seconds > spec.budgetSeconds && !spec.service,
    auto: spec.modelFile === null && spec.model !== 'auto' && spec.kind !== 'prose',
    deep: spec.unfreeze !== 'deep' && !spec.service,
    seed: true,
  };
  return {
    id: `run-again:${run.id}`,
    placeholder: t('runs.again'),
    options: CHANGES.filter((change) => fits[change]).map((change) => ({
      label: t(`runs.again.${change}`, { time: formatSeconds(seconds) }),
      value: change,
    })),
  };
}

/** Delivered, of the same kind, and seen by the person; those on the same file first, then the newest. */
async function comparable(
  { services, guildId, person, visibleChannels }: GuildContext,
  run: Run,
): Promise<Run[]> {
  const seenBy = { userId: person.id, channels: visibleChannels() };
  const found = await services.runs.list({ guildId, seenBy, limit: LOOKED_AT });
  const fits = found.filter(
    ({ id, state, spec }) => id !== run.id && state === 'succeeded' && spec.kind === run.spec.kind,
  );
  const isSame = ({ spec }: Run) => spec.dataset.sha256 === run.spec.dataset.sha256;
  return [...fits.filter(isSame), ...fits.filter((one) => !isSame(one))].slice(0, OTHERS);
}

const choice = ({ id, spec }: Run, t: Translate) => ({
  label: `${id} · ${spec.dataset.name}`,
  value: id,
  description: [
    spec.model === 'auto' ? t('finetune.auto') : spec.model,
    formatSeconds(spec.budgetSeconds),
  ].join(' · '),
});
