/**
 * Which columns are text, label, group and part; guessed from names and contents, `target` overrides the label.
 * Next: `open-text.ts` builds samples from them.
 */
import { UserError } from '../../errors.ts';
import { type ColumnFacts, findColumn, nameKey } from '../columns.ts';
import { LIMITS } from '../limits.ts';
import { GROUP_NAMES, ID_NAMES, LABEL_NAMES, PART_NAMES, TEXT_NAMES } from './column-names.ts';

/** A further column joins the text when its cells are this long on average. */
const JOINED_LENGTH = 20;
/** A column named like text, but mostly empty, is a remark. */
const NAMED_FILLED = 0.3;

export interface ColumnRoles {
  text: number[];
  /** −1 when there is none (unlabelled data). */
  label: number;
  group: number;
  part: number;
}

/** Best first, by the place of the name in the list; −1 for no such name. */
const rank = (names: readonly string[], name: string): number => names.indexOf(nameKey(name));

const byName = (facts: readonly ColumnFacts[], names: readonly string[]): ColumnFacts | undefined =>
  facts
    .filter(({ name }) => rank(names, name) >= 0)
    .toSorted((a, b) => rank(names, a.name) - rank(names, b.name))[0];

/** Could this column be a class label: repeated, short values. */
const labelLike = (fact: ColumnFacts): boolean =>
  fact.filled > 0 &&
  fact.distinct >= 1 &&
  fact.distinct <= Math.min(LIMITS.classes, Math.max(2, fact.filled / 2)) &&
  fact.meanLength <= 60;

function guessLabel(facts: readonly ColumnFacts[]): number {
  const named = byName(facts.filter(labelLike), LABEL_NAMES);
  if (named) return named.index;
  const free = facts.filter(
    (fact) =>
      labelLike(fact) &&
      fact.distinct > 1 &&
      rank([...TEXT_NAMES, ...ID_NAMES, ...GROUP_NAMES, ...PART_NAMES], fact.name) < 0,
  );
  // Few values first; between equals the later column, where labels usually stand.
  const best = free.toSorted((a, b) => a.distinct - b.distinct || b.index - a.index)[0];
  return best?.index ?? byName(facts, LABEL_NAMES)?.index ?? -1;
}

function guessText(facts: readonly ColumnFacts[]): number[] {
  const usable = facts.filter((fact) => fact.filled > 0 && rank(ID_NAMES, fact.name) < 0);
  const mostFilled = Math.max(0, ...usable.map(({ filled }) => filled));
  const named = usable.filter(
    (fact) =>
      rank(TEXT_NAMES, fact.name) >= 0 && fact.numericShare < 0.5 && fact.filled > mostFilled * NAMED_FILLED,
  );
  const prose = usable.filter(
    (fact) => fact.meanLength >= JOINED_LENGTH && fact.wordyShare > 0.5 && fact.distinct > fact.filled * 0.3,
  );
  const joined = [...new Set([...named, ...prose])].toSorted((a, b) => a.index - b.index);
  if (joined.length > 0) return joined.map(({ index }) => index);
  const longest = usable
    .filter((fact) => fact.numericShare < 0.5)
    .toSorted((a, b) => b.meanLength - a.meanLength || a.index - b.index)[0];
  return longest ? [longest.index] : [];
}

/**
 * @param target the label column as the person named it.
 * @throws UserError `unknown-column`, `no-text-column`.
 */
export function chooseColumns(
  facts: readonly ColumnFacts[],
  target: string | null,
  textColumns: readonly string[] = [],
): ColumnRoles {
  const columns = facts.map(({ name }) => name);
  const chosen = textColumns.map((name) => findColumn(columns, name));
  const group =
    byName(
      facts.filter(({ filled }) => filled > 0),
      GROUP_NAMES,
    )?.index ?? -1;
  const part = byName(facts.filter(isPartColumn), PART_NAMES)?.index ?? -1;
  const reserved = new Set([...chosen, group, part]);
  const open = facts.filter(({ index }) => !reserved.has(index));
  const label = target === null ? guessLabel(open) : findColumn(columns, target);
  const text = chosen.length > 0 ? chosen : guessText(open.filter(({ index }) => index !== label));
  if (text.length === 0) throw noText(facts);
  return { text, label, group: group === label ? -1 : group, part: part === label ? -1 : part };
}

/** A `split` column counts only when it is filled and has few values. */
const isPartColumn = (fact: ColumnFacts): boolean => fact.distinct >= 1 && fact.distinct <= 4;

/**
 * Text columns of unlabelled data: as for training where names or prose tell, else the longest column.
 * @param textColumns as the model was trained on; guessed when empty.
 * @throws UserError `unknown-column`, `no-text-column`.
 */
export function chooseTextColumns(facts: readonly ColumnFacts[], textColumns: readonly string[]): number[] {
  if (textColumns.length > 0)
    return textColumns.map((name) =>
      findColumn(
        facts.map((fact) => fact.name),
        name,
      ),
    );
  const label = facts.length > 1 ? byName(facts, LABEL_NAMES) : undefined;
  const text = guessText(facts.filter((fact) => fact !== label));
  if (text.length > 0) return text;
  throw noText(facts);
}

function noText(facts: readonly ColumnFacts[]): UserError {
  const listed = facts.slice(0, 30).map(({ name }) => JSON.stringify(name));
  return new UserError('no-text-column', { columns: listed.join(', ') });
}
