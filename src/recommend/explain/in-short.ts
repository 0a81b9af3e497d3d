/**
 * Ranking → the answer that is read in ten seconds: which model and why, who comes second, what stands in the way. From
 * the same facts as `explain.ts`, which says all of it. Next: `commands/recommend/ranking-reply.ts`.
 */
import { findModel, loadKnowledge } from '../../catalogue/knowledge.ts';
import { thingsOf } from '../../report/short/verdicts.ts';
import { type Code, type Locale, render } from '../../text/render.ts';
import type { Candidate, MeasuredCandidate, Ranking } from '../ranking.ts';
import type { Requirements, Understood } from '../requirements.ts';
import { explainEmpty, taskName, understoodValue } from './explain.ts';

type ShortKey = Code extends infer Any ? (Any extends `recommend.short.${infer Key}` ? Key : never) : never;
type Say = (key: ShortKey, values?: Record<string, string | number>) => string;

interface InShort {
  /** The sentence that decides; its mark of bold is ours. */
  lead: string;
  lines: string[];
  /** What was understood, for small print. */
  understood: string;
}

/** Differences of quality, in [0,1] on fixed anchors, that deserve a word. */
const A_LITTLE = 0.02;
const CLEARLY = 0.06;
/** Ratios of speed below this are not worth a word. */
const NOTABLE_RATIO = 1.3;
const MOST_REASONS = 4;
const MOST_UNDERSTOOD = 6;

export function inShort(ranking: Ranking, locale: Locale): InShort {
  const say: Say = (key, values = {}) => render(locale, `recommend.short.${key}`, values);
  const understood = understoodLine(ranking.requirements.understood, locale, say);
  const [first, second] = ranking.eligible;
  if (!first) return { lead: explainEmpty(ranking, locale), lines: [], understood };
  const lead = `${say('use', { name: first.name })}${render(locale, 'report.sentences.between')}${whyFirst(ranking, first, locale, say)}`;
  const others = [
    ...(second ? [secondLine(ranking, { first, second }, say)] : []),
    ...baselineLine(ranking, say),
  ].join(render(locale, 'report.sentences.between'));
  const lines = [...(others === '' ? [] : [others]), ...trainingLine(ranking, locale, say)];
  return { lead, lines, understood };
}

const percent = (value: number): string => String(Math.round(value * 100));

function whyFirst(ranking: Ranking, first: Candidate, locale: Locale, say: Say): string {
  const { measured, eligible, requirements } = ranking;
  if (!measured || !first.measured) return reasonSentence(reasonsOf(ranking, first, say), say);
  const tried = eligible.filter((one) => one.measured !== null).length;
  const tied = eligible.some((one) => one.id !== first.id && one.measured?.tied);
  const key = tried < 2 ? 'measured' : tied ? 'measured-tied' : 'measured-best';
  const things = render(locale, `report.short.things.${thingsOf(requirements.kind)}`);
  return say(key, { n: measured.n, things, percent: percent(first.measured.accuracy), tried });
}

function reasonSentence(reasons: readonly string[], say: Say): string {
  const shown = reasons.slice(0, MOST_REASONS);
  const last = shown.pop();
  if (last === undefined) return say('only');
  const list = shown.length > 0 ? `${shown.join(say('between'))}${say('and')}${last}` : last;
  return say('because', { list });
}

/** Predicates of "It …", the most telling first. */
function reasonsOf({ eligible, requirements: needs }: Ranking, first: Candidate, say: Say): string[] {
  const fit = contribution(first, 'relevance')?.fact;
  const asksSmall = needs.hardware !== null || needs.maxSizeMiB !== null || needs.priority === 'size';
  const asksFast = needs.hardware !== null || needs.maxLatencyMs !== null || needs.priority === 'speed';
  const mayBeSold = findModel(first.id)?.licence.commercial === 'yes';
  return [
    ...(isBest(eligible, first) ? [say('best', { count: eligible.length })] : []),
    ...(fit === 'made-for' ? [say('made-for')] : fit === 'adapts' ? [say('adapts')] : []),
    ...(asksSmall && first.sizeMiB !== null
      ? [say('size', { size: rounded(megabytes(first.sizeMiB)) })]
      : []),
    ...(asksFast && first.latencyMs !== null ? [say('latency', { ms: rounded(first.latencyMs) })] : []),
    ...(mayBeSold ? [say('commercial')] : []),
    ...hereWords(first, isTrainable(needs), say),
  ];
}

const isTrainable = ({ task }: Requirements): boolean =>
  loadKnowledge().tasks.find(({ id }) => id === task)?.trainable ?? false;

function hereWords({ runsHere }: Candidate, trainable: boolean, say: Say): string[] {
  if (runsHere === 'remote') return [say('remote')];
  return trainable && runsHere !== 'not-here' ? [say(runsHere)] : [];
}

const contribution = (one: Candidate, criterion: string) =>
  one.contributions.find((each) => each.criterion === criterion);

