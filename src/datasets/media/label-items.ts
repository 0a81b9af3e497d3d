/** Raw labels of media files → class indices; items of classes that are left out are dropped. */

import type { Problem } from '../dataset.ts';
import { type Like, makeLabels, matchLabels } from '../labels/labels.ts';

export interface MediaOptions {
  /** Label column of a metadata table, or null. */
  target: string | null;
  /** The data set whose classes these files must have (a separate test file), or null. */
  like: Like | null;
  /** What the person wrote beside the file; says which column they mean. */
  description?: string | null;
  /** Rare near spellings are taken as the common one. */
  mergeSpellings?: boolean;
  /** Name and SHA-256 of the attachment. */
  file: { name: string; hash: string };
}

/** How the labels of files were found: what the class names are, whether numbers are names. */
interface LabelSource {
  like: Like | null;
  mergeSpellings?: boolean;
  /** For messages: `The set of pictures`. */
  what: string;
  /** Folders are classes whatever they are called; the numbers of a column may be measurements. */
  fromFolders: boolean;
}

export function labelItems<T extends { label: string }>(
  items: readonly T[],
  { like, what, fromFolders, mergeSpellings = false }: LabelSource,
): { kept: (Omit<T, 'label'> & { label: number })[]; classes: string[]; problems: Problem[] } {
  const raw = items.map(({ label }) => label);
  const labels = like
    ? matchLabels(raw, like.classes, what, { mergeSpellings })
    : makeLabels(raw, what, { numbersAreNames: fromFolders, mergeSpellings });
  const kept = items
    .map((item, i) => ({ ...item, label: labels.index[i]! }))
    .filter(({ label }) => label >= 0);
  return { kept, classes: labels.classes, problems: labels.problems };
}
