/**
 * What the inspection says of a file today → the meanings of `expectation.ts`. The one place to extend when a note or a
 * refusal is added: give its code a meaning here. Codes without an entry are listed by `run.ts`. Next: `judge.ts`.
 */

import type { DataKind, DatasetProfile } from '../../src/datasets/dataset.ts';
import { renderValue } from '../../src/text/render.ts';
import type { Meaning, Mend } from './expectation.ts';

/** Codes of problems in a profile, and of refusals; null: says nothing of what the banks ask. */
const CODES: Readonly<Record<string, Meaning | null>> = {
  // Problems
  'label-variants': 'merged-spellings',
  'rare-classes': 'rows-dropped',
  'missing-labels': 'rows-dropped',
  'empty-texts': 'rows-dropped',
  'ragged-rows': 'rows-dropped',
  'bad-json-rows': 'rows-dropped',
  'damaged-items': 'rows-dropped',
  'unlabelled-items': 'rows-dropped',
  'conflicting-labels': 'conflicting-labels',
  duplicates: 'duplicates',
  'near-duplicates': 'duplicates',
  'near-duplicate-class': 'duplicates',
  'class-imbalance': 'imbalance',
  'sparse-data': 'few-samples',
  'sparse-text': 'few-samples',
  'tabular-data': 'numbers-table',
  'other-labels': 'candidates',
  'near-spellings': 'near-spelling',
  'spread-label': 'spread-label',
  'several-label-columns': 'several-labels',
  'class-in-text': 'class-in-text',
  'leak-token': 'leak-token',
  'leak-column': 'leak-column',
  'leak-column-unread': 'leak-column',
  'title-lines': null,
  'unnamed-classes': null,
  'long-texts': null,
  'few-groups': null,
  'small-pictures': null,
  'other-files': null,
  'bad-values': null,
  'unbalanced-quotes': null,
  'near-images': 'duplicates',
  // Refusals
  'numeric-target': 'number-target',
  'one-class': 'one-class',
  'labels-empty': 'one-class',
  'too-many-classes': 'too-many-classes',
  'too-few-samples': 'few-samples',
  'too-few-transitions': 'few-samples',
  'no-text-column': 'numbers-table',
  'no-label-column': 'no-label',
  'no-classes': 'no-label',
  'number-to-predict': 'number-target',
  'number-beside-classes': 'number-target',
  'several-labels': 'several-labels',
  'file-names': 'file-names',
  'no-sentences': 'no-text',
  sideways: 'sideways',
  'ragged-table': 'broken',
  'broken-archive': 'broken',
  'bad-json': 'broken',
  'unsupported-file': 'broken',
  'web-page': 'broken',
  'no-archive': 'broken',
  'unreadable-encoding': 'broken',
};

/** What a message tells the person to do, by its English words. */
const MEND_WORDS: readonly (readonly [Mend, RegExp])[] = [
  ['zip-with-files', /\bzip\b/i],
  ['turn-around', /\b(transpose|turn (it|the table)|swap (the )?rows)\b/i],
  ['one-class-a-row', /\b(one (class|label) (a|per|each) (row|sample|cell)|a single (class|label))\b/i],
  ['sort-into-ranges', /\bnamed ranges\b/i],
  ['add-text', /\bcolumn (with|of) (sentences|text)/i],
  ['add-class', /\bat least two\b/i],
];
const SENDS_TO_TARGET = /\btarget (option|column)|\btarget:/i;

export interface Said {
  /** Null when the file is refused. */
  taken: {
    as: DataKind;
    label: string | null;
    text: string[];
    classes: string[];
    language: string | null;
  } | null;
  refusal: { code: string; meaning: Meaning | null; mends: Mend[]; sendsToTarget: boolean } | null;
  /** Everything said of a meaning, with the items it lists. */
  meanings: Map<Meaning, string[]>;
  /** Codes without an entry above. */
  unknown: string[];
  /** For a person who reads the list of misses. */
  words: string;
}

const factOf = ({ facts }: DatasetProfile, ...labels: string[]): string | null => {
  const found = facts.find(({ label }) => labels.includes(renderValue('en', label)));
  return found ? renderValue('en', found.value) : null;
};

function collect(codes: readonly { code: string; words: string }[]): Pick<Said, 'meanings' | 'unknown'> {
  const meanings: Said['meanings'] = new Map();
  for (const { code, words } of codes) {
    const meaning = CODES[code];
    if (meaning) meanings.set(meaning, [...(meanings.get(meaning) ?? []), words]);
  }
  return { meanings, unknown: codes.map(({ code }) => code).filter((code) => !(code in CODES)) };
}

export function saidByProfile(profile: DatasetProfile): Said {
  const { kind, classes, language, problems } = profile;
  const label = factOf(profile, 'Label column');
  const text = factOf(profile, 'Text column', 'Text columns');
  const told = problems.map(({ code, message, items }) => ({
    code,
    words: `${message} ${items.join(', ')}`,
  }));
  return {
    taken: {
      as: kind,
      label,
      text: text?.split(' + ') ?? [],
      classes: classes.map(({ name }) => name),
      language,
    },
    refusal: null,
    ...collect(told),
    words: [`${kind}: ${text} → ${label}`, ...told.map(({ words }) => words)].join(' | '),
  };
}

export function saidByRefusal({ code, message }: { code: string; message: string }): Said {
  return {
    taken: null,
    refusal: {
      code,
      meaning: CODES[code] ?? null,
      mends: MEND_WORDS.filter(([, words]) => words.test(message)).map(([mend]) => mend),
      sendsToTarget: SENDS_TO_TARGET.test(message),
    },
    ...collect([{ code, words: message }]),
    words: `refused (${code}): ${message}`,
  };
}
