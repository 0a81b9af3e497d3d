/**
 * Which columns are text, label, group and part: by the target the person named, by what they wrote beside the file, by
 * the names of the columns, and by the shape of their values. Next: `open-text.ts` builds samples from them.
 */
import { type ColumnFacts, findColumn, findTarget } from '../columns.ts';
import { meaningOf, type NamedRole, roleOf } from './column-names.ts';
import { isAmount, isMeasured, isRepeated, isSorting, labelLike } from './column-shape.ts';
import { type Description, names, namesValues } from './described.ts';
import { natureOf } from './nature.ts';
import { noText, refuseNumber } from './refuse-columns.ts';

/** A further column joins the text when its cells are this long on average. */
const JOINED_LENGTH = 20;
/** A column that is mostly empty is a remark, whatever its name. */
const NAMED_FILLED = 0.3;
/** A column without a telling name holds classes only where most rows have one. */
const UNNAMED_FILLED = 0.5;

export interface ColumnRoles {
  text: number[];
  /** −1 when there is none (unlabelled data). */
  label: number;
  group: number;
  part: number;
  /** Every column that could hold the classes, best first, the chosen one among them. */
  candidates: number[];
  /** Nothing told the chosen one from the other candidates. */
  isGuess: boolean;
  /** What the person wrote beside the file named it. */
  isDescribed: boolean;
}

const firstNamed = (facts: readonly ColumnFacts[], role: NamedRole): ColumnFacts | undefined =>
  facts
    .filter(({ name }) => roleOf(name) === role)
    .toSorted((a, b) => meaningOf(a.name)!.place - meaningOf(b.name)!.place)[0];

/** Called a class; called something that sorts; not called anything. */
type Tier = 0 | 1 | 2;
function tierOf(fact: ColumnFacts): Tier | null {
  const role = roleOf(fact.name);
  if (role === 'label') return 0;
  // In several languages one word is the line above a mail and what it is about; a line is hardly ever repeated.
  if (role === 'aspect' || (role === 'subject' && isRepeated(fact))) return 1;
  return role === null ? 2 : null;
}

/** Best first: by the name, then few values, then the later column, where labels usually stand. */
function findCandidates(facts: readonly ColumnFacts[]): ColumnFacts[] {
  const rows = Math.max(0, ...facts.map(({ filled }) => filled));
  const fits = facts.filter((fact) => {
    const tier = tierOf(fact);
    if (tier === null || !labelLike(fact)) return false;
    if (tier === 0) return true;
    return fact.distinct > 1 && !isMeasured(fact) && fact.filled >= rows * UNNAMED_FILLED;
  });
  // Numbers nobody named are classes only where there is nothing else.
  const words = fits.filter((fact) => tierOf(fact)! < 2 || fact.numericShare < 0.5);
  return (words.length > 0 ? words : fits).toSorted(
    (a, b) =>
      tierOf(a)! - tierOf(b)! ||
      (meaningOf(a.name)?.place ?? 0) - (meaningOf(b.name)?.place ?? 0) ||
      a.distinct - b.distinct ||
      b.index - a.index,
  );
}

/** Two of one kind, or one without a telling name beside others: only the person knows. */
function isOpen([first, second]: readonly ColumnFacts[]): boolean {
  if (!first || !second) return false;
  return tierOf(first) !== 0 || tierOf(second) !== 2;
}

/** Called something that sorts, or standing alone beside the text, and the same word in every row. */
function isOneClass(fact: ColumnFacts, facts: readonly ColumnFacts[]): boolean {
  const role = roleOf(fact.name);
  const isAlone = role === null && facts.length === 2 && fact.numericShare === 0;
  return (role === 'aspect' || isAlone) && fact.distinct === 1 && labelLike(fact);
}

type LabelChoice = Pick<ColumnRoles, 'label' | 'candidates' | 'isGuess' | 'isDescribed'>;

function chooseLabel(facts: readonly ColumnFacts[], description: Description | null): LabelChoice {
  const candidates = findCandidates(facts);
  const indices = candidates.map(({ index }) => index);
  if (description) {
    const others = facts.filter((fact) => labelLike(fact) && fact.distinct > 1 && !isMeasured(fact));
    const said = [...new Set([...candidates, ...others])];
    const byName = said.filter(({ name }) => names(description, name));
    const byValues = said.filter(({ values }) => namesValues(description, values));
    const [only, second] = byName.length > 0 ? byName : byValues;
    if (only && !second)
      return { label: only.index, candidates: [only.index], isGuess: false, isDescribed: true };
    const number = facts.find((fact) => isAmount(fact) && names(description, fact.name));
    if (number && !only) throw refuseNumber(number, candidates);
  }
  // A named column that cannot be one is refused with its reason.
  const named = firstNamed(facts, 'label') ?? facts.find((fact) => isOneClass(fact, facts));
  const label = candidates[0]?.index ?? named?.index ?? lastResort(facts)?.index ?? -1;
  return { label, candidates: indices, isGuess: isOpen(candidates), isDescribed: false };
}

