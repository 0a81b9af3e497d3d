/**
 * Loaded before the child's own module. A thread, so that it works while native code keeps the child's main thread:
 * several times a second it writes the process's resident memory (bytes, one line) to the pipe at descriptor 4, and
 * it ends the process when the parent is gone. An orphan would write into the work folder of its own retry.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';

const GUARD = `
const { writeSync } = require('node:fs');
const parent = process.ppid;
setInterval(() => {
  try {
    if (process.ppid !== parent) throw new Error('orphan');
    writeSync(4, process.memoryUsage.rss() + '\\n');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}, 200);
`;

// Of this thread, and of those that it makes from now on; V8's own are there already, and Linux counts each thread apart.
const threads = listThreads();
const NICE = Number(process.env.TUNESMITH_NICE ?? 0);

goFirst();

// Without the parent's flags, which would load this file in the thread again.
new Worker(GUARD, { eval: true, execArgv: [], env: {} }).unref();
process.once('disconnect', () => process.exit(1));

// After the guard's thread, which must have its turn whatever the others compute. The bot answers people meanwhile: with the
// trainer at 15, 50 interactions a second were all answered on 2 cores; without, one in five was not.
for (const id of NICE > 0 ? threads : []) lowerPriority(id);

/** Where memory runs out, Linux ends this process before the bot, the worker and the database. */
function goFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system.
  }
}

function listThreads(): number[] {
  try {
    return [0, ...readdirSync('/proc/self/task').map(Number)];
  } catch {
    return [0];
  }
}

function lowerPriority(id: number): void {
  try {
    // Only lowered: the whole bot may have been started with less.
    if (getPriority(id) < NICE) setPriority(id, NICE);
  } catch {
    // A thread that has ended, or a system that does not let us: it goes on as it is.
  }
}
