/**
 * A column whose cells are all dates, but written in two ways or more, of which none reads the whole column: is 03/04/2024
 * the third of April or the fourth of March? It is refused with an example of each, not guessed. Read by the kind
 * detection and by `read-points.ts`.
 */
import type { ColumnFacts } from '../columns.ts';
import type { Table } from '../tables/table.ts';
import { cellsOf } from './find-time.ts';
import { dateFormatOf } from './timestamps.ts';

/** Share of the filled cells that must be dates. */
const DATE_SHARE = 0.95;

interface MixedDates {
  index: number;
  name: string;
  /** The first cell of each way of writing. */
  examples: string[];
}

function readColumn(table: Table, { index, name }: ColumnFacts): MixedDates | null {
  const cells = cellsOf(table, index).filter((cell) => cell.trim() !== '');
  const examples = new Map<string, string>();
  let dates = 0;
  for (const cell of cells) {
    const format = dateFormatOf(cell);
    if (format === null) continue;
    dates += 1;
    if (!examples.has(format)) examples.set(format, cell.trim());
  }
  const isMixed = examples.size > 1 && dates >= cells.length * DATE_SHARE;
  return isMixed ? { index, name, examples: [...examples.values()] } : null;
}

/** Asked where no column reads as times. @returns the first such column, or null. */
export function findMixedDates(table: Table, facts: readonly ColumnFacts[]): MixedDates | null {
  for (const fact of facts) {
    const found = fact.numericShare < 0.5 ? readColumn(table, fact) : null;
    if (found) return found;
  }
  return null;
}