/** Published quality, where the catalogue has it. */
function qualityOf(one: Candidate): number | null {
  const quality = contribution(one, 'quality');
  return quality?.basis === 'published' ? quality.value : null;
}

function isBest(eligible: readonly Candidate[], first: Candidate): boolean {
  const own = qualityOf(first);
  const others = eligible.filter(({ id }) => id !== first.id).map((one) => qualityOf(one));
  return own !== null && others.length > 1 && others.every((other) => other === null || other < own);
}

const megabytes = (mib: number): number => (mib * 2 ** 20) / 1e6;
const rounded = (value: number): string => String(Number(value.toPrecision(value < 10 ? 1 : 2)));

/** What doing without transfer, and without training, gives, where it was measured. */
function baselineLine({ measured }: Ranking, say: Say): string[] {
  if (!measured) return [];
  const { noTransfer, transferWins, zeroShot } = measured;
  const without = transferWins ? 'without' : 'without-as-good';
  const untrained = zeroShot?.enough ? 'zero-shot-enough' : 'zero-shot';
  return [
    ...(noTransfer ? [say(without, { percent: percent(noTransfer.accuracy) })] : []),
    ...(zeroShot ? [say(untrained, { name: zeroShot.name, percent: percent(zeroShot.accuracy) })] : []),
  ];
}

interface Pair {
  first: Candidate;
  second: Candidate;
}

function secondLine({ closeness, requirements }: Ranking, pair: Pair, say: Say): string {
  const { first, second } = pair;
  const flips = closeness.flips.some(({ id }) => id === second.id);
  const words = [
    ...(second.measured ? [measuredWords(second.measured, say)] : []),
    ...(first.measured && !second.measured ? [say('second-unmeasured')] : []),
    ...(first.measured || second.measured ? [] : qualityWords(pair, say)),
    ...speedWords(pair, say),
    ...(flips && !first.measured ? [say('close')] : []),
  ];
  // Where nothing is known to hold against the first: how large it is, or where it trains.
  const rest = words.length > 0 ? [] : sizeWords(pair, say);
  const last = words.length + rest.length > 0 ? [] : hereWords(second, isTrainable(requirements), say);
  return say('second', { name: [second.name, ...words, ...rest, ...last].join(say('between')) });
}

/** How often it was right, and how far that is from the best, with its standard error. */
function measuredWords({ accuracy, difference, tied }: MeasuredCandidate, say: Say): string {
  const values = { percent: percent(accuracy) };
  if (difference === null) return say('second-measured', values);
  const error = (100 * difference.standardError).toFixed(1);
  if (tied) return say('second-tied', { ...values, error });
  return say('second-behind', { ...values, loss: (-100 * difference.mean).toFixed(1), error });
}

function qualityWords({ first, second }: Pair, say: Say): string[] {
  const [one, other] = [qualityOf(first), qualityOf(second)];
  if (one === null || other === null) return [];
  const gain = other - one;
  if (Math.abs(gain) < A_LITTLE) return [say('as-good')];
  if (Math.abs(gain) < CLEARLY) return [say(gain > 0 ? 'little-better' : 'little-worse')];
  return [say(gain > 0 ? 'better' : 'worse')];
}

function speedWords({ first, second }: Pair, say: Say): string[] {
  const times = timesOf(first.latencyMs, second.latencyMs);
  return times === null ? [] : [say(times.more ? 'slower' : 'faster', { times: times.text })];
}

function sizeWords({ first, second }: Pair, say: Say): string[] {
  const times = timesOf(first.sizeMiB, second.sizeMiB);
  return times === null ? [] : [say(times.more ? 'larger' : 'smaller', { times: times.text })];
}

/** How many times the other is; null where that is unknown or not worth a word. */
function timesOf(one: number | null, other: number | null): { text: string; more: boolean } | null {
  if (!one || !other) return null;
  const times = Math.max(other / one, one / other);
  if (times < NOTABLE_RATIO) return null;
  return { text: String(Number(times < 3 ? times.toFixed(1) : times.toFixed(0))), more: other > one };
}

function trainingLine({ requirements: needs }: Ranking, locale: Locale, say: Say): string[] {
  return isTrainable(needs) ? [] : [say('not-trainable', { task: taskName(needs.task ?? '', locale) })];
}

/** Figures and what is left out need a word; a task or a device is known by its own. */
const NAMED = ['samples', 'classes', 'latency', 'size', 'excluded', 'conflict'] as const;

function understoodLine(items: Requirements['understood'], locale: Locale, say: Say): string {
  const shown = items.slice(0, MOST_UNDERSTOOD).map((item: Understood) => {
    const value = understoodValue(item, locale);
    const named = NAMED.find((field) => field === item.field);
    return named ? say(`named.${named}`, { value }) : value;
  });
  return shown.length > 0 ? say('understood', { list: shown.join(' · ') }) : '';
}
