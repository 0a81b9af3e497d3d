/**
 * Ranking → sentences in the person's language, from the fired rules, contributions and facts alone. Complete
 * without a language model; `explain-llm.ts` may only choose among what stands here.
 */

import { findModel, loadKnowledge } from '../../catalogue/knowledge.ts';
import { languageName } from '../../text/language-name.ts';
import { phrase } from '../../text/phrases.ts';
import { type Code, fill, isCode, type Locale, pickLocale, render } from '../../text/render.ts';
import { onSmallDevices } from '../rank/criteria.ts';
import type { Candidate, Contribution, MeasuredCandidate, Ranking, Sentence } from '../ranking.ts';
import type { Understood } from '../requirements.ts';

/** Texts `recommend.<key>`. */
type RecommendKey = Code extends infer Any ? (Any extends `recommend.${infer Key}` ? Key : never) : never;

export interface Explanation {
  /** One line a thing understood: "task: image classification (“photos”)". */
  understood: string[];
  /** The answer in a few sentences. */
  summary: string[];
  /** One paragraph a shown candidate: where its score comes from, notes. */
  candidates: { id: string; title: string; lines: string[] }[];
  /** Closeness, counterfactuals, rejections, framework. */
  remarks: string[];
  snippet: { language: string; code: string; source: string } | null;
}

const say = (locale: Locale, key: RecommendKey, params: Sentence['params'] = {}): string =>
  render(locale, `recommend.${key}`, params);

/** A text by a key that comes from the Ranking; null where there is none. */
function lookUp(locale: Locale, key: string, params: Sentence['params'] = {}): string | null {
  const code = `recommend.${key}`;
  return isCode(code) ? render(locale, code, params) : null;
}

export function taskName(id: string, locale: Locale): string {
  const knowledge = loadKnowledge();
  const entry =
    knowledge.tasks.find((task) => task.id === id) ?? knowledge.unserved.find((one) => one.id === id);
  return entry?.name[locale] ?? id;
}

/** A value such as `phone` or `paid-api` in the person's language; anything without a word of its own stays. */
function localiseValue(value: string, locale: Locale): string {
  return lookUp(locale, `value.${value}`) ?? value;
}

/** "en, zh" → "English, Chinese"; the lexicon's own name first, else the name that the platform knows. */
function localiseLanguages(codes: string, locale: Locale): string {
  const { languages } = loadKnowledge().lexicon;
  return codes
    .split(', ')
    .map(
      (code) =>
        languages.find(({ value }) => value === code)?.name[locale] ??
        (code === '*' ? say(locale, 'value.many-languages') : languageName(code, locale)),
    )
    .join(say(locale, 'list.between'));
}

/** Parameters of rules whose values are words of the catalogue, not of the person. */
const LOCALISED_PARAMS = ['hardware', 'kind', 'modelKind', 'access'] as const;

/** Renders a sentence of the Ranking: a rule's reason, or an entry of the locale table. */
export function renderSentence(sentence: Sentence, locale: Locale): string {
  const params = { ...sentence.params };
  if (params.taskName !== undefined) params.taskName = taskName(String(params.taskName), locale);
  for (const name of LOCALISED_PARAMS)
    if (params[name] !== undefined) params[name] = localiseValue(String(params[name]), locale);
  for (const name of ['languages', 'modelLanguages'] as const)
    if (params[name] !== undefined) params[name] = localiseLanguages(String(params[name]), locale);
  if (params.offerNote !== undefined) params.offerNote = phrase(locale, String(params.offerNote));
  const rule = loadKnowledge().rules.find(({ id }) => `rule.${id}` === sentence.key);
  if (rule) return fill(locale, rule.reason[locale], params);
  return lookUp(locale, sentence.key, params) ?? sentence.key;
}

const two = (value: number): string => value.toFixed(2);
const percent = (value: number): string => (value * 100).toFixed(1);

/** What was understood, in words of the person's language. */
export function understoodValue({ field, value }: Understood, locale: Locale): string {
  if (field === 'task' || field === 'unserved') return taskName(value, locale);
  return field === 'language' ? localiseLanguages(value, locale) : localiseValue(value, locale);
}

function renderUnderstood(item: Understood, locale: Locale): string {
  const value = understoodValue(item, locale);
  const source = say(locale, `source.${item.source}`, { evidence: item.evidence.slice(0, 60) });
  return say(locale, 'understood.line', { name: say(locale, `understood.${item.field}`), value, source });
}

