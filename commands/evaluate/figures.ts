/**
 * What `/evaluate` found, in two forms: what is read in ten seconds, and all figures, behind the button "All figures" for
 * anybody in the server. Pure but for the button.
 */
import type { ChildResultOf } from '../../src/child/messages.ts';
import { type Context, componentCommand } from '../../src/discord/command.ts';
import { openAnswer } from '../../src/discord/kept/answer.ts';
import type { Embed } from '../../src/discord/reply.ts';
import { groupLines, mistakeLines } from '../../src/report/evaluation-sections.ts';
import { thingsOf } from '../../src/report/short/verdicts.ts';
import { classField, figureLines } from '../../src/report/summary.ts';
import type { Run } from '../../src/runs/run.ts';
import { code, plain } from '../../src/text/escape.ts';
import { fitFields, linesField } from '../../src/text/fit-embed.ts';
import type { Locale } from '../../src/text/localise.ts';
import { noteText } from '../../src/text/notes.ts';
import { phrase } from '../../src/text/phrases.ts';
import { measure, percent, type ReportWords, reportWords } from '../../src/text/words.ts';

export type Evaluated = ChildResultOf<'evaluated'>;

export const evaluationFigures = componentCommand({
  name: 'evaluation-figures',
  where: 'guild',
  async run({ respond, services, guildId }, id) {
    await respond.defer({ ephemeral: true });
    await respond.send({ ...(await openAnswer(services.objects, id, guildId)), result: { answerId: id } });
  },
});

/** How it did on the file, and whether that differs from the Run's own test. */
export function shortEvaluation(run: Run, result: Evaluated, words: ReportWords): string[] {
  const { classification, measures, profile, comparison, notes } = result;
  const name = plain(profile.name, 60);
  const whole = (value: number) => String(Math.round(value * 100));
  const [first] = measures;
  const lead = classification
    ? words('evaluate.right', {
        right: Math.round(classification.accuracy * classification.n),
        n: classification.n,
        things: words(`short.things.${thingsOf(run.spec.kind)}`),
        name,
        percent: whole(classification.accuracy),
        low: whole(classification.accuracyInterval[0]),
        high: whole(classification.accuracyInterval[1]),
      })
    : words('evaluate.measured', {
        figure: first ? `${words.phrase(first.name)} ${measure(first.value)}` : '–',
        name,
      });
  const drift = comparison
    ? `${words('evaluate.own', { figure: figureOf(comparison, comparison.run) })}${words('sentences.between')}${words(driftKey(comparison))}`
    : null;
  return [
    lead,
    ...(drift === null ? [] : [drift]),
    ...(notes.length > 0 ? [`-# ${words('short.warnings', { count: notes.length })}`] : []),
  ];
}

type Comparison = NonNullable<Evaluated['comparison']>;

const figureOf = ({ name }: Comparison, value: number): string =>
  name === 'accuracy' ? percent(value) : measure(value);

function driftKey({ name, difference, interval: [low, high] }: Comparison) {
  if (low <= 0 && high >= 0) return 'drift.none';
  const worse = name === 'accuracy' ? difference < 0 : difference > 0;
  return worse ? 'drift.worse' : 'drift.better';
}

const signed = (value: number, text: (value: number) => string): string =>
  `${value < 0 ? '−' : '+'}${text(Math.abs(value))}`;

/** Here against the Run's own test part, and whether that is beyond chance. */
function driftLines({ comparison, notes }: Evaluated, words: ReportWords, locale: Locale): string[] {
  const noted = notes.map((note) => `• ${plain(noteText(locale, note), 500)}`);
  if (!comparison) return noted;
  const { name, run, file, difference, interval } = comparison;
  const step = name === 'accuracy' ? (value: number) => `${(value * 100).toFixed(1)} pp` : measure;
  return [
    words('drift.figures', {
      name: phrase(locale, name),
      run: figureOf(comparison, run),
      file: figureOf(comparison, file),
      difference: signed(difference, step),
      low: signed(interval[0], step),
      high: signed(interval[1], step),
    }),
    words(driftKey(comparison)),
    ...noted,
  ];
}

export function evaluationEmbed({ t, locale }: Context, run: Run, result: Evaluated): Embed {
  const words = reportWords(locale);
  const { classification, evaluation, measures, profile, skipped } = result;
  const judged = (lines: typeof groupLines) => (evaluation ? lines(evaluation, words) : []);
  const n = classification?.n ?? profile.sampleCount;
  const left = skipped
    .slice(0, 5)
    .map(
      ({ id, reason }) =>
        `⚠️ ${t('predict.skipped', { id: code(id, 40), reason: plain(phrase(locale, reason), 200) })}`,
    );
  const problems = profile.problems
    .filter(({ severity, code: kind }) => severity === 'warning' && kind !== 'sparse-data')
    .map((problem) => `• ${plain(noteText(locale, problem), 300)}`);
  const sections = [
    linesField(words('evaluate.test', { n }), figureLines({ classification, measures }, words)),
    linesField(words('evaluate.drift'), driftLines(result, words, locale)),
    ...classField(classification, words),
    linesField(words('field.groups'), judged(groupLines)),
    linesField(words('field.mistakes'), judged(mistakeLines)),
    linesField(words('field.warnings'), [...left, ...problems]),
  ];
  return {
    title: words('evaluate.title', { id: run.id, name: plain(profile.name, 100) }),
    color: 0x5865f2,
    fields: fitFields(sections),
  };
}
