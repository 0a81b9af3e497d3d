/** A table of labelled texts → TextDataset. Called by `open-dataset.ts`; next: `split.ts`. */

import { term } from '../../text/term.ts';
import { type ColumnFacts, describeColumns, nameKey } from '../columns.ts';
import type { Problem, TextDataset, TextSample } from '../dataset.ts';
import { fact } from '../fact.ts';
import { isMissingLabel, type Like, makeLabels, matchLabels } from '../labels/labels.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { classCounts, describeGroups, judgeCounts, readPart } from '../profile.ts';
import { firstItems, type Table } from '../tables/table.ts';
import { type ColumnRoles, chooseColumns, unreadAnswers } from './choose-columns.ts';
import { readDescription } from './described.ts';
import { groupTexts } from './group-texts.ts';
import { type Gathered, gatherIndicators } from './indicator-columns.ts';
import { candidateProblems, listCandidates } from './label-candidates.ts';
import { findLeaks, type LeakColumn } from './leaks.ts';
import { describeTexts } from './profile-texts.ts';
import { noLabel } from './refuse-columns.ts';
import { refuseSeveralLabels } from './several-labels.ts';

/** A table of measurements with a name column is no text, even if it can be read as one. */
function tabularProblems(facts: readonly ColumnFacts[], roles: ColumnRoles): Problem[] {
  const used = new Set([...roles.text, roles.label, roles.group, roles.part]);
  const numeric = facts.filter(
    ({ index, numericShare, filled }) => !used.has(index) && filled > 0 && numericShare > 0.9,
  );
  const prose = roles.text.some(
    (column) => facts[column]!.meanLength >= 20 || facts[column]!.wordyShare > 0.5,
  );
  if (prose || numeric.length < 2) return [];
  const names = roles.text.map((column) => JSON.stringify(facts[column]!.name)).join(' + ');
  return [
    problem({
      severity: 'warning',
      code: 'tabular-data',
      values: { names, count: numeric.length },
      items: firstItems(numeric.map(({ name }) => name)),
    }),
  ];
}

interface RawText {
  /** Place in the table. */
  row: number;
  id: string;
  text: string;
  label: string;
  group: string | null;
  part: TextSample['part'];
}

export const joinText = (row: readonly string[], columns: readonly number[]): string =>
  columns
    .map((column) => row[column]!.trim())
    .filter((cell) => cell !== '')
    .join('\n')
    .slice(0, LIMITS.textCharacters);

function leftOut(code: 'empty-texts' | 'missing-labels', items: string[]): Problem[] {
  const values = { count: items.length };
  return items.length === 0 ? [] : [problem({ severity: 'warning', code, values, items: firstItems(items) })];
}

function readRows(table: Table, roles: ColumnRoles): { raw: RawText[]; problems: Problem[] } {
  const raw: RawText[] = [];
  const empty: string[] = [];
  const unlabelled: string[] = [];
  table.rows.forEach((row, i) => {
    const id = table.ids[i]!;
    const text = joinText(row, roles.text);
    const label = row[roles.label]!;
    // A line of delimiters alone is none.
    if (row.every((cell) => cell.trim() === '')) return;
    if (text === '') empty.push(id);
    else if (isMissingLabel(label)) unlabelled.push(id);
    else {
      const group = roles.group < 0 ? '' : row[roles.group]!.trim();
      const part = roles.part < 0 ? undefined : readPart(row[roles.part]!);
      raw.push({ row: i, id, text, label, group: group === '' ? null : group, part });
    }
  });
  const problems = [...leftOut('empty-texts', empty), ...leftOut('missing-labels', unlabelled)];
  return { raw, problems };
}

interface TextOptions {
  /** Label column as the person named it, or null to guess. */
  target: string | null;
  /** The data set that this one must agree with (a separate test file), or null. */
  like: Like | null;
  /** What the person wrote beside the file; says which column they mean. */
  description?: string | null;
  /** Rare near spellings are taken as the common one. */
  mergeSpellings?: boolean;
  /** Name and SHA-256 of the attachment. */
  file: { name: string; hash: string };
}