function contributionFact(contribution: Contribution, locale: Locale): string {
  const { basis, fact } = contribution;
  const known = lookUp(locale, `fact.${fact}`) ?? phrase(locale, fact);
  if (basis === 'unknown') return say(locale, 'fact.unknown');
  return basis === 'estimated' ? say(locale, 'fact.estimated', { fact: known }) : known;
}

function renderContribution(contribution: Contribution, locale: Locale): string {
  return say(locale, 'contribution', {
    criterion: say(locale, `criterion.${contribution.criterion}`),
    value: two(contribution.value),
    weight: two(contribution.weight),
    points: two(contribution.points),
    fact: contributionFact(contribution, locale),
  });
}

/** What the Hub itself says of a candidate that its live search found. */
function hubLine({ hub, licence }: Candidate, locale: Locale): string[] {
  if (!hub) return [];
  const unknown = say(locale, 'value.unknown');
  return [
    say(locale, 'hub.found', {
      licence: licence ?? unknown,
      downloads: hub.downloads.toLocaleString('en'),
      likes: hub.likes.toLocaleString('en'),
    }),
  ];
}

/** Where its time is known: an estimate for smaller computers, said to be one. */
function devicesLine({ latencyMs, sizeMiB }: Candidate, locale: Locale): string[] {
  if (latencyMs === null) return [];
  const { phoneMs, raspberryPiMs } = onSmallDevices(latencyMs, loadKnowledge().scoring);
  const times = { phone: phoneMs, pi: raspberryPiMs, laptop: Number(latencyMs.toPrecision(2)) };
  if (sizeMiB === null) return [say(locale, 'devices', times)];
  return [say(locale, 'devices-size', { ...times, size: Number(sizeMiB.toPrecision(2)) })];
}

function explainCandidate(candidate: Candidate, locale: Locale) {
  return {
    id: candidate.id,
    title: `${candidate.rank}. ${candidate.name} · ${two(candidate.score)}${candidate.hub ? ` · ${say(locale, 'hub.mark')}` : ''}`,
    lines: [
      ...hubLine(candidate, locale),
      ...candidate.contributions.map((contribution) => renderContribution(contribution, locale)),
      ...devicesLine(candidate, locale),
      ...[...candidate.reasons, ...candidate.notes].map((sentence) => renderSentence(sentence, locale)),
    ],
  };
}

/** The second has more points, and stands behind the first for want of a measurement. */
const isUnmeasuredAhead = (first: Candidate, second: Candidate): boolean =>
  second.score > first.score && first.measured !== null && second.measured === null;

function summarise(ranking: Ranking, locale: Locale): string[] {
  const { requirements: needs, ranking: top } = ranking;
  const first = top[0];
  if (!first) return [explainEmpty(ranking, locale)];
  const lines = [say(locale, 'winner', { name: first.name, score: two(first.score) })];
  const second = ranking.eligible[1];
  lines.push(
    second
      ? say(locale, isUnmeasuredAhead(first, second) ? 'winner.measured' : 'winner.margin', {
          name: second.name,
          score: two(second.score),
        })
      : say(locale, 'winner.only'),
  );
  lines.push(...explainMeasured(ranking, locale));
  const trainable = loadKnowledge().tasks.find(({ id }) => id === needs.task)?.trainable;
  if (!trainable) lines.push(say(locale, 'not.trainable', { task: taskName(needs.task ?? '', locale) }));
  const ready = ranking.eligible.find(({ id }) => id === ranking.readyHere);
  if (ready && ready.id !== first.id)
    lines.push(say(locale, 'ready', { name: `${ready.name} (${ready.id})` }));
  return lines;
}

/** Why there is no candidate, and what to do. */
export function explainEmpty(ranking: Ranking, locale: Locale): string {
  const { unserved, requirements: needs } = ranking;
  if (unserved)
    return say(locale, 'unserved', { task: unserved.name[locale], advice: unserved.advice[locale] });
  if (needs.task === null) return say(locale, 'ask.task');
  const nearest = ranking.rejected
    .filter(({ constraints }) => !constraints.includes('task'))
    .sort((a, b) => a.reasons.length - b.reasons.length || a.id.localeCompare(b.id))[0];
  if (!nearest) return say(locale, 'ask.task');
  return say(locale, 'none.left', {
    name: nearest.name,
    reason: nearest.reasons.map((sentence) => renderSentence(sentence, locale)).join(' '),
  });
}

