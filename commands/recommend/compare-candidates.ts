/** Two candidates of an answer side by side, for the person who chose them: facts, contributions, what was measured. */
import { type Context, componentCommand } from '../../src/discord/command.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { UserError } from '../../src/errors.ts';
import { openConsultation } from '../../src/recommend/consultation.ts';
import type { Candidate, Ranking } from '../../src/recommend/ranking.ts';
import { block, plain } from '../../src/text/escape.ts';
import { padTo } from '../../src/text/fixed-width.ts';
import { rankConsultation } from './answer.ts';

/** Columns of a code block that a phone shows without breaking lines. */
const LABEL_WIDTH = 16;
const CELL_WIDTH = 18;

export const recommendCompare = componentCommand({
  name: 'recommend-compare',
  where: 'anywhere',
  async run(context, id, [first = '', second = '']) {
    const { services, guildId, person, respond } = context;
    await respond.defer({ ephemeral: true });
    const consultation = await openConsultation(services.objects, id, { guildId, userId: person.id });
    const ranking = await rankConsultation(context, consultation);
    await respond.send(compareReply(context, find(ranking, first), find(ranking, second)));
  },
});

function find({ eligible }: Ranking, id: string): Candidate {
  const found = eligible.find((one) => one.id === id);
  if (found) return found;
  throw new UserError('candidate-gone', { model: id });
}

/** The better one first. */
export function compareReply({ t }: Pick<Context, 't'>, one: Candidate, other: Candidate): Reply {
  const [a, b] = one.rank <= other.rank ? [one, other] : [other, one];
  const rows = rowsOf(t, a, b);
  const line = ([label, ...cells]: readonly string[]) =>
    `${padTo(label ?? '', LABEL_WIDTH)} ${cells.map((cell) => padTo(cell, CELL_WIDTH)).join(' ')}`.trimEnd();
  const table = [['', 'A', 'B'], ...rows].map(line).join('\n');
  return {
    content: `**A** ${plain(a.name)} · **B** ${plain(b.name)}\n\`\`\`\n${block(table)}\n\`\`\`${t('compare.note')}`,
    result: { compared: [a, b], rows },
  };
}

function rowsOf(t: Context['t'], a: Candidate, b: Candidate): string[][] {
  const number = (value: number | null, unit: string) =>
    value === null ? t('models.unknown') : `${Number(value.toPrecision(3))} ${unit}`;
  const row = (label: string, read: (one: Candidate) => string) => [label, read(a), read(b)];
  const points = a.contributions.map(({ criterion }) =>
    row(`· ${t(`criterion.${criterion}`)}`, (one) => {
      const found = one.contributions.find((each) => each.criterion === criterion);
      return found ? `${found.points.toFixed(2)} (${found.value.toFixed(2)})` : '';
    }),
  );
  const measured = a.measured || b.measured;
  return [
    row(t('compare.rank'), ({ rank }) => String(rank)),
    row(t('compare.score'), ({ score }) => score.toFixed(2)),
    ...points,
    ...(measured
      ? [
          row(t('compare.measured'), (one) =>
            one.measured ? `${(one.measured.accuracy * 100).toFixed(1)} %` : t('compare.not-measured'),
          ),
        ]
      : []),
    row(t('compare.latency'), (one) => `${one.latencyEstimated ? '≈ ' : ''}${number(one.latencyMs, 'ms')}`),
    row(t('compare.size'), ({ sizeMiB }) => number(sizeMiB, 'MiB')),
    row(t('compare.params'), ({ params }) => number(params === null ? null : params / 1e6, 'M')),
    row(t('compare.licence'), ({ licence }) => licence ?? t('models.unknown')),
    row(t('compare.access'), ({ access }) => t(`access.${access}`)),
    row(t('compare.here'), ({ runsHere }) => t(`compare.here.${runsHere}`)),
    ...(a.languages.length + b.languages.length > 0
      ? [row(t('compare.languages'), ({ languages }) => languages.join(', ').replace('*', '≈ 100') || '–')]
      : []),
  ];
}