/** The columns of `like` where the table has them, guessed otherwise. */
function chooseRoles(
  table: Table,
  facts: readonly ColumnFacts[],
  { target, like, description }: TextOptions,
): ColumnRoles {
  const known = like?.columns;
  const has = (name: string): boolean => table.columns.includes(name);
  const label = known && has(known.label) ? known.label : null;
  const text = known?.text.every(has) ? known.text : [];
  const roles = chooseColumns(facts, {
    target,
    label,
    textColumns: text,
    description: readDescription(description ?? null),
  });
  if (roles.label < 0) throw noLabel(facts, roles.text);
  return roles;
}

function columnFacts(table: Table, roles: ColumnRoles): TextDataset['profile']['facts'] {
  const name = (index: number): string => table.columns[index]!;
  return [
    fact('file', table.format),
    fact(roles.text.length > 1 ? 'text-columns' : 'text-column', roles.text.map(name).join(' + ')),
    fact('label-column', name(roles.label)),
    ...(roles.group >= 0 ? [fact('group-column', name(roles.group))] : []),
    ...(roles.part >= 0 ? [fact('split-column', name(roles.part))] : []),
  ];
}

/** Where the text is joined from several columns, each of them; and answers that are not read. */
function leakColumns(
  { table, facts, roles }: { table: Table; facts: readonly ColumnFacts[]; roles: ColumnRoles },
  kept: readonly { row: number }[],
): LeakColumn[] {
  const joined = roles.text.length > 1 ? roles.text : [];
  const unread = unreadAnswers(facts, roles);
  return [...joined, ...unread].map((column) => ({
    name: table.columns[column]!,
    isRead: joined.includes(column),
    cells: kept.map(({ row }) => table.rows[row]![column]!),
  }));
}

/** Columns of 0 and 1 as one, unless the person named a column that stands in the table. */
function withIndicators(given: Table, target: string | null): Gathered {
  const gathered = gatherIndicators(given, describeColumns(given));
  const made = gathered.table.columns.find((name) => !given.columns.includes(name));
  const isWished = target === null || (made !== undefined && nameKey(made) === nameKey(target));
  return isWished ? gathered : { table: given, problems: [] };
}

/** @throws UserError `unknown-column`, `no-text-column`, `no-label-column`, and those of the labels. */
export function openText(given: Table, options: TextOptions): TextDataset {
  const { table, problems: gathered } = withIndicators(given, options.target);
  const facts = describeColumns(table);
  const roles = chooseRoles(table, facts, options);
  const { raw, problems } = readRows(table, roles);
  const what = term('word.the-column', { name: table.columns[roles.label]! });
  const rawLabels = raw.map(({ label }) => label);
  if (!options.like) refuseSeveralLabels(rawLabels, what);
  const { mergeSpellings = false } = options;
  const labels = options.like
    ? matchLabels(rawLabels, options.like.classes, what, { mergeSpellings })
    : makeLabels(rawLabels, what, { mergeSpellings });
  const kept = raw.map((row, i) => ({ ...row, label: labels.index[i]! })).filter(({ label }) => label >= 0);
  const grouping = groupTexts(kept, labels.classes);
  const samples = kept.map(({ id, text, label, part }, i): TextSample => {
    return { id, text, label, group: grouping.group[i]!, ...(part ? { part } : {}) };
  });
  const described = describeTexts(samples);
  const counts = classCounts(samples, labels.classes);
  const groups = describeGroups(kept.map(({ group }) => group));
  const candidates = listCandidates(table, roles);
  return {
    kind: 'text',
    classes: labels.classes,
    samples,
    ...groups.named,
    columns: { text: roles.text.map((column) => table.columns[column]!), label: table.columns[roles.label]! },
    profile: {
      kind: 'text',
      ...options.file,
      sampleCount: samples.length,
      classes: counts,
      facts: [...columnFacts(table, roles), ...groups.facts, ...described.facts],
      problems: [
        ...(options.like
          ? []
          : findLeaks(samples, labels.classes, leakColumns({ table, facts, roles }, kept))),
        ...gathered,
        ...candidateProblems(candidates),
        ...table.problems,
        ...tabularProblems(facts, roles),
        ...problems,
        ...labels.problems,
        ...grouping.problems,
        ...groups.problems,
        ...described.problems,
        ...judgeCounts(counts),
      ],
      candidates,
      labelColumn: {
        name: table.columns[roles.label]!,
        isGuess: roles.isGuess,
        isDescribed: roles.isDescribed,
      },
      language: described.language,
    },
  };
}
