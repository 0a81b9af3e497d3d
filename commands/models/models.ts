/** `/models`: the catalogue, and the facts of one model with the pages they were read from. */
import type { ModelEntry } from '../../knowledge/schema.ts';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { type Context, chatCommand, componentCommand } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { UserError } from '../../src/errors.ts';
import { plain } from '../../src/text/escape.ts';
import { fitFields, fitLines, LIMITS, linesField } from '../../src/text/fit-embed.ts';
import { languageName } from '../../src/text/language-name.ts';
import { phrase } from '../../src/text/phrases.ts';
import { nameModels } from '../finetune/model-choice.ts';
import { namedModel } from './named-model.ts';

const WHERE_ORDER = ['embedded', 'hub', 'remote', 'not-here'] as const;

export const models = chatCommand({
  definition: {
    kind: 'chat',
    name: 'models',
    where: 'anywhere',
    forUsers: true,
    options: [
      { name: 'model', type: 'string', maxLength: 60, autocomplete: true },
      { name: 'task', type: 'string', maxLength: 60, autocomplete: true },
    ],
  },
  async run(context, { model, task }) {
    await context.respond.send(model ? factsReply(context, model) : listReply(context, task), {
      ephemeral: true,
    });
  },
  async autocomplete({ option, typed, locale }) {
    const { models: known, tasks } = loadKnowledge();
    const choices =
      option === 'task'
        ? tasks.map((task) => ({ name: task.name[locale], value: task.id }))
        : known.map(({ id, name }) => ({ name, value: id }));
    return choices.filter(({ name, value }) =>
      `${name} ${value}`.toLowerCase().includes(typed.toLowerCase()),
    );
  },
});

/** The select under the list. */
export const modelSelect = componentCommand({
  name: 'models',
  where: 'anywhere',
  run: (context, _argument, [id]) => context.respond.send(factsReply(context, id ?? ''), { ephemeral: true }),
});

function listReply({ t }: Context, task: string | undefined): Reply {
  const wanted = task?.trim().toLowerCase();
  const found = loadKnowledge()
    .models.filter(({ kind, fits }) => !wanted || kind === wanted || Object.keys(fits).includes(wanted))
    .sort((a, b) => WHERE_ORDER.indexOf(a.runsHere) - WHERE_ORDER.indexOf(b.runsHere));
  if (found.length === 0) throw unknownTask(wanted ?? '');
  const groups = WHERE_ORDER.flatMap((where) => {
    const names = found.filter(({ runsHere }) => runsHere === where).map(({ name }) => plain(name));
    return names.length > 0 ? [{ where, names }] : [];
  });
  const lines = groups.map(
    ({ where, names }) => `**${t(`models.where.${where}`)}** (${names.length}): ${names.join(', ')}`,
  );
  const here = groups.find(({ where }) => where === 'embedded')?.names.length ?? 0;
  return {
    content: t('models.lead', { count: found.length, here }),
    embeds: [{ description: fitLines(lines, LIMITS.description), color: 0x5865f2 }],
    selects: [
      {
        id: 'models:facts',
        placeholder: t('models.select'),
        options: found
          .slice(0, 25)
          .map(({ id, name, kind }) => ({ label: name, value: id, description: t(`kind.${kind}`) })),
      },
    ],
    result: { models: found.map(({ id, name, kind, runsHere }) => ({ id, name, kind, runsHere })) },
  };
}

function factsReply(context: Context, id: string): Reply {
  const { t, locale } = context;
  const { model, near } = namedModel(id);
  if (!model) {
    throw near.length > 0
      ? new UserError('unknown-model-near', { model: id, near: nameModels(near) })
      : new UserError('model-not-known', { model: id });
  }
  const sources = [...new Set(model.sources)].map((url) => `<${url}>`);
  return {
    embeds: [
      {
        title: `${plain(model.name)} (${plain(model.id)})`,
        color: 0x5865f2,
        fields: fitFields(
          [
            linesField(t('models.facts'), factLines(context, model)),
            linesField(t('models.metrics'), metricLines(context, model)),
            linesField(t('models.here'), [
              t('models.where', {
                where: t(`models.where.${model.runsHere}`),
                reason: plain(phrase(locale, model.runsHereReason), 500),
              }),
            ]),
            linesField(t('models.notes'), [plain(model.notes, 900)]),
            linesField(t('models.sources', { date: model.checked }), sources),
          ],
          5_500,
        ),
      },
    ],
    result: { model },
  };
}

function factLines({ t, locale }: Context, model: ModelEntry): string[] {
  /** A value with a link to the page it was read from. */
  const sourced = (fact: { value: string | number; source: string } | null): string =>
    fact
      ? `${plain(typeof fact.value === 'number' && fact.value > 9_999 ? fact.value.toLocaleString('en') : String(fact.value))} ([${t('models.source')}](${fact.source}))`
      : t('models.unknown');
  const { latency, licence } = model;
  return [
    t('models.params', { value: sourced(model.params) }),
    t('models.year', { value: sourced(model.year) }),
    t('models.licence', {
      value: plain(licence.weights ?? t('models.unknown'), 200),
      commercial: phrase(locale, licence.commercial),
    }),
    t('models.access', { value: t(`access.${model.access}`) }),
    t('models.input', { value: sourced(model.input) }),
    t('models.dim', { value: sourced(model.embeddingDim) }),
    ...(latency
      ? [
          `${t('models.latency', { ms: latency.ms, hardware: plain(latency.hardware) })} ([${t('models.source')}](${latency.source}))`,
        ]
      : []),
    ...(model.hubId ? [t('models.hub', { value: sourced(model.hubId) })] : []),
    ...(model.languages.length > 0
      ? [
          t('models.languages', {
            value: model.languages.map((code) => plain(languageName(code, locale))).join(', '),
          }),
        ]
      : []),
  ];
}

const metricLines = ({ t, locale }: Context, model: ModelEntry): string[] =>
  model.metrics.map(
    ({ name, dataset, value, source }) =>
      `${t('models.metric', { name: plain(phrase(locale, name)), dataset: plain(dataset), value })} ([${t('models.source')}](${source}))`,
  );

function unknownTask(task: string): UserError {
  const tasks = loadKnowledge()
    .tasks.map(({ id }) => id)
    .join(', ');
  return new UserError('no-such-task', { task, tasks });
}
