/**
 * The child process's entry: one ChildTask comes in over IPC, events and one result go out, then the process ends.
 * SIGTERM asks the task to stop at the next safe point. `run-child.ts` starts it and enforces memory and deadline.
 */

import { type ChildMessage, type ChildResult, type ChildTask, childTaskSchema } from '../child/messages.ts';
import { isUserError } from '../errors.ts';
import { findOutage } from '../outage/outage.ts';

const cancelled = new AbortController();
process.on('SIGTERM', () => cancelled.abort());

process.once('message', async (raw) => {
  const message = await answer(raw);
  process.send?.(message, () => process.exit(0));
});

async function answer(raw: unknown): Promise<ChildMessage> {
  try {
    return { type: 'result', result: await perform(childTaskSchema.parse(raw)) };
  } catch (error) {
    if (isUserError(error)) {
      const { code, message, context } = error;
      return { type: 'refused', failure: { code, message, context } };
    }
    if (cancelled.signal.aborted)
      return {
        type: 'refused',
        failure: {
          code: 'cancelled',
          message: 'The work was cancelled before it was finished.',
          context: {},
        },
      };
    const outage = findOutage(error);
    if (outage) return { type: 'outage', kind: outage.kind, reason: outage.message };
    return {
      type: 'crashed',
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** Each task loads only what it needs: an inspection waits for no training library. */
async function perform(task: ChildTask): Promise<ChildResult> {
  const options = { emit, signal: cancelled.signal };
  switch (task.kind) {
    case 'inspect':
      return (await import('./inspect.ts')).inspect(task);
    case 'check-model':
      await (await import('../backbones/own-file.ts')).checkOwnFile(task.file);
      return { kind: 'checked' };
    case 'train':
      await (await import('./train.ts')).train(task, options);
      return { kind: 'trained' };
    case 'predict':
      return (await import('./predict.ts')).predict(task, options);
    case 'evaluate':
      return (await import('./evaluate-file.ts')).evaluateFile(task, options);
    case 'measure':
      return (await import('./measure.ts')).measure(task, options);
  }
}

function emit(event: Extract<ChildMessage, { type: 'event' }>['event']): void {
  process.send?.({ type: 'event', event } satisfies ChildMessage);
}
