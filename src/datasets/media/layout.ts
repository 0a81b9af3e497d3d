/**
 * Paths in an archive → label, part and group of each file, when no metadata table gives them. Understood: class
 * folders below any number of wrapping folders, `train/ val/ test/` above them, a folder level below the class
 * (speaker, source) as group, and a flat folder whose file names start with the class.
 */

import { type Term, term } from '../../text/term.ts';
import type { FileSample } from '../dataset.ts';
import { readPart } from '../profile.ts';

export interface Placed {
  /** Index into the given names. */
  index: number;
  label: string;
  group: string | null;
  part: FileSample['part'];
}

export interface Layout {
  placed: Placed[];
  /** Indices of files that no folder labels. */
  unlabelled: number[];
  /** How labels were found, for the profile. */
  note: Term;
  /** The column of a metadata table that labels. */
  column?: string;
}

/** Fewer different folders than this below the classes are no speakers or sources, just storage. */
const FEWEST_GROUPS = 5;
const GROUP_FOLDER =
  /^(speaker|spk|subject|subj|person|patient|participant|actor|voice|singer|user|session|batch|group|fold|source|site)[-_ ]?\w{0,8}\d+$/i;

interface Path {
  index: number;
  folders: string[];
  file: string;
  part: FileSample['part'];
}

/** Drops the folders that all paths share, as long as folders remain to be classes. */
function unwrap(paths: Path[]): Path[] {
  let current = paths;
  while (current.length > 0) {
    const first = current[0]!.folders[0];
    const wraps = current.every(({ folders }) => folders[0] === first) && first !== undefined;
    if (!wraps || !current.some(({ folders }) => folders.length > 1)) return current;
    current = current.map((path) => ({ ...path, folders: path.folders.slice(1) }));
  }
  return current;
}

/** `train/…`, `val/…`, `test/…` → part; only when every labelled file lies below such a folder and one is `train`. */
function takeParts(paths: Path[]): Path[] {
  const inFolders = paths.filter(({ folders }) => folders.length > 0);
  const parts = new Set(inFolders.map(({ folders }) => readPart(folders[0]!)));
  if (inFolders.length === 0 || parts.has(undefined) || !parts.has('train') || parts.size < 2) return paths;
  const byPart = [...parts].map((part) =>
    unwrap(
      inFolders
        .filter(({ folders }) => readPart(folders[0]!) === part)
        .map((path) => ({ ...path, part, folders: path.folders.slice(1) })),
    ),
  );
  return [...byPart.flat(), ...paths.filter(({ folders }) => folders.length === 0)];
}

/** Folders below the class as group, when there are enough of them to be told apart by. */
function groupsBelow(paths: Path[]): (string | null)[] {
  const below = paths.map(({ folders }) => (folders.length > 1 ? folders.slice(1).join('/') : null));
  return new Set(below.filter((name) => name !== null)).size >= FEWEST_GROUPS ? below : below.map(() => null);
}

/** `cat_001`, `dog.12`, `oak (3)` → the letters before the number. */
function fileNameLabels(paths: Path[]): Map<Path, string> | null {
  const labels = new Map<Path, string>();
  for (const path of paths) {
    const match = /^(\p{L}[\p{L} _-]*?)[ _.()-]*\d+[ )]*\.[^.]+$/u.exec(path.file);
    if (match) labels.set(path, match[1]!.toLowerCase());
  }
  const counts = new Map<string, number>();
  for (const label of labels.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const enough =
    labels.size > paths.length * 0.9 && counts.size >= 2 && [...counts.values()].every((n) => n >= 3);
  return enough ? labels : null;
}

function placeFlat(paths: Path[]): Layout {
  const labels = fileNameLabels(paths);
  const placed = paths.flatMap((path): Placed[] => {
    const label = labels?.get(path);
    return label === undefined ? [] : [{ index: path.index, label, group: null, part: path.part }];
  });
  const labelled = new Set(placed.map(({ index }) => index));
  const unlabelled = paths.filter(({ index }) => !labelled.has(index)).map(({ index }) => index);
  return { placed, unlabelled, note: term('detail.from.file-names') };
}

/** @param names normalised paths of the media files. */
export function readLayout(names: readonly string[]): Layout {
  const split = names.map((name, index): Path => {
    const parts = name.split('/');
    return { index, folders: parts.slice(0, -1), file: parts.at(-1)!, part: undefined };
  });
  const paths = takeParts(unwrap(split));
  const inFolders = paths.filter(({ folders }) => folders.length > 0);
  if (new Set(inFolders.map(({ folders }) => folders[0])).size < 2) {
    const flat = placeFlat(paths);
    if (flat.placed.length > 0) return flat;
  }
  const groupsFirst =
    inFolders.length > 0 &&
    inFolders.every(({ folders }) => folders.length > 1 && GROUP_FOLDER.test(folders[0]!));
  const ordered = groupsFirst
    ? inFolders.map((path) => ({ ...path, folders: [path.folders[1]!, path.folders[0]!] }))
    : inFolders;
  const groups = groupsBelow(ordered);
  return {
    placed: ordered.map(({ index, folders, part }, i) => ({
      index,
      label: folders[0]!,
      group: groups[i]!,
      part,
    })),
    unlabelled: paths.filter(({ folders }) => folders.length === 0).map(({ index }) => index),
    note: folderNote(
      paths.some(({ part }) => part),
      groups.some((group) => group !== null),
    ),
  };
}

function folderNote(hasParts: boolean, hasGroups: boolean): Term {
  if (hasParts) return term(hasGroups ? 'detail.from.grouped-part-folders' : 'detail.from.part-folders');
  return term(hasGroups ? 'detail.from.grouped-folders' : 'detail.from.folders');
}
