/** Numbers with units in a description (English, Chinese) → samples, classes, milliseconds, MiB. */
import type { Lexicon } from '../../../knowledge/schema.ts';
import type { Found } from './constraints.ts';
import { cueExpression } from './text.ts';

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

export function readClassCount(text: string): Found<number> | null {
  return (
    find(
      text,
      String.raw`\b(\d{1,5})\s+(?:\w+\s+){0,2}?(?:classes|categories|labels|types|kinds|species|breeds|topics|departments|intents|genres|words|commands|languages to tell)\b`,
      (m) => Number(m[1]),
    ) ??
    find(
      text,
      String.raw`(\d{1,5})\s*(?:个|种)?\s*(?:不同的?)?(?:类别|类|品种|种类|主题|标签|口令|种)`,
      (m) => Number(m[1]),
    ) ??
    find(text, `${HAN}(?:个|种)?(?:类别|类|品种|种类|主题|标签)`, (m) => parseHanNumber(m[1]!)) ??
    find(text, String.raw`\b(binary|two.class|yes/no|good or bad|spam or not)\b|(二分类)`, () => 2)
  );
}

/** "40 per class" counts classes times forty, when the classes are known. */
export function readSampleCount(
  text: string,
  lexicon: Lexicon,
  classCount: number | null,
): Found<number> | null {
  const perClass =
    find(
      text,
      String.raw`${NUMBER}\s*(?:\w+\s+){0,2}?(?:per|for each|each|a|in each|in every) (?:class|category|label|species|type)`,
      (m) => numberOf(m[1]!, m[2]),
    ) ??
    find(text, String.raw`每(?:个|种)?(?:类别|类|种)(?:只有|有|大约|约)?\s*${NUMBER}`, (m) =>
      numberOf(m[1]!, m[2]),
    );
  if (perClass) return { value: perClass.value * (classCount ?? 10), evidence: perClass.evidence };
  return (
    find(text, String.raw`\b${NUMBER}\s+(?:[\w-]+\s+){0,3}?${lexicon.sampleNouns}\b`, (m) =>
      numberOf(m[1]!, m[2]),
    ) ??
    find(text, String.raw`${NUMBER}\s*(?:多|余|来)?\s*${lexicon.sampleNounsZh}`, (m) =>
      numberOf(m[1]!, m[2]),
    ) ??
    find(text, `${HAN}(?:多|余|来)?${lexicon.sampleNounsZh}`, (m) => parseHanNumber(m[1]!))
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
