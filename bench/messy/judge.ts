/**
 * What was expected of a file and what was said of it → understood or not, with the misses (what a person would have to
 * be told and is not) and the wrong claims (what is told and is not so). Read by `run.ts`.
 */
import type { Expectation, MessyFile, Refused, Saying, Taken } from './expectation.ts';
import type { Said } from './said.ts';

export interface Judgement {
  file: MessyFile;
  said: Said;
  understood: boolean;
  misses: string[];
  wrong: string[];
}

const keyOf = (name: string): string => name.normalize('NFC').trim().toLowerCase();
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b].map(keyOf)).size === new Set(a.map(keyOf)).size;

function missedSaying({ say, naming = [] }: Saying, said: Said): string[] {
  const told = said.meanings.get(say);
  if (!told) return [`does not say “${say}”`];
  const names = (text: string) =>
    naming.every((name) =>
      /^\d+$/.test(name) ? new RegExp(`(^|\\D)${name}(\\D|$)`).test(text) : text.includes(name),
    );
  return told.some(names) ? [] : [`says “${say}” without naming ${naming.join(', ')}`];
}

interface Gap {
  misses: string[];
  wrong: string[];
}

function againstTaken(expected: Taken, said: Said): Gap {
  const misses = expected.mustSay.flatMap((saying) => missedSaying(saying, said));
  const { taken } = said;
  if (!taken) return { misses, wrong: [] };
  const wrong: string[] = [];
  if (taken.as !== expected.as) wrong.push(`takes it for ${taken.as}, not ${expected.as}`);
  else {
    const { label } = expected;
    if (typeof label !== 'string') {
      const silent = missedSaying({ say: 'candidates', naming: label.ask }, said);
      misses.push(...silent);
      if (silent.length > 0 || !label.ask.includes(taken.label ?? ''))
        wrong.push(`takes the classes from ${taken.label}, of which nobody told`);
    } else if (label !== '*' && taken.label !== label)
      wrong.push(`takes the classes from ${taken.label}, not ${label}`);
    if (expected.text && !sameSet(taken.text, expected.text))
      wrong.push(`reads ${taken.text.join(' + ')} as text, not ${expected.text.join(' + ')}`);
    if (expected.classes && !sameSet(taken.classes, expected.classes))
      wrong.push(`sees the classes ${taken.classes.slice(0, 6).join(', ')} (${taken.classes.length})`);
  }
  return { misses, wrong };
}

function againstRefused({ because, mends }: Refused, said: Said): Gap {
  const { refusal } = said;
  if (!refusal)
    return { misses: [`does not say “${because[0]}”`], wrong: ['says that it can be trained on'] };
  const misses: string[] = [];
  const wrong: string[] = [];
  if (refusal.meaning !== because[0]) misses.push(`does not say “${because[0]}”`);
  if (refusal.meaning !== null && !because.includes(refusal.meaning))
    wrong.push(`refuses it for “${refusal.meaning}”`);
  if (mends.length > 0 && !mends.some((mend) => refusal.mends.includes(mend)))
    misses.push(`does not tell to ${mends.join(' or ')}`);
  return { misses, wrong };
}

function againstAll(expected: Expectation, said: Said): string[] {
  const wrong = expected.mustNotSay
    .filter((meaning) => said.meanings.has(meaning) && said.refusal?.meaning !== meaning)
    .map((meaning) => `says “${meaning}”`);
  const language = said.taken?.language ?? null;
  if (language !== null && expected.language !== '*' && language !== expected.language)
    wrong.push(`says the language is ${language}`);
  if (said.refusal?.sendsToTarget && expected.targets.length === 0)
    wrong.push('sends to name a target, and no column would be accepted');
  return wrong;
}

/** The outcome that is nearest to what was said counts. */
export function judge(file: MessyFile, said: Said): Judgement {
  const { expectation } = file;
  const fits = (outcome: Taken | Refused) => (outcome.kind === 'taken') === (said.taken !== null);
  const comparable = expectation.outcomes.filter(fits);
  const gaps = (comparable.length > 0 ? comparable : expectation.outcomes.slice(0, 1)).map((outcome) => {
    if (outcome.kind === 'refused') return againstRefused(outcome, said);
    const gap = againstTaken(outcome, said);
    return said.taken ? gap : { ...gap, wrong: [`refuses it (${said.refusal?.code})`] };
  });
  const nearest = gaps.toSorted(
    (a, b) => a.wrong.length - b.wrong.length || a.misses.length - b.misses.length,
  )[0]!;
  const wrong = [...nearest.wrong, ...againstAll(expectation, said)];
  return {
    file,
    said,
    understood: nearest.misses.length === 0 && wrong.length === 0,
    misses: nearest.misses,
    wrong,
  };
}
