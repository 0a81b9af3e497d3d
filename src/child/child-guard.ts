/**
 * Loaded before the child's own module. A thread, so that it works while native code keeps the child's main thread:
 * several times a second it writes the process's resident memory (bytes, one line) to the pipe at descriptor 4, and
 * it ends the process when the parent is gone. An orphan would write into the work folder of its own retry.
 */
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

// Without the parent's flags, which would load this file in the thread again.
new Worker(GUARD, { eval: true, execArgv: [], env: {} }).unref();
process.once('disconnect', () => process.exit(1));
