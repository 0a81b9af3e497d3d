/**
 * An attachment on disk → Dataset: told apart by content, extracted below the work folder, parsed, checked and
 * profiled. Runs in the child process only. Next: `split.ts`, or the profile goes to the person.
 */

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserError, UserError } from '../errors.ts';
import type { LocalFile } from '../files.ts';
import { hashFile } from '../hash.ts';
import { mediaWord, mediaWords } from '../text/terms.ts';
import { extractArchive } from './archive/extract-archive.ts';
import { archiveFormat, gunzipFile } from './archive/open-compressed.ts';
import type { DataKind, Dataset } from './dataset.ts';
import type { Like } from './labels/labels.ts';
import type { MediaOptions } from './media/label-items.ts';
import { mediaType } from './media/media-type.ts';
import { unpackParquet } from './media/unpack-parquet.ts';
import { openArchive, openPacked } from './open-archive.ts';
import { openPolicy } from './policy/open-policy.ts';
import { openProse } from './prose/open-prose.ts';
import { isRunningText } from './prose/read-documents.ts';
import { openSeries } from './series/open-series.ts';
import { readSourceCut, sourceCutProblems } from './source-cut.ts';
import { detectTableKind } from './tables/detect-kind.ts';
import { readTable } from './tables/read-table.ts';
import { refuseSideways } from './tables/refuse-sideways.ts';
import type { Table } from './tables/table.ts';
import { openText } from './text/open-text.ts';

export interface OpenOptions {
  /** Folder that everything is written to; created when absent. */
  workDir: string;
  /** What the person says the data are; null lets the content tell. */
  kind?: DataKind | null;
  /** Label column (text, metadata tables), value column (series). */
  target?: string | null;
  /** What the person wrote beside the file; says which column they mean. */
  description?: string | null;
  /** Rare near spellings of classes are taken as the common one. */
  mergeSpellings?: boolean;
  /** For a separate test file or a later labelled one: classes and columns as the given data set has them. */
  like?: Like | null;
}

function openTable(table: Table, kind: DataKind | null, options: MediaOptions): Dataset {
  if (table.rows.length < 2 && options.like === null)
    throw new UserError('too-few-rows', {
      name: options.file.name,
      count: table.rows.length,
      columns: table.columns.slice(0, 10).join(', '),
    });
  if (kind === null || kind === 'text') refuseSideways(table, options.file.name);
  switch (kind ?? detectTableKind(table)) {
    case 'text':
      return openText(table, options);
    case 'series':
      return openSeries(table, options.target, options.file);
    case 'policy':
      return openPolicy(table, options.file);
    case 'prose':
      throw new UserError('prose-in-archive', { name: options.file.name });
    case 'image':
    case 'audio':
      throw new UserError('wrong-kind-table', {
        name: options.file.name,
        columns: table.columns.slice(0, 10).join(', '),
        wanted: mediaWords(kind === 'image' ? 'image' : 'audio'),
      });
  }
}

function refuseFile(name: string, kind: string, ext: string): never {
  if (kind === 'image' || kind === 'audio') {
    throw new UserError('single-file', { name, one: mediaWord(kind), many: mediaWords(kind) });
  }
  throw new UserError('unsupported-file', { name, extension: ext });
}

/**
 * @param file where the attachment lies, and its name as the person gave it.
 * @throws UserError with the reason of every refusal; nothing is written outside `workDir`.
 */
export async function openDataset(file: LocalFile, options: OpenOptions): Promise<Dataset> {
  if ((await stat(file.path)).size === 0) {
    throw new UserError('empty-file', { name: file.name });
  }
  await mkdir(options.workDir, { recursive: true });
  const source = { name: file.name, hash: await hashFile(file.path) };
  const inner: MediaOptions = {
    target: options.target ?? null,
    like: options.like ?? null,
    description: options.description ?? null,
    mergeSpellings: options.mergeSpellings ?? false,
    file: source,
  };
  const kind = options.kind ?? null;
  const type = await mediaType(file.path, file.name);
  if (type.kind === 'archive') {
    const format = await archiveFormat(file.path, file.name, type.ext);
    const label = `dataset-${source.hash.slice(0, 12)}`;
    if (format === 'gzip') {
      const path = await gunzipFile(file.path, file.name, options.workDir);
      return openTable(await readTable(path, file.name), kind, inner);
    }
    const extraction = await extractArchive(file.path, format, { workDir: options.workDir, label });
    const opened = await openArchive(extraction, kind, { ...inner, workDir: options.workDir });
    const dataset = 'profile' in opened ? opened : openTable(opened, kind, inner);
    const cut = readSourceCut(extraction.comment);
    if (cut) dataset.profile.problems.unshift(...sourceCutProblems(cut));
    return dataset;
  }
  if (type.ext === 'parquet' && (kind === null || kind === 'image' || kind === 'audio')) {
    const packed = await unpackParquet([file], { folder: join(options.workDir, 'unpacked'), kind });
    if (packed) return openPacked(packed, [], inner);
  }
  if (type.kind !== 'table' && type.ext !== '') refuseFile(file.name, type.kind, type.ext);
  if (kind === 'prose' || (kind === null && inner.like === null && (await isRunningText(file))))
    return openProse(file, { hash: source.hash, target: inner.target });
  try {
    return openTable(await readTable(file.path, file.name), kind, inner);
  } catch (error) {
    throw ARCHIVE_NAME.test(file.name) && isUserError(error) ? noArchive(file.name, error) : error;
  }
}

const ARCHIVE_NAME = /\.(zip|tar|tgz|tar\.gz)$/i;

/** Text under the name of an archive is read as a table where it is one. */
const noArchive = (name: string, cause: UserError): UserError =>
  new UserError('no-archive', { name, reason: cause.term }, { cause });
