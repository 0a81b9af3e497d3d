/** Numbers with units in a description (English, Chinese) → samples, classes, milliseconds, MiB. */
import type { Lexicon } from '../../../knowledge/schema.ts';
import type { Found } from './constraints.ts';
import { cueExpression, matchAllCues } from './text.ts';

const HAN_DIGITS: Record<string, number> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const HAN_UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 };

/** 五百 → 500, 三千二百 → 3,200, 两万 → 20,000. */
export function parseHanNumber(text: string): number {
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of text) {
    if (character === '万') {
      total += (section + digit || 1) * 10_000;
      section = 0;
      digit = 0;
    } else if (HAN_UNITS[character] !== undefined) {
      section += (digit || 1) * HAN_UNITS[character];
      digit = 0;
    } else digit = HAN_DIGITS[character] ?? 0;
  }
  return total + section + digit;
}

const SCALE: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
};
const NUMBER = String.raw`(\d[\d,]*(?:\.\d+)?)\s*(k|thousand|m|million|百万|万|千)?`;
const HAN = `([零一二两三四五六七八九十百千万]+)`;

function numberOf(digits: string, scale: string | undefined): number {
  return Math.round(Number(digits.replace(/,/g, '')) * (scale ? (SCALE[scale] ?? 1) : 1));
}

function find(
  text: string,
  pattern: string,
  value: (match: RegExpExecArray) => number,
): Found<number> | null {
  const match = cueExpression(pattern).exec(text);
  if (!match) return null;
  const result = value(match);
  return Number.isFinite(result) && result > 0 ? { value: result, evidence: match[0].trim() } : null;
}

/** Amounts that are said in words: "half a thousand", "a couple hundred", "a dozen". */
const SAID: readonly [RegExp, string][] = [
  [/(?<=\d) 1000\b/gu, ' thousand'],
  [/\bhalf a (thousand|million)\b/gu, '0.5 $1'],
  [/\b(?:a )?(?:couple|few) (?:of )?(hundred|thousand)\b/gu, '2 $1'],
  [/\b(?:a|one) (hundred|thousand|million|dozen)\b/gu, '1 $1'],
  [/(?<![\d.])(\d{1,3}(?:\.\d)?) hundreds?\b(?: of)?/gu, '$1hundred'],
  [/(?<![\d.])(\d{1,2}) dozens?\b(?: of)?/gu, '$1dozen'],
];

/** @returns the text with its amounts in digits, which is what the rest of this file reads */
export const withDigits = (text: string): string =>
  SAID.reduce((said, [expression, digits]) => said.replace(expression, digits), text).replace(
    /(?<![\d.])(\d{1,3}(?:\.\d)?)(hundred|dozen)\b/gu,
    (_, count: string, unit: string) => String(Number(count) * (unit === 'dozen' ? 12 : 100)),
  );

export function readClassCount(text: string, lexicon: Lexicon): Found<number> | null {
  return (
    find(
      text,
      String.raw`\b(\d{1,5})\s+(?:\w+\s+){0,2}?(?:classes|categories|labels|types|kinds|species|breeds|topics|departments|intents|genres|words|commands|languages to tell|sets|queues|colou?rs|shapes|groups|folders|buckets|brands|moods|emotions|styles|tags|sorts|varieties|diseases|sections|teams|speakers|voices|people to tell|stars)\b`,
      (m) => Number(m[1]),
    ) ??
    find(text, String.raw`\b1 ?(?:-|–|to|through) ?(\d{1,2}) (?:stars?|classes)\b`, (m) => Number(m[1])) ??
    find(text, String.raw`\binto (\d{1,3}) (?![kmg]i?b|ms|bit)\p{L}`, (m) => Number(m[1])) ??
    find(
      text,
      String.raw`(\d{1,5})\s*(?:个|种)?\s*(?:不同的?)?(?:类别|类|品种|种类|主题|标签|口令|种)`,
      (m) => Number(m[1]),
    ) ??
    find(text, String.raw`分(?:成|为|到)\s*(\d{1,3})\s*(?:个|档|组|堆|种|类|级)`, (m) => Number(m[1])) ??
    find(text, `分(?:成|为|到)${HAN}(?:个|档|组|堆|种|类|级)`, (m) => parseHanNumber(m[1]!)) ??
    find(text, `${HAN}(?:个|种)?(?:类别|类|品种|种类|主题|标签)`, (m) => parseHanNumber(m[1]!)) ??
    find(text, String.raw`\b(binary|two.class|yes/no|good or bad|spam or not)\b|(二分类)`, () => 2) ??
    readEach(text, lexicon)?.classes ??
    null
  );
}