/** Rare case: names that mean something else, but values like classes, and nothing better. */
function lastResort(facts: readonly ColumnFacts[]): ColumnFacts | undefined {
  const isText = ({ name }: ColumnFacts) => ['text', 'subject'].includes(roleOf(name) ?? '');
  const hasText = facts.some((fact) => isText(fact) && !labelLike(fact));
  return facts.findLast(
    (fact) =>
      (isAfterwards(fact) || (isText(fact) && hasText)) &&
      labelLike(fact) &&
      fact.distinct > 1 &&
      fact.wordyShare < 0.5,
  );
}

const isReadable = (fact: ColumnFacts): boolean =>
  !['id', 'date'].includes(roleOf(fact.name) ?? '') && natureOf(fact) === 'words';
const isAfterwards = ({ name }: ColumnFacts): boolean =>
  ['answer', 'note', 'person'].includes(roleOf(name) ?? '');

function guessText(facts: readonly ColumnFacts[]): number[] {
  const usable = facts.filter((fact) => fact.filled > 0 && isReadable(fact));
  const mostFilled = Math.max(0, ...usable.map(({ filled }) => filled));
  const filled = usable.filter((fact) => fact.filled > mostFilled * NAMED_FILLED);
  const named = filled.filter(
    ({ name, numericShare }) => ['text', 'subject'].includes(roleOf(name) ?? '') && numericShare < 0.5,
  );
  const prose = filled.filter(
    (fact) => fact.meanLength >= JOINED_LENGTH && fact.wordyShare > 0.5 && fact.distinct > fact.filled * 0.3,
  );
  const read = [...new Set([...named, ...prose])].toSorted((a, b) => a.index - b.index);
  // A line above a mail that comes back in row after row is what the mail is about: a class that nobody asked for.
  const lines = read.filter((fact) => !(roleOf(fact.name) === 'subject' && isSorting(fact)));
  const both = lines.length > 0 ? lines : read;
  // What was written afterwards is read only where nothing else is.
  const before = both.filter((fact) => !isAfterwards(fact));
  const joined = before.length > 0 ? before : both;
  if (joined.length > 0) return joined.map(({ index }) => index);
  const longest = usable
    .filter((fact) => fact.numericShare < 0.5)
    .toSorted((a, b) => b.meanLength - a.meanLength || a.index - b.index)[0];
  return longest ? [longest.index] : [];
}

/** Columns written after the fact that are not read beside others. */
export const unreadAnswers = (facts: readonly ColumnFacts[], { text, label }: ColumnRoles): number[] =>
  facts
    .filter((fact) => roleOf(fact.name) === 'answer' && fact.index !== label && !text.includes(fact.index))
    .map(({ index }) => index);

interface ColumnWishes {
  /** The label column as the person named it. */
  target: string | null;
  /** Exact name of the label column, where an earlier choice is to be followed. */
  label?: string | null;
  textColumns?: readonly string[];
  description?: Description | null;
}

/** @throws UserError `unknown-column`, `ambiguous-column`, `no-text-column`. */
export function chooseColumns(facts: readonly ColumnFacts[], wishes: ColumnWishes): ColumnRoles {
  const columns = facts.map(({ name }) => name);
  const chosen = (wishes.textColumns ?? []).map((name) => findColumn(columns, name));
  const filled = facts.filter((fact) => fact.filled > 0);
  const group = firstNamed(filled, 'group')?.index ?? -1;
  const part = firstNamed(facts.filter(isPartColumn), 'part')?.index ?? -1;
  const reserved = new Set([...chosen, group, part]);
  const open = facts.filter(({ index }) => !reserved.has(index));
  const wish = wishes.target ?? wishes.label ?? null;
  const choice =
    wish === null
      ? chooseLabel(open, wishes.description ?? null)
      : { label: findTarget(columns, wish), candidates: [], isGuess: false, isDescribed: false };
  const { label } = choice;
  const rest = open.filter(({ index }) => index !== label);
  const text = chosen.length > 0 ? chosen : guessText(rest);
  if (text.length === 0) throw noText(facts);
  return { ...choice, text, group: group === label ? -1 : group, part: part === label ? -1 : part };
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
  const label = facts.length > 1 ? firstNamed(facts, 'label') : undefined;
  const text = guessText(facts.filter((fact) => fact !== label));
  if (text.length > 0) return text;
  throw noText(facts);
}
