/**
 * What of the bot's files a child does not see. In: a task. Out: the arguments for `sh` that cover the data folder with an empty
 * one, put back only the folders that the task names, and cover `.env`; then Node starts in a user namespace below, in which
 * nobody may take the covers away. Used by `isolation.ts`; docs/decisions/0012 has the reasons.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { ChildTask } from './messages.ts';

export interface Hidden {
  dataDir: string;
  /** null where there is none. */
  envFile: string | null;
}

/** The bot's own: everything in the data folder, and the secrets beside the program. */
export function hiddenFiles(dataDir: string): Hidden {
  const envFile = resolve('.env');
  return { dataDir, envFile: existsSync(envFile) ? envFile : null };
}

/** Descriptors with one digit, beside the five that the child has: more, `sh` does not open. */
const MOST_FOLDERS = 5;

/**
 * Folders are opened before they are covered and bound from there. Arguments: data folder, `.env`, uid, gid, the folders,
 * `--`, the program.
 */
const SCRIPT = `set -e
data=$1 env=$2 uid=$3 gid=$4
shift 4
n=4
while [ "$1" != -- ]; do n=$((n + 1)); eval "p$n=\\$1; exec $n<\\"\\$1\\""; shift; done
shift
mount -t tmpfs -o mode=755,size=1m tmpfs "$data"
i=4
while [ $i -lt $n ]; do
  i=$((i + 1))
  eval "p=\\$p$i"
  mkdir -p "$p"
  mount --no-canonicalize --bind "/proc/self/fd/$i" "$p"
  eval "exec $i<&-"
done
[ -z "$env" ] || mount --bind /dev/null "$env"
exec unshare --user --map-user="$uid" --map-group="$gid" -- "$@"`;

/** Behind `unshare`; the program and its arguments follow. */
export function hidingArguments(
  { dataDir, envFile }: Hidden,
  folders: readonly string[],
  ids: { uid: number; gid: number },
): string[] {
  const own = [String(ids.uid), String(ids.gid)];
  return ['sh', '-c', SCRIPT, 'sh', dataDir, envFile ?? '', ...own, ...folders, '--'];
}

/**
 * The folders below the data folder that a task works with, none within another; they exist then. null: they cannot be told
 * apart from the rest.
 */
export function foldersOf(task: ChildTask, dataDir: string): string[] | null {
  const { workDir, cacheDir } = task.folders;
  for (const folder of [workDir, cacheDir]) mkdirSync(folder, { recursive: true });
  const named = [workDir, cacheDir, ...foldersOfFiles(task)];
  if (named.some((folder) => isWithin(dataDir, folder))) return null;
  const below = [...new Set(named)].filter((folder) => isWithin(folder, dataDir));
  const outer = below.filter((folder) => !below.some((other) => other !== folder && isWithin(folder, other)));
  return outer.length > MOST_FOLDERS ? null : outer;
}

const isWithin = (folder: string, other: string): boolean => `${folder}${sep}`.startsWith(`${other}${sep}`);

function foldersOfFiles(task: ChildTask): string[] {
  switch (task.kind) {
    case 'train': {
      const files = [task.dataset, task.test, task.modelFile].filter((file) => file !== null);
      return [...files.map(({ path }) => dirname(path)), dirname(task.artifactDir)];
    }
    case 'service-prepare':
    case 'service-report': {
      const files = [task.dataset, task.test].filter((file) => file !== null);
      const made =
        task.kind === 'service-prepare'
          ? [task.outDir]
          : [dirname(task.answersPath), dirname(task.artifactDir)];
      return [...files.map(({ path }) => dirname(path)), ...made];
    }
    case 'predict':
      return [task.artifactDir, ...(task.file ? [dirname(task.file.path)] : [])];
    case 'export':
      return [task.artifactDir];
    case 'evaluate':
      return [task.artifactDir, dirname(task.file.path)];
    case 'inspect':
    case 'check-model':
    case 'measure':
      return [dirname(task.file.path)];
  }
}
