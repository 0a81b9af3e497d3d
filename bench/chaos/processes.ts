/**
 * The processes of the chaos bench: started, started again when they end, killed by their own ids. In: script and
 * environment. Out: a handle; `onLine` hears what it says.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Kept {
  name: string;
  pid(): number | undefined;
  /** Children of it, such as the trainer. */
  children(): number[];
  kill(signal: NodeJS.Signals): void;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface KeepOptions {
  name: string;
  script: string;
  environment: () => NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}

export function keepProcess({ name, script, environment, onLine = () => {} }: KeepOptions): Kept {
  let child: ChildProcess | null = null;
  let stopped = false;
  const start = (): void => {
    if (stopped) return;
    child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL(script, import.meta.url))], {
      env: { ...process.env, ...environment() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout! }).on('line', onLine);
    child.once('close', () => setTimeout(start, 300));
  };
  start();
  return {
    name,
    pid: () => child?.pid,
    children: () => (child?.pid ? childrenOf(child.pid) : []),
    kill: (signal) => void child?.kill(signal),
    stop: async () => {
      stopped = true;
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      await new Promise((resolve) => {
        last.once('close', resolve);
        last.kill('SIGKILL');
      });
    },
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}
