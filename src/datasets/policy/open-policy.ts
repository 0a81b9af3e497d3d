/** A log of transitions → PolicyDataset. Called by `open-dataset.ts`; next: the policy trainer. */

import { UserError } from '../../errors.ts';
import { term } from '../../text/term.ts';
import { listed } from '../../text/terms.ts';
import { type ColumnFacts, describeColumns } from '../columns.ts';
import type { PolicyDataset, Problem } from '../dataset.ts';
import { fact } from '../fact.ts';
import { compareLabels } from '../labels/labels.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { isNumeric, refuseExtremes } from '../tables/numbers.ts';
import { firstItems, type Table } from '../tables/table.ts';
import { expandArrays } from './expand-arrays.ts';
import { mapPolicyColumns, type PolicyColumns } from './map-columns.ts';
import { readTransitions, type Transitions } from './read-transitions.ts';

const MOST_ACTIONS = 100;
const FEWEST_TRANSITIONS = 50;
/** Share of the rows under which an action's value can hardly be estimated. */
const RARE_ACTION = 0.01;

/** `1`, `1.0` and `01` are one action. */
const actionName = (cell: string): string => (isNumeric(cell) ? String(Number(cell)) : cell);

/** Distinct actions in label order. @throws UserError `continuous-actions`, `one-action-in-column`, `too-many-actions`. */
function findActions(names: readonly string[], column: string): string[] {
  const actions = [...new Set(names)].toSorted(compareLabels);
  const fractions = actions.filter((name) => isNumeric(name) && !Number.isInteger(Number(name)));
  if (fractions.length > actions.length / 2 && actions.length > 10) {
    throw new UserError('continuous-actions', {
      column,
      count: actions.length,
      examples: fractions.slice(0, 3).join(', '),
    });
  }
  if (actions.length < 2) {
    throw new UserError('one-action-in-column', { column, action: actions[0] ?? '' });
  }
  if (actions.length > MOST_ACTIONS) {
    throw new UserError('too-many-actions', { column, count: actions.length, limit: MOST_ACTIONS });
  }
  return actions;
}

interface Summary {
  episodes: number;
  meanReturn: number;
  meanLength: number;
}

function summarise({ n, episode, reward }: Transitions): Summary {
  const episodes = n === 0 ? 0 : Math.max(...new Set(episode)) + 1;
  const total = reward.reduce((sum, value) => sum + value, 0);
  return { episodes, meanReturn: total / episodes, meanLength: n / episodes };
}

function problemsOf(
  read: Transitions,
  counts: { name: string; count: number }[],
  summary: Summary,
  unused: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  if (read.bad.length > 0)
    problems.push(
      problem({
        severity: 'warning',
        code: 'bad-rows',
        values: { count: read.bad.length },
        items: firstItems(read.bad),
      }),
    );
  if (read.cut > 0)
    problems.push(problem({ severity: 'note', code: 'cut-episodes', values: { count: read.cut } }));
  if (read.missingSteps > 0)
    problems.push(
      problem({ severity: 'warning', code: 'missing-steps', values: { count: read.missingSteps } }),
    );
  if (unused.length > 0)
    problems.push(
      problem({
        severity: 'warning',
        code: 'unused-columns',
        values: { count: unused.length, names: listed(unused, 8) },
        items: firstItems(unused),
      }),
    );
  if (read.doneFrom === 'last step') problems.push(problem({ severity: 'note', code: 'no-done-column' }));
  return [...problems, ...outcomeProblems(read, counts, summary)];
}

/** What the actions and rewards of the log leave hard to tell. */
function outcomeProblems(
  read: Transitions,
  counts: { name: string; count: number }[],
  { episodes }: Summary,
): Problem[] {
  const problems: Problem[] = [];
  const rare = counts.filter(({ count }) => count < read.n * RARE_ACTION);
  if (rare.length > 0)
    problems.push(
      problem({
        severity: 'warning',
        code: 'rare-actions',
        values: { count: rare.length },
        items: firstItems(rare.map(({ name, count }) => `${name} (${count})`)),
      }),
    );
  if (new Set(read.reward).size === 1)
    problems.push(
      problem({ severity: 'warning', code: 'constant-reward', values: { reward: read.reward[0]! } }),
    );
  if (episodes < 20)
    problems.push(problem({ severity: 'warning', code: 'few-episodes', values: { count: episodes } }));
  return problems;
}

