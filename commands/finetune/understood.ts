/** A DatasetProfile → the embed that shows what was understood before training starts. */

import { type DatasetProfile, isLeak, type Problem } from '../../src/datasets/dataset.ts';
import type { Embed } from '../../src/discord/reply.ts';
import { plain } from '../../src/text/escape.ts';
import { fitLines, fitParts, LIMITS } from '../../src/text/fit-embed.ts';
import type { Locale, Translate } from '../../src/text/localise.ts';
import { noteText } from '../../src/text/notes.ts';
import { renderValue } from '../../src/text/render.ts';

const SHOWN_CLASSES = 15;
const SHOWN_PROBLEMS = 8;
/** Findings whose items are names that the person should read; those of others are rows and files. */
const NAMING = ['near-spellings', 'near-merged', 'rare-classes', 'class-imbalance', 'label-variants'];
const NAMED_ITEMS = 5;

function classesField(profile: DatasetProfile, t: Translate) {
  const shown = profile.classes
    .slice(0, SHOWN_CLASSES)
    .map(({ name, count }) => `${plain(name, 60)} (${count})`);
  const rest = profile.classes.length - shown.length;
  return {
    name: t('data.classes', { count: profile.classes.length }),
    value: fitParts(
      [...shown, ...(rest > 0 ? [t('data.more', { count: rest })] : [])],
      ', ',
      LIMITS.fieldValue,
    ),
  };
}

/** The finding, with the classes or rules that it is about. */
function problemText(problem: Problem, locale: Locale, t: Translate): string {
  const { code, items } = problem;
  const isNaming = NAMING.includes(code) || isLeak(problem);
  const named = isNaming ? items.slice(0, NAMED_ITEMS) : [];
  const rest = items.length - named.length;
  const more = named.length > 0 && rest > 0 ? [t('data.more', { count: rest })] : [];
  const listed = named.length > 0 ? `: ${[...named, ...more].join('; ')}` : '';
  return plain(`${noteText(locale, problem).replace(/[.。]$/, listed === '' ? '$&' : '')}${listed}`, 400);
}

export function understoodEmbed(profile: DatasetProfile, t: Translate, locale: Locale = 'en'): Embed {
  const facts = profile.facts.map(({ label, value }) =>
    t('data.fact', {
      label: plain(renderValue(locale, label), 60),
      value: plain(renderValue(locale, value), 200),
    }),
  );
  const text = (problem: Problem) => problemText(problem, locale, t);
  const leaks = profile.problems.filter(isLeak).map((problem) => `⚠️ **${text(problem)}**`);
  const problems = profile.problems
    .filter((problem) => !isLeak(problem))
    .slice(0, SHOWN_PROBLEMS)
    .map((problem) => `${problem.severity === 'warning' ? '⚠️' : 'ℹ️'} ${text(problem)}`);
  return {
    title: t('data.title', { name: plain(profile.name, 100) }),
    description: [
      ...leaks,
      t('data.summary', { kind: t(`kind.${profile.kind}`), count: profile.sampleCount }),
    ].join('\n'),
    color: profile.problems.some(({ severity }) => severity === 'warning') ? 0xf0a020 : 0x3498db,
    fields: [
      ...(profile.classes.length > 0 ? [classesField(profile, t)] : []),
      ...(facts.length > 0 ? [{ name: t('data.facts'), value: fitLines(facts) }] : []),
      ...(problems.length > 0 ? [{ name: t('data.problems'), value: fitLines(problems) }] : []),
    ],
  };
}
