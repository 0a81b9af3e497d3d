/** The child tasks that commands start: folders, memory and deadlines in one place. */
import { join } from 'node:path';
import type { MadeFormat } from '../src/child/export-formats.ts';
import type { ChildResultOf } from '../src/child/messages.ts';
import type { DataKind, DatasetProfile } from '../src/datasets/dataset.ts';
import type { Context } from '../src/discord/command.ts';
import type { LocalFile } from '../src/files.ts';

/** Parsing needs little; a prediction holds the backbone too. */
const INSPECT_MEMORY_MIB = 1_536;
const INSPECT_DEADLINE_MS = 180_000;
const PREDICT_DEADLINE_MS = 600_000;

export const cacheDir = (context: Context): string => join(context.services.config.dataDir, 'cache');

const asker = ({ log, person, guildId }: Context) => ({ log, owner: person.id, chat: guildId ?? person.id });

/** Parses, checks and profiles the file in a child, so that hostile or huge data cannot hold up the bot. */
export async function inspect(
  context: Context,
  options: {
    file: LocalFile;
    folder: string;
    target: string | null;
    task: DataKind | null;
    /** What the person wrote beside the file; says which column they mean. */
    description?: string | null | undefined;
    /** Rare near spellings of classes are taken as the common one. */
    mergeSpellings?: boolean | undefined;
  },
): Promise<DatasetProfile> {
  const { file, folder, target, task, description = null, mergeSpellings } = options;
  const { profile } = await context.services.runChild(
    {
      kind: 'inspect',
      folders: { workDir: join(folder, 'inspect'), cacheDir: cacheDir(context) },
      file,
      target,
      task,
      description,
      ...(mergeSpellings === undefined ? {} : { mergeSpellings }),
    },
    {
      memoryMiB: INSPECT_MEMORY_MIB,
      deadlineMs: INSPECT_DEADLINE_MS,
      ...asker(context),
    },
  );
  return profile;
}

/** The files that a service would learn from, counted: nothing leaves this machine. */
export const prepareForService = (
  context: Context,
  options: {
    dataset: LocalFile;
    test: LocalFile | null;
    folder: string;
    target: string | null;
    seed: number;
    mergeSpellings: boolean | undefined;
  },
): Promise<ChildResultOf<'service-prepared'>> => {
  const { dataset, test, folder, target, seed, mergeSpellings } = options;
  const workDir = join(folder, 'service');
  return context.services.runChild(
    {
      kind: 'service-prepare',
      folders: { workDir, cacheDir: cacheDir(context) },
      ...{ dataset, test, target, seed },
      ...(mergeSpellings === undefined ? {} : { mergeSpellings }),
      outDir: join(workDir, 'examples'),
    },
    {
      memoryMiB: INSPECT_MEMORY_MIB,
      deadlineMs: INSPECT_DEADLINE_MS,
      log: context.log,
      owner: context.person.id,
    },
  );
};

/** Reads a person's own model in a child: a small file may unfold to gigabytes. */
export async function checkOwnModel(
  context: Context,
  { file, folder }: { file: LocalFile; folder: string },
): Promise<void> {
  await context.services.runChild(
    {
      kind: 'check-model',
      folders: { workDir: join(folder, 'check'), cacheDir: cacheDir(context) },
      file,
    },
    {
      memoryMiB: INSPECT_MEMORY_MIB,
      deadlineMs: INSPECT_DEADLINE_MS,
      ...asker(context),
    },
  );
}

export const predict = (
  context: Context,
  options: { artifactDir: string; folder: string; text: string | null; file: LocalFile | null },
): Promise<ChildResultOf<'predicted'>> =>
  context.services.runChild(
    {
      kind: 'predict',
      folders: { workDir: join(options.folder, 'predict'), cacheDir: cacheDir(context) },
      artifactDir: options.artifactDir,
      text: options.text,
      file: options.file,
    },
    {
      memoryMiB: context.services.config.trainerMemoryMiB,
      deadlineMs: PREDICT_DEADLINE_MS,
      ...asker(context),
    },
  );

/** A delivered model in another form, as a zip. */
export const exportInChild = (
  context: Context,
  options: { artifactDir: string; folder: string; format: MadeFormat },
): Promise<ChildResultOf<'exported'>> =>
  context.services.runChild(
    {
      kind: 'export',
      folders: { workDir: join(options.folder, 'export'), cacheDir: cacheDir(context) },
      artifactDir: options.artifactDir,
      format: options.format,
    },
    {
      memoryMiB: context.services.config.trainerMemoryMiB,
      deadlineMs: PREDICT_DEADLINE_MS,
      ...asker(context),
    },
  );

/** Scores a later labelled file. */
export const evaluate = (
  context: Context,
  options: { artifactDir: string; folder: string; file: LocalFile; target: string | null },
): Promise<ChildResultOf<'evaluated'>> =>
  context.services.runChild(
    {
      kind: 'evaluate',
      folders: { workDir: join(options.folder, 'evaluate'), cacheDir: cacheDir(context) },
      artifactDir: options.artifactDir,
      file: options.file,
      target: options.target,
      locale: context.locale,
    },
    {
      memoryMiB: context.services.config.trainerMemoryMiB,
      deadlineMs: PREDICT_DEADLINE_MS,
      ...asker(context),
    },
  );
