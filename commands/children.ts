/** The child tasks that commands start: folders, memory and deadlines in one place. */
import { join } from 'node:path';
import type { DataKind, DatasetProfile } from '../src/datasets/dataset.ts';
import type { Context } from '../src/discord/command.ts';
import type { ChildResultOf, LocalFile } from '../src/training/messages.ts';

/** Parsing needs little; a prediction holds the backbone too. */
const INSPECT_MEMORY_MIB = 1_536;
const INSPECT_DEADLINE_MS = 180_000;
const PREDICT_DEADLINE_MS = 600_000;

export const cacheDir = (context: Context): string => join(context.services.config.dataDir, 'cache');

/** Parses, checks and profiles the file in a child, so that hostile or huge data cannot hold up the bot. */
export async function inspect(
  context: Context,
  options: { file: LocalFile; folder: string; target: string | null; task: DataKind | null },
): Promise<DatasetProfile> {
  const { file, folder, target, task } = options;
  const { profile } = await context.services.runChild(
    {
      kind: 'inspect',
      folders: { workDir: join(folder, 'inspect'), cacheDir: cacheDir(context) },
      file,
      target,
      task,
    },
    { memoryMiB: INSPECT_MEMORY_MIB, deadlineMs: INSPECT_DEADLINE_MS, log: context.log },
  );
  return profile;
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
      log: context.log,
    },
  );
