/**
 * A file of plain text without labels → ProseDataset, to tune a text generator on. Called by `open-dataset.ts`; next:
 * `split-prose.ts` decides which documents are learnt from.
 */

import { UserError } from '../../errors.ts';
import type { LocalFile } from '../../files.ts';
import type { Problem, ProseDataset } from '../dataset.ts';
import { fact } from '../fact.ts';
import { problem } from '../problem.ts';
import { normaliseText } from '../text/group-texts.ts';
import { findNearTexts } from '../text/near-texts.ts';
import { describeTexts } from '../text/profile-texts.ts';
import { UnionFind } from '../union-find.ts';
import { readDocuments } from './read-documents.ts';

/** One part each to learn from, to choose on and to test on needs some documents and some text. */
const FEWEST_DOCUMENTS = 6;
const FEWEST_CHARACTERS = 2_000;
/** Below this the figures are shaky. */
const FEW_CHARACTERS = 20_000;
/** About a million tokens: more than a CPU tunes on within an hour. */
const MOST_CHARACTERS = 4_000_000;

/**
 * @param target the column to read, where the file is a table; null to guess
 * @throws UserError `too-little-text` and those of the readers
 */
export async function openProse(
  file: LocalFile,
  { hash, target }: { hash: string; target: string | null },
): Promise<ProseDataset> {
  const read = await readDocuments(file, target);
  const filled = read.documents.filter(({ text }) => text.trim() !== '');
  const kept = withinLimit(filled);
  const characters = kept.reduce((sum, { text }) => sum + text.length, 0);
  if (kept.length < FEWEST_DOCUMENTS || characters < FEWEST_CHARACTERS)
    throw new UserError('too-little-text', {
      name: file.name,
      documents: kept.length,
      characters,
      fewestTexts: FEWEST_DOCUMENTS,
      fewestCharacters: FEWEST_CHARACTERS.toLocaleString('en'),
    });
  const { groups, repeated } = groupDocuments(kept.map(({ text }) => text));
  const documents = kept.map(({ id, text }, i) => ({ id, text, group: groups[i]! }));
  const described = describeTexts(documents.map((one) => ({ ...one, label: 0 })));
  return {
    kind: 'prose',
    documents,
    profile: {
      kind: 'prose',
      name: file.name,
      hash,
      sampleCount: documents.length,
      classes: [],
      facts: [...read.facts, fact('characters', characters.toLocaleString('en')), ...described.facts],
      problems: problemsOf({ characters, repeated, left: filled.length - kept.length }),
      language: described.language,
    },
  };
}

function withinLimit(documents: readonly { id: string; text: string }[]) {
  let characters = 0;
  return documents.filter(({ text }) => {
    characters += text.length;
    return characters <= MOST_CHARACTERS;
  });
}

/** Equal and nearly equal documents share a group. */
function groupDocuments(texts: readonly string[]): { groups: Int32Array; repeated: number } {
  const sets = new UnionFind(texts.length);
  const firstOf = new Map<string, number>();
  let repeated = 0;
  texts.forEach((text, i) => {
    const key = normaliseText(text);
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, i);
    else {
      sets.union(first, i);
      repeated += 1;
    }
  });
  const places = [...firstOf.values()];
  const pairs = findNearTexts([...firstOf.keys()]);
  for (const [a, b] of pairs) sets.union(places[a]!, places[b]!);
  return { groups: sets.groups(), repeated: repeated + pairs.length };
}

/** 20,000 */
const grouped = (count: number): string => count.toLocaleString('en');

function problemsOf(seen: { characters: number; repeated: number; left: number }): Problem[] {
  const problems: Problem[] = [];
  if (seen.characters < FEW_CHARACTERS)
    problems.push(
      problem({
        severity: 'warning',
        code: 'sparse-text',
        values: { count: grouped(seen.characters), limit: grouped(FEW_CHARACTERS) },
        items: [],
      }),
    );
  if (seen.repeated > 0)
    problems.push(
      problem({
        severity: 'note',
        code: 'near-duplicates',
        values: { count: seen.repeated },
        items: [],
      }),
    );
  if (seen.left > 0)
    problems.push(
      problem({
        severity: 'note',
        code: 'texts-beyond-limit',
        values: { count: seen.left, limit: grouped(MOST_CHARACTERS) },
        items: [],
      }),
    );
  return problems;
}
