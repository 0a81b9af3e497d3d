/**
 * The list of a data-set repository's files → those that hold its data, of one format. In: HubFiles and the folder or
 * file that the person named, if any. Next: `fetch-data-set.ts`.
 */
import { partOf } from '../datasets/profile.ts';
import type { SourceCut } from '../datasets/source-cut.ts';
import { UserError } from '../errors.ts';
import type { HubFile } from './choose-files.ts';

/** Files that come with data without being data. */
const ABOUT =
  /(^|\/)(\.[^/]*|readme[^/]*|licen[cs]e[^/]*|citation[^/]*|dataset_infos?\.json|[^/]*\.(md|py|ipynb|sh))$/i;
const MEDIA = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif|heic|wav|flac|ogg|opus|mp3)$/i;
/** Best first. */
const FORMATS = [/\.parquet$/i, /\.(csv|tsv)$/i, /\.(jsonl|ndjson|json)$/i, /\.xlsx$/i, /\.txt$/i];
const ARCHIVE = /\.(zip|tar|tar\.gz|tgz)$/i;
/** Loose pictures or sounds from this many on are the data, and tables beside them their metadata. */
const FEWEST_MEDIA = 6;
/** Configurations that the Hub itself takes unless told. */
const USUAL_FOLDERS = ['default', 'data', 'plain_text'];
const PART_WORD = /(^|[-_./])(train|training|val|valid|validation|dev|test|testing|eval)([-_./]|$)/i;

/** @throws UserError `hub-data-none`, `hub-data-choose`, `hub-data-path` */
export function chooseDataFiles(name: string, listed: readonly HubFile[], within: string | null): HubFile[] {
  const inside = listed.filter(
    ({ path }) => within === null || path === within || path.startsWith(`${within}/`),
  );
  if (inside.length === 0 && within !== null) {
    const folders = [...new Set(listed.map(({ path }) => path.split('/')[0]!))].slice(0, 10).join(', ');
    throw new UserError('hub-data-path', { name, path: within, known: folders });
  }
  const data = inside.filter(({ path }) => !ABOUT.test(path));
  const media = data.filter(({ path }) => MEDIA.test(path));
  if (media.length >= FEWEST_MEDIA)
    return data.filter(({ path }) => MEDIA.test(path) || /\.(csv|jsonl|parquet)$/i.test(path));
  for (const format of FORMATS) {
    const tables = data.filter(({ path }) => format.test(path));
    if (tables.length > 0) return oneConfiguration(name, tables);
  }
  const archives = data.filter(({ path }) => ARCHIVE.test(path));
  if (archives.length > 0) {
    const sets = new Set(archives.map(({ path }) => setOf(path)));
    if (sets.size === 1) return archives;
    throw choose(
      name,
      archives.map(({ path }) => path),
    );
  }
  throw new UserError('hub-data-none', { name, count: inside.length });
}

/** What several archives of one data set share: their names without parts (`train`, `test`) and numbers (`-00001-of-00003`). */
const setOf = (path: string): string =>
  path
    .replace(ARCHIVE, '')
    .split(/[-_./]/)
    .filter((word) => !/^(\d+|of|part|shard)$/i.test(word) && partOf(word) === undefined)
    .join('/');

/** The folder that holds a configuration: folders that only name a part are not counted. */
function configurationOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.filter((folder) => !PART_WORD.test(folder)).join('/');
}

/** Tables of several configurations are not mixed. */
function oneConfiguration(name: string, tables: readonly HubFile[]): HubFile[] {
  const names = [...new Set(tables.map(({ path }) => configurationOf(path)))];
  const chosen = names.length === 1 ? names[0] : USUAL_FOLDERS.find((folder) => names.includes(folder));
  if (chosen === undefined)
    throw choose(
      name,
      names.map((folder) => folder || '(top)'),
    );
  return tables.filter(({ path }) => configurationOf(path) === chosen);
}

interface FittingFiles {
  files: HubFile[];
  /** What was left out to stay under the limit; null when nothing was. */
  left: SourceCut | null;
}

/**
 * The files that may be fetched: all where they stay under the limit, so that given parts are honoured; else those of
 * the train part; else as many of its files as fit, evenly spaced, since files of a data set are often sorted by class.
 * Loose pictures and sounds are never left out: a part of their folders would be another data set.
 * @throws UserError `hub-data-too-large` when not one file fits
 */
export function fitToLimit(name: string, chosen: readonly HubFile[], limitBytes: number): FittingFiles {
  const total = sizeOf(chosen);
  if (total <= limitBytes) return { files: [...chosen], left: null };
  const isLoose = chosen.some(({ path }) => MEDIA.test(path));
  const judged = chosen.filter(({ path }) => partOf(path) === 'test' || partOf(path) === 'validation');
  const train = chosen.filter((file) => !judged.includes(file));
  const largest = Math.max(0, ...train.map(({ size }) => size));
  const count = Math.min(train.length, largest === 0 ? 0 : Math.floor(limitBytes / largest));
  const fits = sizeOf(train) <= limitBytes;
  if (isLoose || train.length === 0 || (!fits && count === 0)) throw tooLarge(name, total, limitBytes);
  const taken = fits ? train : train.filter((_, i) => isTaken(i, train.length, count));
  const withoutParts = judged.length > 0;
  return {
    files: taken,
    left: { taken: taken.length, of: train.length, withoutParts, limitMiB: mib(limitBytes) },
  };
}

/** `count` of `length` places, evenly spaced from the first on. */
const isTaken = (place: number, length: number, count: number): boolean =>
  Math.floor((place * count) / length) !== Math.floor(((place - 1) * count) / length);

const sizeOf = (files: readonly HubFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);

const tooLarge = (name: string, size: number, limit: number) =>
  new UserError('hub-data-too-large', { name, size: mib(size), limit: mib(limit) });

const choose = (name: string, names: readonly string[]): UserError => {
  const listed = `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;
  return new UserError('hub-data-choose', { name, names: listed, example: names[0]! });
};
