/** Words of constraints (hardware, licence, access, priority, offline, amount of data) → values with evidence. */
import type { Lexicon } from '../../../knowledge/schema.ts';
import { denialOf } from './denied.ts';
import { matchAllCues, matchCue } from './text.ts';

export interface Found<T> {
  value: T;
  evidence: string;
}

interface Cue<T> {
  pattern: string;
  value: T;
}

/** Every mention of a value, by the order of the cues; those that the sentence denies say so. */
function* mentions<T>(text: string, cues: readonly Cue<T>[], denials: Lexicon['denials']) {
  for (const { pattern, value } of cues)
    for (const { 0: words, index: at } of matchAllCues(text, pattern)) {
      const denial = denialOf(text, { at, end: at + words.length }, denials);
      yield { value, evidence: denial ?? words, isDenied: denial !== null };
    }
}

function firstOf<T>(text: string, cues: readonly Cue<T>[], denials: Lexicon['denials']): Found<T> | null {
  for (const { value, evidence, isDenied } of mentions(text, cues, denials))
    if (!isDenied) return { value, evidence };
  return null;
}

/** Who has no GPU computes on what everybody has. */
function readHardware(
  text: string,
  { hardware, denials }: Lexicon,
): Found<Lexicon['hardware'][number]['value']> | null {
  const found = firstOf(text, hardware, denials);
  if (found) return found;
  for (const { value, evidence } of mentions(text, hardware, denials))
    if (value === 'gpu') return { value: 'laptop', evidence };
  return null;
}

const firstMatch = (text: string, cues: readonly { pattern: string }[]): string | null => {
  for (const { pattern } of cues) {
    const evidence = matchCue(text, pattern);
    if (evidence !== null) return evidence;
  }
  return null;
};

const CONTINUOUS = /continuous (action|control|torque)s?|连续(动作|控制)/iu;

export function readConstraints(text: string, lexicon: Lexicon) {
  const { denials } = lexicon;
  return {
    hardware: readHardware(text, lexicon),
    licence: firstOf(text, lexicon.licence, denials),
    access: firstOf(text, lexicon.access, denials),
    priority: firstOf(text, lexicon.priority, denials),
    offline: firstMatch(text, lexicon.offline),
    few: firstMatch(text, lexicon.fewSamples) !== null,
    many: firstMatch(text, lexicon.manySamples) !== null,
    wordsSuffice: firstMatch(text, lexicon.wordsSuffice) !== null,
    continuousActions: CONTINUOUS.exec(text)?.[0] ?? null,
  };
}