function explainMeasured(ranking: Ranking, locale: Locale): string[] {
  const { measured, eligible } = ranking;
  const best = eligible[0];
  if (!measured || !best?.measured) return [];
  const lines = [
    say(locale, 'measured.head', {
      n: measured.n,
      name: best.name,
      accuracy: percent(best.measured.accuracy),
    }),
  ];
  const tied = eligible.slice(1).filter((candidate) => candidate.measured?.tied);
  if (tied.length > 0)
    lines.push(
      say(locale, 'measured.tied', { names: tied.map(({ name }) => name).join(say(locale, 'list.between')) }),
    );
  const behind = eligible.slice(1).filter((one) => one.measured?.difference && !one.measured.tied);
  if (behind.length > 0)
    lines.push(
      say(locale, 'measured.behind', {
        list: behind.map(({ name, measured: one }) => behindWords(name, one!)).join('; '),
      }),
    );
  if (measured.zeroShot) {
    const { name, accuracy, enough } = measured.zeroShot;
    const key = enough ? 'measured.zero-shot-enough' : 'measured.zero-shot';
    lines.push(say(locale, key, { name, accuracy: percent(accuracy) }));
  }
  if (measured.skipped.length > 0)
    lines.push(say(locale, 'measured.skipped', { list: measured.skipped.map(skippedWords).join('; ') }));
  if (measured.noTransfer) {
    lines.push(say(locale, 'measured.baseline', { accuracy: percent(measured.noTransfer.accuracy) }));
    if (measured.transferWins !== null)
      lines.push(say(locale, measured.transferWins ? 'measured.wins' : 'measured.loses'));
  }
  return lines;
}

/** "MiniLM 84.0 % (−3.1 ± 1.2)": the loss to the best in points, with its standard error. */
function behindWords(name: string, { accuracy, difference }: MeasuredCandidate): string {
  const points = (value: number) => (100 * value).toFixed(1);
  const { mean, standardError } = difference!;
  return `${name} ${percent(accuracy)} % (−${points(-mean)} ± ${points(standardError)})`;
}

const skippedWords = ({ id, reason }: { id: string; reason: string }): string =>
  `${findModel(id)?.name ?? id}: ${reason}`;

function remarksOf(ranking: Ranking, locale: Locale): string[] {
  const lines = ranking.weightReasons.map((sentence) =>
    say(locale, 'weight.reason', { reason: renderSentence(sentence, locale) }),
  );
  const flip = ranking.closeness.flips[0];
  if (flip)
    lines.push(
      say(locale, 'close', {
        criterion: say(locale, `criterion.${flip.criterion}`),
        direction: say(locale, flip.factor > 1 ? 'direction.more' : 'direction.less'),
        name: flip.name,
      }),
    );
  for (const { change, name } of ranking.counterfactuals)
    lines.push(say(locale, `change.${change}`, { name }));
  const { named } = ranking.requirements;
  const ruledOut = ranking.rejected
    .filter(({ constraints, id }) => !constraints.includes('task') || named.includes(id))
    // Who named a model wants to read first why it is out.
    .sort((a, b) => Number(named.includes(b.id)) - Number(named.includes(a.id)));
  if (ruledOut.length > 0 && ranking.ranking.length > 0) {
    const list = ruledOut.slice(0, 4).map(({ name, reasons }) =>
      say(locale, 'rejected.one', {
        name,
        reasons: reasons.map((sentence) => renderSentence(sentence, locale)).join(' '),
      }),
    );
    lines.push(say(locale, 'rejected', { count: ruledOut.length, list: list.join(' · ') }));
  }
  if (ranking.framework)
    lines.push(
      say(locale, 'framework', { name: ranking.framework.name, why: ranking.framework.why[locale] }),
    );
  return lines;
}

/** Everything there is to say about a Ranking; the reply decides how much of it to show. */
export function explain(ranking: Ranking, localeName = 'en'): Explanation {
  const locale = pickLocale(localeName);
  return {
    understood: ranking.requirements.understood.map((item) => renderUnderstood(item, locale)),
    summary: summarise(ranking, locale),
    candidates: ranking.ranking.map((candidate) => explainCandidate(candidate, locale)),
    remarks: remarksOf(ranking, locale),
    snippet: ranking.framework?.snippet ?? null,
  };
}
