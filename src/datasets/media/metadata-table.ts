/**
 * A metadata table in the archive (the Hub's `metadata.csv` or `.jsonl`, or any table that names the files) → label,
 * part and group of each file. Takes the place of `layout.ts` when there is one.
 */

import { type Term, term } from '../../text/term.ts';
import { describeColumns } from '../columns.ts';
import { isMissingLabel } from '../labels/labels.ts';
import { readPart } from '../profile.ts';
import type { Table } from '../tables/table.ts';
import { chooseMetadata } from './choose-metadata.ts';
import type { Layout, Placed } from './layout.ts';

export interface MetadataTable {
  /** Path in the archive; its rows name files relative to its folder. */
  name: string;
  table: Table;
}

/** The ways a row may name a file: from the table's folder, from the root, by the bare file name. */
function nameLookup(names: readonly string[]): (cell: string, folder: string) => number | undefined {
  const byPath = new Map(names.map((name, index) => [name, index]));
  const byFile = new Map<string, number | null>();
  const byStem = new Map<string, number | null>();
  names.forEach((name, index) => {
    const file = name.slice(name.lastIndexOf('/') + 1);
    const stem = file.replace(/\.[^.]+$/, '');
    byFile.set(file, byFile.has(file) ? null : index);
    byStem.set(stem, byStem.has(stem) ? null : index);
  });
  return (cell, folder) => {
    const path = cell
      .trim()
      .replaceAll('\\', '/')
      .replace(/^\.?\//, '')
      .normalize('NFC');
    if (path === '') return undefined;
    const file = path.slice(path.lastIndexOf('/') + 1);
    return byPath.get(folder + path) ?? byPath.get(path) ?? byFile.get(file) ?? byStem.get(file) ?? undefined;
  };
}

/** The column whose cells name most files; −1 when none names half of its rows. */
function fileColumn(table: Table, lookup: (cell: string) => number | undefined): number {
  const sample = table.rows.slice(0, 500);
  const shares = table.columns.map((_, c) => sample.filter((row) => lookup(row[c]!) !== undefined).length);
  const best = Math.max(...shares);
  return best >= Math.max(1, sample.length / 2) ? shares.indexOf(best) : -1;
}

/**
 * @param names normalised paths of the media files.
 * @param target the label column as the person named it, or null.
 * @returns null when none of the tables names the files and labels them.
 * @throws UserError `unknown-column`.
 */
export function readMetadata(
  tables: readonly MetadataTable[],
  names: readonly string[],
  target: string | null,
): Layout | null {
  const lookup = nameLookup(names);
  const placed = new Map<number, Placed>();
  let note: Term | null = null;
  let column = '';
  for (const { name, table } of tables) {
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const files = fileColumn(table, (cell) => lookup(cell, folder));
    if (files < 0) continue;
    const roles = chooseMetadata(describeColumns(table), files, target);
    if (!roles) continue;
    column = table.columns[roles.label]!;
    note = term('detail.from.column', { column: JSON.stringify(column), file: name });
    const folderPart = folder
      .split('/')
      .map(readPart)
      .find((part) => part !== undefined);
    for (const row of table.rows) {
      const index = lookup(row[files]!, folder);
      const label = row[roles.label]!;
      if (index === undefined || isMissingLabel(label)) continue;
      const group = roles.group < 0 ? '' : row[roles.group]!.trim();
      const part = roles.part < 0 ? folderPart : readPart(row[roles.part]!);
      placed.set(index, { index, label, group: group === '' ? null : group, part });
    }
  }
  if (placed.size === 0 || note === null) return null;
  const unlabelled = names.map((_, index) => index).filter((index) => !placed.has(index));
  return { placed: [...placed.values()].toSorted((a, b) => a.index - b.index), unlabelled, note, column };
}
