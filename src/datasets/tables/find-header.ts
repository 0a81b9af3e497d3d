/** Is the first row a header? Told from the rows, as files come with and without. */

/** Rows looked at below the first. */
const SAMPLE_ROWS = 1_000;
const LONGEST_NAME = 64;

export const isNumeric = (cell: string): boolean => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell);

/**
 * The first row is a header when its cells could be names (none numeric, all different, short) and none of them
 * comes back further down in its own column, as a label would.
 * @returns the header's cells, or null when the first row is data.
 */
export function findHeader(rows: string[][]): string[] | null {
  const first = rows[0];
  if (!first || rows.length < 2) return null;
  const names = first.map((cell) => cell.trim().toLowerCase());
  const filled = names.filter((name) => name !== '');
  if (filled.length === 0 || new Set(filled).size < filled.length) return null;
  if (filled.some((name) => isNumeric(name) || name.length > LONGEST_NAME)) return null;
  const below = rows.slice(1, SAMPLE_ROWS + 1);
  const recurs = names.some(
    (name, i) => name !== '' && below.some((row) => row[i]?.trim().toLowerCase() === name),
  );
  return recurs ? null : first;
}
