/**
 * A ChildTask → its result, in this process. Each task loads only what it needs: an inspection waits for no training
 * library. Called by `child.ts`, and by `scripts/replay-task.ts` under a debugger.
 */
import type { ChildMessage, ChildResult, ChildTask } from '../child/messages.ts';

interface PerformOptions {
  emit: (event: Extract<ChildMessage, { type: 'event' }>['event']) => void;
  /** Aborted when the task is to stop at the next safe point. */
  signal: AbortSignal;
}

export async function perform(task: ChildTask, options: PerformOptions): Promise<ChildResult> {
  switch (task.kind) {
    case 'inspect':
      return (await import('./inspect.ts')).inspect(task);
    case 'check-model':
      await (await import('../backbones/own-file.ts')).checkOwnFile(task.file);
      return { kind: 'checked' };
    case 'train':
      await (await import('./train.ts')).train(task, options);
      return { kind: 'trained' };
    case 'service-prepare':
      return (await import('./service/prepare-service.ts')).prepareService(task);
    case 'service-report':
      await (await import('./service/report-service.ts')).reportService(task, options);
      return { kind: 'trained' };
    case 'predict':
      return (await import('./predict.ts')).predict(task, options);
    case 'export':
      return (await import('./exports/export-model.ts')).exportModel(task);
    case 'evaluate':
      return (await import('./evaluate-file.ts')).evaluateFile(task, options);
    case 'measure':
      return (await import('./measure.ts')).measure(task, options);
  }
}
