/** Words of constraints (hardware, licence, access, priority, offline, amount of data) → values with evidence. */
import type { Lexicon } from '../../../knowledge/schema.ts';
import { matchCue } from './text.ts';

export interface Found<T> {
  value: T;
  evidence: string;
}

function firstOf<T>(text: string, cues: readonly { pattern: string; value: T }[]): Found<T> | null {
  for (const { pattern, value } of cues) {
    const evidence = matchCue(text, pattern);
    if (evidence !== null) return { value, evidence };
  }
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
  return {
    hardware: firstOf(text, lexicon.hardware),
    licence: firstOf(text, lexicon.licence),
    access: firstOf(text, lexicon.access),
    priority: firstOf(text, lexicon.priority),
    offline: firstMatch(text, lexicon.offline),
    few: firstMatch(text, lexicon.fewSamples) !== null,
    many: firstMatch(text, lexicon.manySamples) !== null,
    wordsSuffice: firstMatch(text, lexicon.wordsSuffice) !== null,
    continuousActions: CONTINUOUS.exec(text)?.[0] ?? null,
  };
}