function factsOf(
  table: Table,
  columns: PolicyColumns,
  read: Transitions,
  counts: { name: string; count: number }[],
  summary: Summary,
): PolicyDataset['profile']['facts'] {
  const { roles, states, nextStates } = columns;
  const shown = (['episode', 'step', 'action', 'reward', 'done', 'truncated'] as const).flatMap((role) =>
    roles[role] < 0 ? [] : [term(`detail.role.${role}`, { column: table.columns[roles[role]]! })],
  );
  const names = states.map((index) => table.columns[index]!);
  const actions = counts
    .slice(0, 12)
    .map(({ name, count }) => `${name} ${((count / read.n) * 100).toFixed(0)} %`);
  const episodes = { count: summary.episodes, steps: summary.meanLength.toFixed(1) };
  return [
    fact('file', table.format),
    fact('columns', shown),
    fact('states', term('detail.numbers', { count: states.length, names: listed(names, 8) })),
    fact('next-states', term(nextStates.length > 0 ? 'detail.given' : 'detail.derived')),
    fact('actions', actions),
    fact('episodes', term(`detail.episodes.${read.episodesFrom}`, episodes)),
    fact('logged-return', term('detail.mean-return', { mean: summary.meanReturn.toPrecision(4) })),
  ];
}

/** Columns that could tell of the state, but are neither numbers nor of another role. */
const unusedColumns = (facts: readonly ColumnFacts[], { roles }: PolicyColumns): string[] =>
  facts
    .filter(
      ({ index, numericShare, filled, distinct }) =>
        !Object.values(roles).includes(index) && numericShare <= 0.5 && filled > 0 && distinct > 1,
    )
    .map(({ name }) => name);

/**
 * @param file name and SHA-256 of the attachment.
 * @throws UserError `no-policy-columns`, `too-few-transitions`, `too-many-bad-rows`, `number-too-large`, `numbers-too-small`, and those of the actions.
 */
export function openPolicy(source: Table, file: { name: string; hash: string }): PolicyDataset {
  const table = expandArrays(source);
  const facts = describeColumns(table);
  const columns = mapPolicyColumns(facts);
  const read = readTransitions(table, columns);
  if (read.bad.length > table.rows.length * LIMITS.damagedShare) {
    throw new UserError('too-many-bad-rows', {
      count: read.bad.length,
      total: table.rows.length,
      first: read.bad[0]!,
    });
  }
  if (read.n < FEWEST_TRANSITIONS) {
    throw new UserError('too-few-transitions', { count: read.n, limit: FEWEST_TRANSITIONS });
  }
  for (const states of [read.states, read.nextStates]) refuseExtremes(states, 'states');
  refuseExtremes(read.reward, table.columns[columns.roles.reward]!);
  const names = read.actions.map(actionName);
  const actions = findActions(names, table.columns[columns.roles.action]!);
  const index = new Map(actions.map((name, i) => [name, i]));
  const action = Int32Array.from(names, (name) => index.get(name)!);
  const counts = actions.map((name, i) => ({
    name,
    count: action.reduce((sum, a) => sum + (a === i ? 1 : 0), 0),
  }));
  const summary = summarise(read);
  return {
    kind: 'policy',
    stateNames: columns.states.map((column) => table.columns[column]!),
    actions,
    states: read.states,
    nextStates: read.nextStates,
    action,
    reward: read.reward,
    done: read.done,
    episode: read.episode,
    profile: {
      kind: 'policy',
      ...file,
      sampleCount: read.n,
      classes: [],
      facts: factsOf(table, columns, read, counts, summary),
      problems: [...table.problems, ...problemsOf(read, counts, summary, unusedColumns(facts, columns))],
      language: null,
    },
  };
}
