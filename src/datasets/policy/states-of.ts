/** A table with states → [n, d] numbers in the order of the model's states. Pure, and so shared with the page of a Run. */
import { UserError } from '../../errors.ts';
import { findColumn } from '../columns.ts';
import { parseNumbers } from '../tables/numbers.ts';
import type { Table } from '../tables/table.ts';
import { expandArrays } from './expand-arrays.ts';

export interface States {
  /** Row-major [n, d]. */
  values: Float64Array;
  n: number;
  d: number;
  /** [n] row numbers in the file. */
  ids: string[];
  skipped: { id: string; reason: string }[];
}

/**
 * @param stateNames as in `PolicyDataset.stateNames`. Further columns do not matter.
 * @param file its name, for messages.
 * @throws UserError `unknown-column` when a state is missing, `no-state-rows`
 */
export function statesOf(read: Table, stateNames: readonly string[], file: string): States {
  const table = expandArrays(read);
  const columns = stateNames.map((name) => findColumn(table.columns, name));
  const values = columns.map((column) => parseNumbers(table.rows.map((row) => row[column]!)));
  const states: States = {
    values: new Float64Array(table.rows.length * columns.length),
    n: 0,
    d: columns.length,
    ids: [],
    skipped: [],
  };
  table.ids.forEach((id, i) => {
    const missing = values.findIndex((column) => Number.isNaN(column[i]));
    if (missing >= 0) {
      states.skipped.push({ id, reason: `${stateNames[missing]} is no number` });
      return;
    }
    values.forEach((column, k) => {
      states.values[states.n * states.d + k] = column[i]!;
    });
    states.ids.push(id);
    states.n += 1;
  });
  if (states.n === 0) throw new UserError('no-state-rows', { name: file, count: states.d });
  return { ...states, values: states.values.slice(0, states.n * states.d) };
}
