/** A Consultation and its Ranking → the buttons and selects under the answer. Their ids carry the Consultation's id. */

import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import type { Context } from '../../src/discord/command.ts';
import type { Button, Select } from '../../src/discord/reply.ts';
import type { Consultation } from '../../src/recommend/consultation.ts';
import type { Candidate, Ranking } from '../../src/recommend/ranking.ts';
import { ACCESS_WISHES, HARDWARE, LICENCE_WISHES, PRIORITIES } from '../../src/recommend/requirements.ts';
import type { RecommendOptions } from '../../src/recommend/understand/options.ts';
import { lookUp } from '../../src/text/localise.ts';
import { columnSelect, openColumns } from '../column-choice.ts';

type Words = Pick<Context, 't' | 'locale'>;
/** The options that the select of conditions can set; the values are those of the slash options. */
type ConditionName = 'hardware' | 'licence' | 'access' | 'priority' | 'maxLatency' | 'maxSize' | 'language';

const CONDITIONS: readonly { name: ConditionName; values: readonly string[] }[] = [
  { name: 'hardware', values: ['any', ...HARDWARE] },
  { name: 'licence', values: LICENCE_WISHES },
  { name: 'priority', values: PRIORITIES },
  { name: 'maxLatency', values: ['any', '10ms', '50ms', '200ms'] },
  { name: 'maxSize', values: ['any', '25MiB', '100MiB', '500MiB'] },
  { name: 'access', values: ACCESS_WISHES },
  { name: 'language', values: ['en', 'zh', 'multi'] },
];

/** What holds now, in the words of the options. */
function current({ requirements: needs }: Ranking): Record<ConditionName, string> {
  return {
    hardware: needs.hardware ?? 'any',
    licence: needs.licence,
    access: needs.access,
    priority: needs.priority,
    maxLatency: needs.maxLatencyMs === null ? 'any' : `${needs.maxLatencyMs}ms`,
    maxSize: needs.maxSizeMiB === null ? 'any' : `${needs.maxSizeMiB}MiB`,
    language: needs.languages.length === 0 ? '' : needs.languages.join(',').replace('*', 'multi'),
  };
}

/** `licence=commercial` → the option to set; null for anything that the select does not offer. */
export function parseCondition(value: string): Pick<RecommendOptions, ConditionName> | null {
  const [name, wanted = ''] = value.split('=');
  const condition = CONDITIONS.find((one) => one.name === name);
  return condition?.values.includes(wanted) ? { [condition.name]: wanted } : null;
}

function conditionSelect({ t, locale }: Words, id: string, ranking: Ranking): Select {
  const now = current(ranking);
  return {
    id: `recommend-change:${id}`,
    placeholder: t('recommend.change'),
    options: CONDITIONS.filter(({ name }) => name !== 'language' || now.language !== '').flatMap(
      ({ name, values }) =>
        values
          .filter((value) => value !== now[name])
          .map((value) => ({
            label: t('recommend.condition', {
              name: t(`condition.${name}`),
              value: conditionValue({ t, locale }, name, value),
            }),
            value: `${name}=${value}`,
          })),
    ),
  };
}

function conditionValue({ t, locale }: Words, name: ConditionName, value: string): string {
  if (value === 'any') return t('condition-value.any');
  if (name === 'maxLatency' || name === 'maxSize') return `≤ ${value.replace(/(\d)([a-z])/i, '$1 $2')}`;
  return lookUp(locale, `condition-value.${value}`) ?? value;
}

function taskSelect({ t, locale }: Words, consultation: Consultation, ranking: Ranking): Select {
  const kind = consultation.profile?.kind;
  return {
    id: `recommend-task:${consultation.id}`,
    placeholder: t('recommend.change-task'),
    options: loadKnowledge()
      .tasks.filter((task) => task.id !== ranking.requirements.task && (!kind || task.kind === kind))
      .map(({ id, name }) => ({ label: name[locale], value: id })),
  };
}

