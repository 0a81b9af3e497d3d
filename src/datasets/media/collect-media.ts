/**
 * Extracted files → the media files of one kind with their labels, not yet opened. Next: `open-images.ts` or
 * `open-audio.ts` looks into each.
 */

import { UserError } from '../../errors.ts';
import type { Value } from '../../text/term.ts';
import { term } from '../../text/term.ts';
import { listed, mediaWords } from '../../text/terms.ts';
import type { FileSample, Problem } from '../dataset.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { readTable } from '../tables/read-table.ts';
import { firstItems } from '../tables/table.ts';
import type { MediaOptions } from './label-items.ts';
import { readLayout } from './layout.ts';
import { type MetadataTable, readMetadata } from './metadata-table.ts';
import type { SortedFile } from './sort-files.ts';
import type { PackedMedia } from './unpack-parquet.ts';

export interface LabelledFile extends SortedFile {
  label: string;
  group: string | null;
  part: FileSample['part'];
}

/** Small tables beside the pictures may label them; a readme or a licence is no table, and that is no error. */
async function metadataTables(files: readonly SortedFile[]): Promise<MetadataTable[]> {
  const tables: MetadataTable[] = [];
  for (const file of files) {
    if (file.kind !== 'table' && !(file.kind === 'text' && !/\.txt$/i.test(file.name))) continue;
    try {
      tables.push({ name: file.name, table: await readTable(file.path, file.name) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return tables;
}

function leftOverProblems(unlabelled: string[], others: string[]): Problem[] {
  const problems: Problem[] = [];
  if (unlabelled.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'unlabelled-items',
        values: { count: unlabelled.length },
        items: firstItems(unlabelled),
      }),
    );
  }
  if (others.length > 0) {
    problems.push(
      problem({
        severity: 'note',
        code: 'other-files',
        values: { count: others.length },
        items: firstItems(others),
      }),
    );
  }
  return problems;
}

export interface CollectedMedia {
  files: LabelledFile[];
  problems: Problem[];
  /** How labels were found, for the profile. */
  note: Value;
  fromFolders: boolean;
}

/**
 * @param target label column of the metadata table, or null.
 * @throws UserError `no-labels`, `unknown-column`.
 */
export async function collectMedia(
  files: readonly SortedFile[],
  kind: 'image' | 'audio',
  target: string | null,
): Promise<CollectedMedia> {
  const media = files.filter((file) => file.kind === kind);
  const names = media.map(({ name }) => name);
  const tables = await metadataTables(files);
  const described = readMetadata(tables, names, target);
  const layout = described ?? readLayout(names);
  if (layout.placed.length === 0) {
    throw new UserError('no-labels', { count: media.length, words: mediaWords(kind) });
  }
  const used = new Set(tables.map(({ name }) => name));
  const others = files.filter((file) => file.kind !== kind && !used.has(file.name)).map(({ name }) => name);
  return {
    files: layout.placed.map(({ index, ...place }) => ({ ...media[index]!, ...place })),
    problems: leftOverProblems(
      layout.unlabelled.map((i) => names[i]!),
      others,
    ),
    note: layout.note,
    fromFolders: described === null,
  };
}

/**
 * Files that came with the table that labels them, as Parquet has them.
 * @param target label column as the person named it, or null.
 * @throws UserError `no-labels`, `unknown-column`.
 */
export function collectPacked(
  { kind, files, table, label, named, problems }: PackedMedia,
  { target, file }: MediaOptions,
): CollectedMedia {
  const names = files.map(({ name }) => name);
  const layout = readMetadata([{ name: file.name, table }], names, target ?? label);
  if (!layout) {
    const listed = table.columns.slice(1, 31).map((column) => JSON.stringify(column));
    throw new UserError('no-labels-in-table', {
      name: file.name,
      count: files.length,
      words: mediaWords(kind),
      listed: listed.length > 0 ? listed : term('word.none'),
    });
  }
  const numbers = [...new Set(layout.placed.map((place) => place.label))];
  const isNamed = named.includes(layout.column ?? '');
  const unnamed: Problem = problem({
    severity: 'note',
    code: 'unnamed-classes',
    values: { names: listed(numbers, 5) },
    items: [],
  });
  return {
    files: layout.placed.map(({ index, ...place }) => ({ ...files[index]!, ...place })),
    problems: [
      ...problems,
      ...leftOverProblems(
        layout.unlabelled.map((i) => names[i]!),
        [],
      ),
      ...(isNamed || !numbers.every((number) => /^\d+$/.test(number)) ? [] : [unnamed]),
    ],
    note: layout.note,
    fromFolders: false,
  };
}

/**
 * What the damaged items mean for the set.
 * @param damaged name and reason of each.
 * @param total media files that were looked at, damaged ones included.
 * @throws UserError `too-many-damaged` above 20 %.
 */
export function judgeDamage(
  damaged: readonly { name: string; reason: string }[],
  total: number,
  kind: 'image' | 'audio',
): Problem[] {
  if (damaged.length === 0) return [];
  const items = firstItems(damaged.map(({ name, reason }) => `${name}: ${reason}`));
  if (damaged.length > total * LIMITS.damagedShare) {
    throw new UserError('too-many-damaged', {
      count: damaged.length,
      total,
      words: mediaWords(kind),
      first: items.slice(0, 3).join('; '),
    });
  }
  return [
    problem({
      severity: 'warning',
      code: 'damaged-items',
      values: { count: damaged.length, total },
      items,
    }),
  ];
}
