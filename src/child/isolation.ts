/**
 * How far a child is shut off. In: how Node is to be started, and for what. Out: what to start instead: on Linux, where the
 * system lets us, Node in namespaces of its own (`unshare` of util-linux), without network, without a right over other
 * processes, whose environment and memory it can then not read, and without the bot's files (`hidden-files.ts`). The program
 * takes the place of `unshare`, so that process id, signals and pipes are Node's. Tried once; what does not work, the log
 * says, and children run without it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../log.ts';
import { foldersOf, type Hidden, hidingArguments } from './hidden-files.ts';
import type { ChildTask } from './messages.ts';

type Isolation = 'auto' | 'none';
/** Shut off from network and processes; from files too. */
type Level = 'none' | 'apart' | 'hidden';

const UNSHARE = 'unshare';
const APART = ['--user', '--map-current-user', '--net', '--'];
/** Mounting needs a root of its own, which the script gives up again. */
const HIDDEN = ['--user', '--map-root-user', '--net', '--mount', '--'];
const PROBE_MS = 5_000;

let wanted: Isolation = 'auto';
let hidden: Hidden | null = null;
let level: Level | null = null;

/** The operator's choice, and what children are not to see; called by the entry points, before the first child. */
export function chooseIsolation(choice: Isolation, files: Hidden | null = null): void {
  wanted = choice;
  hidden = files;
}

/** Program and arguments that start Node with `flags`. */
export function isolated(
  flags: readonly string[],
  task: ChildTask,
  log: Logger,
): { execPath: string; execArgv: string[] } {
  level ??= probe(log);
  if (wanted === 'none' || level === 'none') return { execPath: process.execPath, execArgv: [...flags] };
  const folders = level === 'hidden' && hidden ? foldersOf(task, hidden.dataDir) : null;
  if (hidden === null || folders === null)
    return { execPath: UNSHARE, execArgv: [...APART, process.execPath, ...flags] };
  const hiding = hidingArguments(hidden, folders, ownIds());
  return { execPath: UNSHARE, execArgv: [...HIDDEN, ...hiding, process.execPath, ...flags] };
}

function probe(log: Logger): Level {
  const reason = wanted === 'none' ? 'ISOLATION is none' : isolationRefusal();
  if (reason !== null) {
    log.warn({ reason }, 'children are not shut off: they may use the network (docs/operations.md)');
    return 'none';
  }
  const visible = hidingRefusal();
  if (visible === null) {
    log.info('children run without network, apart from other processes and from files of others');
    return 'hidden';
  }
  log.info(
    { reason: visible },
    'children run without network, apart from other processes; files are not hidden',
  );
  return 'apart';
}

/** Why namespaces are not to be had here; null where they are. */
export function isolationRefusal(): string | null {
  if (process.platform !== 'linux') return `namespaces are Linux’s, and this is ${process.platform}`;
  return refusalOf([...APART, process.execPath, '--version']);
}

/** Why files cannot be hidden here; null where they can. */
export function hidingRefusal(): string | null {
  if (process.platform !== 'linux') return `namespaces are Linux’s, and this is ${process.platform}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'tunesmith-hidden-'));
  const work = mkdtempSync(join(dataDir, 'work-'));
  try {
    const hiding = hidingArguments({ dataDir, envFile: null }, [work], ownIds());
    return refusalOf([...HIDDEN, ...hiding, process.execPath, '--version']);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

function refusalOf(command: readonly string[]): string | null {
  const { error, status, stderr } = spawnSync(UNSHARE, command, { timeout: PROBE_MS, encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? null : stderr.trim() || `unshare ended with ${status}`;
}

const ownIds = () => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
