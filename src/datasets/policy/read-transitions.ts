/**
 * Rows with known column roles → transitions in order: episodes numbered, steps sorted, next states taken or
 * derived from the following row. Rows that cannot be used are counted, not thrown. Next: `open-policy.ts`.
 */
import { parseNumbers } from '../tables/numbers.ts';
import type { Table } from '../tables/table.ts';
import type { PolicyColumns } from './map-columns.ts';

export interface Transitions {
  n: number;
  /** Row-major [n, d]. */
  states: Float64Array;
  nextStates: Float64Array;
  /** [n] the action's cell. */
  actions: string[];
  reward: Float64Array;
  done: Uint8Array;
  /** [n] episode numbers from 0. */
  episode: Int32Array;
  /** Ids of rows with a missing state, action or reward. */
  bad: string[];
  /** Rows at the end of an episode that was cut off: they have no next state. */
  cut: number;
  /** Steps missing between two rows of an episode; the row before such a gap has no next state. */
  missingSteps: number;
  episodesFrom: 'column' | 'steps' | 'done-flags' | 'one-episode';
  doneFrom: 'column' | 'last step';
}

interface Row {
  /** Row in the table. */
  at: number;
  episode: number;
  done: boolean;
  truncated: boolean;
}

const isTrue = (cell: string): boolean => /^\s*(1|1\.0|true|yes|y|t)\s*$/i.test(cell);

/** [rows] episode number of each row; steps that fall back, or a done flag, begin a new one. */
function numberEpisodes(
  table: Table,
  { roles }: PolicyColumns,
): { episode: number[]; from: Transitions['episodesFrom'] } {
  if (roles.episode >= 0) {
    const numbers = new Map<string, number>();
    const episode = table.rows.map((row) => {
      const key = row[roles.episode]!.trim();
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
    return { episode, from: 'column' };
  }
  let current = 0;
  const steps = roles.step >= 0 ? parseNumbers(table.rows.map((row) => row[roles.step]!)) : null;
  const ends = [roles.done, roles.truncated].filter((column) => column >= 0);
  const episode = table.rows.map((_, i) => {
    const before = table.rows[i - 1];
    if (before && ends.some((column) => isTrue(before[column]!))) current += 1;
    else if (steps && i > 0 && steps[i]! <= steps[i - 1]!) current += 1;
    return current;
  });
  return { episode, from: ends.length > 0 ? 'done-flags' : steps ? 'steps' : 'one-episode' };
}

/** Share of neighbouring rows one step apart from which a step column counts decisions, and gaps are gaps. */
const COUNTED_SHARE = 0.5;

/** [rows] steps missing after each row, in the order of `rows`; null where steps do not count by one. */
function missingSteps(rows: readonly Row[], steps: Float64Array | null): number[] | null {
  if (!steps) return null;
  const apart = rows.map((row, i) => {
    const next = rows[i + 1];
    return next?.episode === row.episode ? steps[next.at]! - steps[row.at]! : 1;
  });
  const counted = apart.filter((distance) => distance === 1).length;
  const isCounter = counted >= apart.length * COUNTED_SHARE && apart.every(Number.isInteger);
  return isCounter ? apart.map((distance) => Math.max(0, distance - 1)) : null;
}

/** Rows in the order of their episodes and steps. */
function orderRows(
  table: Table,
  columns: PolicyColumns,
): { rows: Row[]; from: Transitions['episodesFrom']; steps: Float64Array | null } {
  const { roles } = columns;
  const { episode, from } = numberEpisodes(table, columns);
  const steps = roles.step >= 0 ? parseNumbers(table.rows.map((row) => row[roles.step]!)) : null;
  const rows = table.rows.map(
    (row, at): Row => ({
      at,
      episode: episode[at]!,
      done: roles.done >= 0 && isTrue(row[roles.done]!),
      truncated: roles.truncated >= 0 && isTrue(row[roles.truncated]!),
    }),
  );
  const stepOf = (row: Row): number => {
    const step = steps?.[row.at];
    return step === undefined || Number.isNaN(step) ? row.at : step;
  };
  rows.sort((a, b) => a.episode - b.episode || stepOf(a) - stepOf(b) || a.at - b.at);
  return { rows, from, steps };
}

export function readTransitions(table: Table, columns: PolicyColumns): Transitions {
  const { roles } = columns;
  const d = columns.states.length;
  const column = (index: number): Float64Array => parseNumbers(table.rows.map((row) => row[index]!));
  const stateColumns = columns.states.map(column);
  const nextColumns = columns.nextStates.map(column);
  const rewards = column(roles.reward);
  const { rows, from, steps } = orderRows(table, columns);
  const missing = nextColumns.length > 0 ? null : missingSteps(rows, steps);
  const out: Transitions = {
    n: 0,
    states: new Float64Array(rows.length * d),
    nextStates: new Float64Array(rows.length * d),
    actions: [],
    reward: new Float64Array(rows.length),
    done: new Uint8Array(rows.length),
    episode: new Int32Array(rows.length),
    bad: [],
    cut: 0,
    missingSteps: missing ? missing.reduce((sum, count) => sum + count, 0) : 0,
    episodesFrom: from,
    doneFrom: roles.done >= 0 ? 'column' : 'last step',
  };
  const isBad = ({ at }: Row): boolean =>
    Number.isNaN(rewards[at]) ||
    table.rows[at]![roles.action]!.trim() === '' ||
    stateColumns.some((values) => Number.isNaN(values[at]));
  rows.forEach((row, i) => {
    if (isBad(row)) {
      out.bad.push(table.ids[row.at]!);
      return;
    }
    const next = rows[i + 1]?.episode === row.episode ? rows[i + 1]! : null;
    const following = missing?.[i] ? null : next;
    // Without a done column an episode ends where its rows end.
    const done = roles.done >= 0 ? row.done : next === null && !row.truncated;
    const source = nextColumns.length > 0 ? nextColumns : stateColumns;
    const from = nextColumns.length > 0 ? row.at : following?.at;
    const known = from !== undefined && source.every((values) => !Number.isNaN(values[from]));
    if (!known && !done) {
      if (!missing?.[i]) out.cut += 1;
      return;
    }
    for (let k = 0; k < d; k += 1) {
      const state = stateColumns[k]![row.at]!;
      out.states[out.n * d + k] = state;
      // After the end nothing follows; the own state stands in and is never read, as done is set.
      out.nextStates[out.n * d + k] = known ? source[k]![from]! : state;
    }
    out.actions.push(table.rows[row.at]![roles.action]!.trim());
    out.reward[out.n] = rewards[row.at]!;
    out.done[out.n] = done ? 1 : 0;
    out.episode[out.n] = row.episode;
    out.n += 1;
  });
  return trim(out, d);
}

/** Arrays cut to the rows that were kept; episodes renumbered without gaps. */
function trim(out: Transitions, d: number): Transitions {
  const numbers = new Map<number, number>();
  const episode = out.episode.slice(0, out.n).map((original) => {
    const number = numbers.get(original) ?? numbers.size;
    numbers.set(original, number);
    return number;
  });
  return {
    ...out,
    states: out.states.slice(0, out.n * d),
    nextStates: out.nextStates.slice(0, out.n * d),
    reward: out.reward.slice(0, out.n),
    done: out.done.slice(0, out.n),
    episode,
  };
}
