/**
 * How far a child is shut off. In: how Node is to be started. Out: what to start instead: on Linux, where the system lets
 * us, Node in namespaces of its own (`unshare` of util-linux), without network and without a right over other processes,
 * whose environment and memory it can then not read. The program takes the place of `unshare`, so that process id,
 * signals and pipes are Node's. Tried once; where it does not work, the log says so and children run as before.
 */
import { spawnSync } from 'node:child_process';
import type { Logger } from '../log.ts';

type Isolation = 'auto' | 'none';

const UNSHARE = 'unshare';
const FLAGS = ['--user', '--map-current-user', '--net', '--'];
const PROBE_MS = 5_000;

let wanted: Isolation = 'auto';
let works: boolean | null = null;

/** The operator's choice; called by the entry points, before the first child. */
export function chooseIsolation(choice: Isolation): void {
  wanted = choice;
}

/** Program and arguments that start Node with `flags`. */
export function isolated(flags: readonly string[], log: Logger): { execPath: string; execArgv: string[] } {
  works ??= probe(log);
  if (wanted === 'none' || !works) return { execPath: process.execPath, execArgv: [...flags] };
  return { execPath: UNSHARE, execArgv: [...FLAGS, process.execPath, ...flags] };
}

function probe(log: Logger): boolean {
  const reason = wanted === 'none' ? 'ISOLATION is none' : isolationRefusal();
  if (reason === null) log.info('children run without network, apart from other processes');
  else log.warn({ reason }, 'children are not shut off: they may use the network (docs/operations.md)');
  return reason === null;
}

/** Why namespaces are not to be had here; null where they are. */
export function isolationRefusal(): string | null {
  if (process.platform !== 'linux') return `namespaces are Linux’s, and this is ${process.platform}`;
  const { error, status, stderr } = spawnSync(UNSHARE, [...FLAGS, process.execPath, '--version'], {
    timeout: PROBE_MS,
    encoding: 'utf8',
  });
  if (error) return error.message;
  return status === 0 ? null : stderr.trim() || `unshare ended with ${status}`;
}