/** Two of the candidates, to be seen side by side. */
export function compareSelect({ t }: Pick<Words, 't'>, id: string, { eligible }: Ranking): Select {
  return {
    id: `recommend-compare:${id}`,
    placeholder: t('recommend.compare'),
    count: 2,
    options:
      eligible.length < 2
        ? []
        : eligible.slice(0, 25).map((one) => ({
            label: `${one.rank}. ${one.name}`,
            value: one.id,
            description: t('recommend.score', { score: one.score.toFixed(2) }),
          })),
  };
}

const TRAINS_HERE: readonly Candidate['runsHere'][] = ['embedded', 'hub'];

/** The winner where it can be fine-tuned here, and the first that needs no download where that is another. */
export function trainableHere(ranking: Ranking): Candidate[] {
  const trainable = loadKnowledge().tasks.find(({ id }) => id === ranking.requirements.task)?.trainable;
  if (!trainable) return [];
  const winner = ranking.ranking.find(({ rank, runsHere }) => rank === 1 && TRAINS_HERE.includes(runsHere));
  const ready = ranking.eligible.find(({ id }) => id === ranking.readyHere);
  return [...new Set([winner, ready])].filter((one) => one !== undefined);
}

interface Shown {
  consultation: Consultation;
  ranking: Ranking;
  open: boolean;
}

/** What to do with the pick first; one that needs no download is offered beside one that does. */
function buttons({ t }: Words, { consultation, ranking, open }: Shown): Button[] {
  const { id } = consultation;
  const measurable = open ? null : measurableKind(consultation, ranking);
  return [
    ...trainableHere(ranking).map(
      ({ id: model, name }, place): Button => ({
        id: `recommend-finetune:${id}:${place}`,
        label:
          model === ranking.ranking[0]?.id
            ? t('recommend.button.finetune')
            : t('recommend.button.ready', { name }),
        style: place === 0 ? 'success' : 'secondary',
      }),
    ),
    ...(measurable ? [button(`recommend-measure:${id}:${measurable}`, t('recommend.button.measure'))] : []),
    ...whyIds(id, ranking).map((whyId) => button(whyId, t('recommend.button.why'))),
    open
      ? button(`recommend-correct:${id}`, t('recommend.correct'))
      : button(`recommend-open:${id}`, t('recommend.button.change')),
  ];
}

const button = (id: string, label: string): Button => ({ id, label, style: 'secondary' });

/** Kinds whose candidates the ridge probe can compare. */
export const MEASURABLE = ['image', 'text', 'audio'] as const;
export type Measurable = (typeof MEASURABLE)[number];

/** Where data would tell more than published facts, and none are attached. */
function measurableKind({ dataset }: Consultation, { requirements, eligible }: Ranking): Measurable | null {
  if (dataset || !eligible.some(({ runsHere }) => TRAINS_HERE.includes(runsHere))) return null;
  return MEASURABLE.find((kind) => kind === requirements.kind) ?? null;
}

/** Closed, four buttons; open, everything that can be changed. Where nothing was found there is nothing else to do. */
export function controls(words: Words, shown: Shown) {
  const { consultation, ranking } = shown;
  const { id, profile, target } = consultation;
  const columns = profile ? openColumns(profile, target) : [];
  const ranked = ranking.ranking.length > 0 || ranking.rejected.length > 0;
  const open = shown.open || ranking.ranking.length === 0;
  return {
    buttons: buttons(words, { ...shown, open }),
    selects: [
      ...(columns.length > 0 ? [columnSelect(`recommend-column:${id}`, columns, words.t)] : []),
      ...(open ? [taskSelect(words, consultation, ranking)] : []),
      ...(open && ranked ? [conditionSelect(words, id, ranking)] : []),
    ],
  };
}

/** The button that shows every score; none where nothing is ranked. */
export const whyIds = (consultationId: string, { ranking }: Ranking): string[] =>
  ranking.length > 0 ? [`recommend-why:${consultationId}`] : [];
