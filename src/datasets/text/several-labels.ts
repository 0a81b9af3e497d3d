/** Cells that hold several labels each (`a|b`, `a; b`, `["a", "b"]`) → refused, with an example. Called by `open-text.ts`. */
import { UserError } from '../../errors.ts';
import type { Value } from '../../text/term.ts';

const SIGNS = ['|', ';', ',', '/', '+', '&', '、', '，', '；', '\n', '\t', '·', '・', '•'];
/** Rows with more than one label, below which a sign belongs to a name. */
const LEAST_ROWS = 3;
const LEAST_SHARE = 0.05;
/** Labels that stand together with different others are labels; parts of one name come with that name alone. */
const SHARED = 0.8;
const LISTED = 8;

const LIST = /^\s*[[({].*[\])}]\s*$/s;
const unquote = (part: string): string =>
  part
    .trim()
    .replaceAll(/^["']|["']$/g, '')
    .trim();
const partsOf = (label: string, sign: string): string[] =>
  label
    .split(sign)
    .map(unquote)
    .filter((part) => part !== '');

interface Several {
  rows: number;
  example: string;
  labels: string[];
}

/** @param counts rows of each different cell. */
function readParts(counts: ReadonlyMap<string, number>, split: (label: string) => string[]): Several | null {
  const values = new Map<string, { cells: number; places: Set<number> }>();
  const lengths = new Set<number>();
  let rows = 0;
  let total = 0;
  let example = '';
  for (const [label, count] of counts) {
    const parts = split(label);
    total += count;
    lengths.add(parts.length);
    if (parts.length > 1) {
      rows += count;
      example ||= label.trim();
    }
    parts.forEach((part, place) => {
      const key = part.toLowerCase();
      const seen = values.get(key) ?? { cells: 0, places: new Set<number>() };
      values.set(key, { cells: seen.cells + 1, places: seen.places.add(place) });
    });
  }
  if (rows < Math.max(LEAST_ROWS, total * LEAST_SHARE) || values.size >= counts.size) return null;
  const found = [...values.values()];
  const shared = found.filter(({ cells }) => cells > 1).length;
  const moving = found.filter(({ places }) => places.size > 1).length;
  const isSeveral = shared >= values.size * SHARED && (lengths.size > 1 || moving > values.size / 2);
  return isSeveral ? { rows, example, labels: [...values.keys()] } : null;
}

/** `#a #b` or `#a#b`: the sign stands before each label. */
const TAGS = /^\s*#[^#\s][^#]*(#[^#]+)*$/;

function findSeveral(counts: ReadonlyMap<string, number>): Several | null {
  const tagged = [...counts.keys()].filter((label) => TAGS.test(label)).length;
  if (tagged >= counts.size * SHARED) return readParts(counts, (label) => partsOf(label, '#'));
  const lists = [...counts.keys()].filter((label) => LIST.test(label)).length;
  if (lists >= counts.size * SHARED)
    return readParts(counts, (label) => partsOf(label.trim().slice(1, -1), ','));
  const ways = SIGNS.map((sign) => readParts(counts, (label) => partsOf(label, sign)));
  return ways.find((way) => way !== null) ?? null;
}

/**
 * @param labels raw label of each row.
 * @throws UserError `several-labels`
 */
export function refuseSeveralLabels(labels: readonly string[], column: Value): void {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const several = findSeveral(counts);
  if (several === null) return;
  const { rows, example, labels: names } = several;
  throw new UserError('several-labels', {
    column,
    example: JSON.stringify(example.slice(0, 80)),
    rows,
    total: labels.length,
    names: names.slice(0, LISTED),
  });
}