/** "4 dogs, 80 clips each": how many each one has is said behind how many there are. */
const EACH_BEHIND = String.raw`\b(\d{1,3}) (?:[\p{L}-]+ ){0,5}?[\p{L}-]+,? (?:and |with |each |at |about |around |~ ?)*`;

/** How many classes the amount of each one is said of, where they are named by what they are. */
function readEach(text: string, { sampleNouns }: Lexicon): { classes: Found<number>; each: number } | null {
  const each = `(?:per class|for each|of each|each(?: one)?|apiece)`;
  const amount = String.raw`${NUMBER} (?:[\p{L}-]+ ){0,2}?${sampleNouns}`;
  for (const pattern of [
    `${EACH_BEHIND}${amount},? ${each}\\b`,
    String.raw`\b(\d{1,3}) (?:[\p{L}-]+ ){0,5}?[\p{L}-]+,? ${each} (?:with |about |around |~ ?)?${amount}\b`,
  ]) {
    const match = cueExpression(pattern).exec(text);
    if (!match) continue;
    const classes = Number(match[1]);
    const each = numberOf(match[2]!, match[3]);
    if (classes > 1 && each > 0) return { classes: { value: classes, evidence: match[0].trim() }, each };
  }
  return null;
}

/** What a number before it counts is no data. */
const NO_SAMPLES = String.raw`(?:m?s|sec\w*|min\w*|h(?:ou)?rs?|gigs?|days?|weeks?|months?|years?|[km]?hz|[kmgt]i?b|mbit|px|pixels?|dpi|%|percent|users?|members?|people|ppl|euros?|dollars?|bucks|usd|eur|epochs?|steps?|param\w*|tokens?|degrees?|times|classes|per|and|or|to|bit|cores?|cpus?|gpus?|fps|k|x|at|is|in|for|ti|super|api|or less)`;

/** "50 thousand laws": a large number of something that has no word here is how much there is. */
function readLargeAmount(text: string): Found<number> | null {
  const pattern = String.raw`(?<![\d.,$€£:/-]|(?:under|below|within|less than|at most|since|until|than|max|in|from|rtx|gtx|v|gpt-?) ?)\b${NUMBER} (?!${NO_SAMPLES}\b)\p{L}{3,}`;
  for (const match of matchAllCues(text, pattern)) {
    const value = numberOf(match[1]!, match[2]);
    const isYear = match[2] === undefined && value >= 1900 && value <= 2100;
    if (value >= 50 && !isYear) return { value, evidence: match[0].trim() };
  }
  return null;
}

const ONE_CLASS = '(?:class|category|label|species|type|intent|breed|kind|word|topic|genre|speaker)';

/** "40 per class" counts classes times forty, when the classes are known. */
function readPerClass(text: string, classCount: number | null): Found<number> | null {
  const perClass =
    find(
      text,
      String.raw`${NUMBER}\s*(?:\w+\s+){0,2}?(?:per|for each|each|a|in each|in every) ${ONE_CLASS}`,
      (m) => numberOf(m[1]!, m[2]),
    ) ??
    find(
      text,
      String.raw`\b(?:per|each|every|for each) ${ONE_CLASS},? (?:\p{L}+ ){0,2}?${NUMBER}(?! classes)`,
      (m) => numberOf(m[1]!, m[2]),
    ) ??
    find(text, String.raw`每(?:个|种)?(?:类别|类|种)(?:只有|有|大约|约)?\s*${NUMBER}`, (m) =>
      numberOf(m[1]!, m[2]),
    );
  return perClass && { value: perClass.value * (classCount ?? 10), evidence: perClass.evidence };
}

