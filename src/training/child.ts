/**
 * The child process's entry: one ChildTask comes in over IPC, events and one result go out, then the process ends.
 * `perform.ts` does the work.
 * SIGTERM asks the task to stop at the next safe point. `run-child.ts` starts it and enforces memory and deadline.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChildMessage, type ChildTask, childTaskSchema } from '../child/messages.ts';
import { choose, readChoice } from '../engines/compute/choice.ts';
import { isUserError, UserError } from '../errors.ts';
import { findOutage } from '../outage/outage.ts';
import { perform } from './perform.ts';

const cancelled = new AbortController();
process.on('SIGTERM', () => cancelled.abort());

process.once('message', async (raw) => {
  const message = await answer(raw);
  process.send?.(message, () => process.exit(0));
});

async function answer(raw: unknown): Promise<ChildMessage> {
  try {
    const task = childTaskSchema.parse(raw);
    choose(readChoice(process.env));
    await keepTask(task);
    return { type: 'result', result: await perform(task, { emit, signal: cancelled.signal }) };
  } catch (error) {
    if (isUserError(error)) {
      return refused(error);
    }
    if (cancelled.signal.aborted) return refused(new UserError('cancelled'));
    const outage = findOutage(error);
    if (outage) return { type: 'outage', kind: outage.kind, reason: outage.message };
    return {
      type: 'crashed',
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

const refused = ({ code, message, context }: UserError): ChildMessage => ({
  type: 'refused',
  failure: { code, message, context },
});

/** Beside what it works on, so that a task can be replayed (docs/debugging.md). The folder goes with the work. */
async function keepTask(task: ChildTask): Promise<void> {
  const { workDir } = task.folders;
  await mkdir(workDir, { recursive: true });
  await writeFile(join(workDir, 'task.json'), JSON.stringify(task, null, 1), { mode: 0o600 });
}

function emit(event: Extract<ChildMessage, { type: 'event' }>['event']): void {
  process.send?.({ type: 'event', event } satisfies ChildMessage);
}