export function readSampleCount(
  text: string,
  lexicon: Lexicon,
  classCount: number | null,
): Found<number> | null {
  const perClass = readPerClass(text, classCount);
  if (perClass) return perClass;
  const each = readEach(text, lexicon);
  if (each) return { value: each.each * (classCount ?? each.classes.value), evidence: each.classes.evidence };
  const ofEach = find(text, String.raw`${NUMBER} (?:[\p{L}-]+ ){0,2}?${lexicon.sampleNouns} each\b`, (m) =>
    numberOf(m[1]!, m[2]),
  );
  if (ofEach && classCount) return { value: ofEach.value * classCount, evidence: ofEach.evidence };
  return (
    find(
      text,
      String.raw`\b${NUMBER}\s+(?!${NO_SAMPLES}\b)(?:[\w-]+\s+){0,3}?${lexicon.sampleNouns}\b`,
      (m) => numberOf(m[1]!, m[2]),
    ) ??
    find(text, String.raw`${NUMBER}\s*(?:多|余|来)?\s*${lexicon.sampleNounsZh}`, (m) =>
      numberOf(m[1]!, m[2]),
    ) ??
    find(text, `${HAN}(?:多|余|来)?${lexicon.sampleNounsZh}`, (m) => parseHanNumber(m[1]!)) ??
    readLargeAmount(text)
  );
}

/** Milliseconds for one input. Seconds count only with a bound, so that "10 s clips" is not a limit. */
export function readLatencyMs(text: string): Found<number> | null {
  const bound = `(?:under|below|within|less than|at most|max(?:imum)?(?: of)?|no more than|up to|faster than|in|<=?|≤)`;
  return (
    find(text, String.raw`(\d+(?:\.\d+)?)\s*(?:ms|milliseconds?|毫秒)`, (m) => Number(m[1])) ??
    find(
      text,
      String.raw`${bound}\s*(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)\b(?! (?:of|long|clip|window|audio|recording))`,
      (m) => Number(m[1]) * 1000,
    ) ??
    find(
      text,
      String.raw`(?:不超过|低于|小于|少于|<)\s*(\d+(?:\.\d+)?)\s*秒|(\d+(?:\.\d+)?)\s*秒(?:以内|之内|以下|内)`,
      (m) => Number(m[1] ?? m[2]) * 1000,
    )
  );
}

const UNIT_MIB: Record<string, number> = { m: 1, mb: 1, mib: 1, 兆: 1, g: 1024, gb: 1024, gib: 1024 };

/** A limit on the model's file; a stated amount of RAM allows half of it for the weights. */
export function readSizeMiB(text: string): Found<number> | null {
  const ram = find(
    text,
    String.raw`(\d+(?:\.\d+)?)\s*(gb|gib|mb|mib|g|m)\s*(?:of )?(?:ram|memory|内存)`,
    (m) => (Number(m[1]) * UNIT_MIB[m[2]!]!) / 2,
  );
  return (
    ram ??
    find(
      text,
      String.raw`(?:under|below|less than|at most|max(?:imum)?|smaller than|no more than|up to|不超过|小于|低于|<)\s*(\d+(?:\.\d+)?)\s*(mb|mib|gb|gib|m\b|兆)`,
      (m) => Number(m[1]) * UNIT_MIB[m[2]!]!,
    ) ??
    find(
      text,
      String.raw`(\d+(?:\.\d+)?)\s*(mb|mib|gb|gib|兆)\s*(?:以内|以下|之内|or less|or smaller|limit|at most)`,
      (m) => Number(m[1]) * UNIT_MIB[m[2]!]!,
    )
  );
}
